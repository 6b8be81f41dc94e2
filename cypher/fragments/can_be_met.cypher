// fragment: can_be_met(viewer, target, blocks, acquaintances)
// purpose: Whether that person may be shown as somebody to be introduced to: seen by the viewer, their connections too, and
//   not known to the viewer. Whoever is listed for their connections only is seen by those they know, so by no one here.
//   `acquaintances` are those of the viewer, or null, as `acquaintances_of` gives them.
CASE
  WHEN target = viewer OR target:Hidden OR target:ConnectionsOnly OR target:Discreet OR target IN blocks THEN false
  WHEN acquaintances IS NOT NULL THEN NOT target IN acquaintances
  ELSE NOT EXISTS { MATCH (target)-[:KNOWS]-(known_to) WHERE known_to IN [viewer] }
END
