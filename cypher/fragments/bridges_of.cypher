// fragment: bridges_of(viewer, blocks, friends)
// purpose: Over whom those are reached whose degree is asked for (`degree_within`), read once: the viewer's connections
//   `friends`, and where the third degree counts, those two steps away. Null where distances are found from both ends.
// params:
//   sees_all: boolean    the viewer is staff, who see every record
//   degrees: list        the degrees wanted; 4 stands for everybody farther away
//   both_sides: boolean  whether distances are found from both ends
CASE
  WHEN $both_sides THEN null
  WHEN 3 IN $degrees OR 4 IN $degrees THEN friends + second_between(viewer, blocks)
  ELSE friends
END
