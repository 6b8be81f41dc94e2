// fragment: friends_asked(viewer, blocks)
// purpose: Those of the viewer's connections over whom people of the asked degrees are reached (`friends_between`); nobody
//   where degrees do not count or only the first does.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
//   degrees: list       the degrees wanted, or null for any
CASE WHEN coalesce($degrees, [1]) = [1] THEN [] ELSE friends_between(viewer, blocks) END
