// name: mark_sample_loaded
// purpose: Writes down that the sample is in the graph to its end.
// mode: write
// params:
//   sample: string   which sample
// returns: no rows
MERGE (school:School {key: 'school'})
SET school.sample = $sample
REMOVE school.sample_loading
