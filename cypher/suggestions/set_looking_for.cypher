// name: set_looking_for
// purpose: What the viewer looks for from now on.
// mode: write
// params:
//   viewer_id: string   who is asking
//   industry: list      codes or ids, as they were written
//   employer: list      ids
//   function: list      codes
//   place: list         codes or ids
//   skill: list         ids
// returns: at most one row
//   id: string          the viewer
MATCH (viewer:Alumnus {id: $viewer_id})
SET viewer.seeks_industry = $industry, viewer.seeks_employer = $employer, viewer.seeks_function = $function,
  viewer.seeks_place = $place, viewer.seeks_skill = $skill
RETURN viewer.id AS id
