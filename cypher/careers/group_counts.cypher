// name: group_counts
// purpose: Where the people of a group live and work, what they do, and what they did after each kind of work. Each table is a
//   partition of the same people: everybody is in one cell of it. Beyond a number of people the counts come from a random
//   sample, chosen by order keys among those whom the viewer may see.
// mode: read
// params:
//   viewer_id: string        who is asking, or null for somebody who is not in the graph
//   sees_all: boolean        the viewer is staff, who see every record
//   anchor: string           the way in (cypher/fragments/group_candidates.cypher)
//   filters: map             what is asked of the present (graph_service/directory/filters.py)
//   group: map               who is in the group (graph_service/careers/alike.py)
//   most: integer            how many people are looked through to see whether they are of the group
//   sample_size: integer     how many people of the group are looked at for the counts
//   smallest: integer        employers with fewer people are counted together
// returns: one row for each cell of each table that has somebody in it, and one for each of these numbers: `candidates` met by
//   the way in, those `looked_through`, the `total` of these who are of the group, and those `looked_at` for the counts
//   facet: string            places, industries, functions, levels, function_moves, industry_moves, or the number
//   path: list               the cell: {value, name, name_en} from the outermost to the innermost; value null is not known
//   people: integer          how many of those looked at are in it
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
group_candidates(viewer, person)
WITH viewer, blocks, closed, person
WHERE seen(viewer, person, blocks, closed)
WITH collect(DISTINCT person) AS met
WITH met, toInteger(ceil(1.0 * size(met) / $most)) AS stride
WITH size(met) AS candidates, CASE WHEN stride <= 1 THEN met
  ELSE [one IN met WHERE (one.order_key / 4096) % stride = 0] END AS looked_through
CALL (looked_through) {
  UNWIND looked_through AS person
  WITH person
  WHERE alike(person) AND matches(person)
  RETURN collect(person) AS found
}
WITH candidates, size(looked_through) AS looked_through, size(found) AS total, found,
  toInteger(ceil(1.0 * size(found) / $sample_size)) AS stride
WITH candidates, looked_through, total, CASE WHEN stride <= 1 THEN found
  ELSE [one IN found WHERE one.order_key % stride = 0] END AS people
