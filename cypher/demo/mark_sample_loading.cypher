// name: mark_sample_loading
// purpose: Writes down that the sample is being loaded, so that a load that was cut off is taken up again.
// mode: write
// params:
//   sample: string   which sample
// returns: no rows
MERGE (school:School {key: 'school'})
SET school.sample_loading = $sample
