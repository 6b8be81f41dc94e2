// name: own_blocks
// purpose: Whom the viewer blocks, the latest first, as they were called when they were blocked: what became of them since
//   is not for the viewer.
// mode: read
// params:
//   viewer_id: string        who asks
//   before: integer          only blocks before this moment (milliseconds since 1970), or at it with a smaller order key;
//     null for all
//   before_key: integer      that order key, or null
//   limit: integer           at most so many
// returns: one row for each
//   alumnus_id: string       who is blocked
//   name: string             their name at that time, or null
//   created_at: string       since when
//   created_ms: integer      the same in milliseconds since 1970
//   order_key: integer       decides between blocks of the same moment
MATCH (:Alumnus {id: $viewer_id})-[block:BLOCKS]->(blocked:Alumnus)
WITH block, blocked, block.created_at.epochMillis AS created_ms
WHERE $before IS NULL OR created_ms < $before OR (created_ms = $before AND blocked.order_key < $before_key)
RETURN blocked.id AS alumnus_id, block.name AS name, toString(block.created_at) AS created_at, created_ms,
  blocked.order_key AS order_key
ORDER BY created_ms DESC, order_key DESC
LIMIT $limit
