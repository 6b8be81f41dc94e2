// fragment: on_the_way(person, blocks, close)
// purpose: Whether that person may stand on a route that the viewer is shown, two or more hops long: visible, and their
//   connections too. `close` are those whom the viewer knows and who are listed for their connections only, `blocks` those
//   with a block between them and the viewer; both are found once, so that the test of each person is one of labels. It is
//   a CASE because a condition of ANDs and ORs would be taken apart and tested piece by piece for everybody on the way.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
CASE
  WHEN $sees_all THEN true
  WHEN person:Hidden OR person:Discreet OR person IN blocks THEN false
  WHEN person:ConnectionsOnly THEN person IN close
  ELSE true
END
