// name: begin_import_run
// purpose: Writes down that an import began; those that began before and never ended were interrupted.
// mode: write
// params:
//   run: string    its id
//   source: string    what its facts are said to come from
//   digest: string    SHA-256 of what was brought
// returns: no rows
OPTIONAL MATCH (before:ImportRun {state: 'running'})
SET before.state = 'interrupted'
WITH count(*) AS interrupted
MERGE (run:ImportRun {id: $run})
SET run.at = datetime(), run.source = $source, run.digest = $digest, run.state = 'running'