// What each person has is read once; the tables are made from that.
CALL (people) {
  UNWIND people AS person
  RETURN collect({
    present: head(COLLECT {
      MATCH (person)-[job:WORKED_AT]->(employer:Employer) WHERE job_matches(job, employer)
      RETURN {employer: employer, function: job.function, level: job.level}
      ORDER BY coalesce(job.level, 0) DESC, coalesce(job.from_month, 0) DESC, employer.id, job.title, job.function
      LIMIT 1
    }),
    home: head(COLLECT {
      MATCH (person)-[lives:LIVES_IN]->(place:Place)
      WHERE lives.current AND ($filters.places IS NULL OR place.id IN $filters.places)
      RETURN place ORDER BY coalesce(lives.from_month, 0) DESC, place.id LIMIT 1
    }),
    held: COLLECT {
      MATCH (person)-[job:WORKED_AT]->(employer:Employer) WHERE job.from_month IS NOT NULL
      RETURN {month: job.from_month, function: job.function, employer: employer}
      ORDER BY job.from_month, employer.id, job.title, job.function
    }
  }) AS facts
}
// Each job with the next one that began later, in the order of their beginning.
CALL (facts) {
  UNWIND range(0, size(facts) - 1) AS nth
  WITH nth, facts[nth].held AS held
  WHERE size(held) > 1
  UNWIND range(0, size(held) - 2) AS i
  WITH nth, i, held[i] AS before, head([later IN held[i + 1..] WHERE later.month > held[i].month]) AS after
  WHERE after IS NOT NULL
  RETURN collect({nth: nth, i: i, before: before, after: after}) AS moves
}
CALL (candidates, looked_through, total, facts, moves) {
  RETURN 'candidates' AS facet, [] AS path, candidates AS counted
  UNION ALL
  RETURN 'looked_through' AS facet, [] AS path, looked_through AS counted
  UNION ALL
  RETURN 'total' AS facet, [] AS path, total AS counted
  UNION ALL
  RETURN 'looked_at' AS facet, [] AS path, size(facts) AS counted
  UNION ALL
  UNWIND facts AS fact
  WITH fact.home AS home, count(*) AS living
  WITH living, head(COLLECT {
      MATCH (home)-[:PART_OF*0..6]->(above:Place) WHERE above.kind IN ['province', 'country']
      RETURN above {value: above.code, .name, .name_en} ORDER BY above.kind = 'country', above.code LIMIT 1
    }) AS outer, head(COLLECT {
      MATCH (home)-[:PART_OF*0..6]->(above:Place) WHERE above.kind = 'city'
      RETURN above {value: above.code, .name, .name_en} ORDER BY above.code LIMIT 1
    }) AS inner
  RETURN 'places' AS facet, [outer, inner] AS path, sum(living) AS counted
  UNION ALL
  UNWIND facts AS fact
  WITH fact.present.employer AS employer, count(*) AS working
  WITH employer, working, head(COLLECT {
    MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) RETURN industry ORDER BY industry.code LIMIT 1
  }) AS industry
  WITH working, CASE WHEN working >= $smallest THEN employer {value: employer.id, .name} END AS employer, head(COLLECT {
      MATCH (industry)-[:PART_OF*0..6]->(above:Industry) WHERE above.level = 'section'
      RETURN above {value: above.code, .name, .name_en} ORDER BY above.code LIMIT 1
    }) AS section, head(COLLECT {
      MATCH (industry)-[:PART_OF*0..6]->(above:Industry) WHERE above.level = 'division'
      RETURN above {value: above.code, .name, .name_en} ORDER BY above.code LIMIT 1
    }) AS division
  RETURN 'industries' AS facet, [section, division, employer] AS path, sum(working) AS counted
  UNION ALL
  UNWIND facts AS fact
  WITH fact.present.function AS function, count(*) AS counted
  RETURN 'functions' AS facet, [{value: function}] AS path, counted
  UNION ALL
  UNWIND facts AS fact
  WITH fact.present.level AS level, count(*) AS counted
  RETURN 'levels' AS facet, [{value: level}] AS path, counted
  UNION ALL
  UNWIND moves AS move
  WITH move
  WHERE move.before.function IS NOT NULL
  WITH move.nth AS nth, move.before.function AS origin, head(collect({value: move.after.function})) AS target
  WITH origin, target, count(*) AS counted
  RETURN 'function_moves' AS facet, [{value: origin}, target] AS path, counted
  UNION ALL
  UNWIND moves AS move
  WITH move, head(COLLECT {
      WITH move.before.employer AS workplace
      MATCH (workplace)-[:IN_INDUSTRY]->(industry:Industry)
      WITH industry ORDER BY industry.code LIMIT 1
      MATCH (industry)-[:PART_OF*0..6]->(above:Industry) WHERE above.level = 'section'
      RETURN above {value: above.code, .name, .name_en} ORDER BY above.code LIMIT 1
    }) AS origin, head(COLLECT {
      WITH move.after.employer AS workplace
      MATCH (workplace)-[:IN_INDUSTRY]->(industry:Industry)
      WITH industry ORDER BY industry.code LIMIT 1
      MATCH (industry)-[:PART_OF*0..6]->(above:Industry) WHERE above.level = 'section'
      RETURN above {value: above.code, .name, .name_en} ORDER BY above.code LIMIT 1
    }) AS target
  WHERE origin IS NOT NULL
  WITH move.nth AS nth, origin, head(collect({section: target})) AS first
  WITH origin, first.section AS target, count(*) AS counted
  RETURN 'industry_moves' AS facet, [origin, target] AS path, counted
}
// Gathered into one list, so that the rows do not carry what they were counted from while they are sorted.
WITH collect([facet, path, counted]) AS counts
UNWIND counts AS entry
WITH entry[0] AS facet, entry[1] AS path, entry[2] AS people
RETURN facet, path, people
ORDER BY facet, people DESC, [step IN path | toString(step.value)]
LIMIT 5000
