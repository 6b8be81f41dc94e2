// fragment: on_the_way(person, blocks, close)
// purpose: Whether that person may stand on a route that the viewer is shown, two or more hops long: visible, and their
//   connections too. `close` are those whom the viewer knows and who are listed for their connections only, `blocks` those
//   with a block between them and the viewer; both are found once, so that the test of each person is one of labels.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
($sees_all OR NOT (person:Hidden OR person:Discreet OR person IN blocks)
  AND (NOT person:ConnectionsOnly OR person IN close))
