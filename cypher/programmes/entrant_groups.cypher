// name: entrant_groups
// purpose: What groups the mentees of a round belong to, and how they fared in it.
// mode: read
// params:
//   round_id: string       the round
//   limit: integer         how many at most
// returns: by id
//   id: string             the mentee
//   programme_type: string of the latest cohort, or null
//   intake_year: integer   of the latest cohort, or null
//   industry: string       the section of the present job's industry, or null
//   province: string       where they live, or null
//   score: integer         the score of their match, or null when they have none
MATCH (round:MatchingRound {id: $round_id})-[:ROUND_OF]->(programme:MentoringProgramme)
MATCH (programme)<-[:IN_PROGRAMME]-(:Participant {role: 'mentee', state: 'joined'})<-[:TAKES_PART]-(person:Alumnus)
WITH round, person,
  head(COLLECT {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
    RETURN cohort {.programme_type, .intake_year} ORDER BY coalesce(cohort.intake_year, 0) DESC, cohort.id LIMIT 1
  }) AS cohort,
  head(COLLECT {
    MATCH (person)-[job:WORKED_AT {current: true}]->(:Employer)-[:IN_INDUSTRY]->(industry:Industry)
    RETURN left(industry.code, 1) AS section ORDER BY coalesce(job.from_month, 0) DESC, industry.code LIMIT 1
  }) AS section,
  head(COLLECT {
    MATCH (person)-[:LIVES_IN {current: true}]->(:Place)-[:PART_OF*0..3]->(province:Place {kind: 'province'})
    RETURN province.code AS code ORDER BY code LIMIT 1
  }) AS province,
  head(COLLECT {
    MATCH (person)<-[:PAIRS_MENTEE]-(pair:Match)-[:IN_ROUND]->(round)
    RETURN pair.score AS score ORDER BY score DESC LIMIT 1
  }) AS score
RETURN person.id AS id, cohort.programme_type AS programme_type, cohort.intake_year AS intake_year, section AS industry,
  province, score
ORDER BY id
LIMIT $limit
