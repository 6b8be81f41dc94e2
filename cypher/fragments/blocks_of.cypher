// fragment: blocks_of(viewer)
// purpose: Everybody between whom and the viewer there is a block, whoever made it.
COLLECT { MATCH (viewer)-[:BLOCKS]-(blocked:Alumnus) RETURN blocked }
