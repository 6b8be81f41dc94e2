// name: set_own_search
// purpose: Writes the text that search reads of somebody whose name changed.
// mode: write
// params:
//   viewer_id: string    whose
//   search: string       the text
// returns: no rows
MATCH (me:Alumnus {id: $viewer_id})
SET me.search = $search
