// fragment: closed_connections_of(viewer)
// purpose: Those of the viewer's connections who are listed for their connections only.
COLLECT { MATCH (viewer)-[:KNOWS]-(friend:ConnectionsOnly) WHERE NOT friend:Hidden RETURN friend }
