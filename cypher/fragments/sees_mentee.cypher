// fragment: sees_mentee(viewer, person)
// purpose: Whether a mentor may see the mentee, who may see the mentor.
(NOT viewer:Hidden AND (NOT viewer:ConnectionsOnly OR EXISTS { (viewer)-[:KNOWS]-(person) }))
