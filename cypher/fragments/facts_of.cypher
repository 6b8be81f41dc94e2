// fragment: facts_of(person)
// purpose: What a search can ask of a person, as words of the full-text index, so that several filters are met by one look
//   into it: a letter for what is said and the beginning of an id or a code. e an employer now or ever, n an employer now,
//   f a function and l a level of a present job, i the industry of a present employer, p where the person lives, c a cohort,
//   s a skill that is offered, x the pinyin in one word, y the initials, b one of 64 random parts of everybody. At the
//   beginning r, the latest month in which something began (`recent_month`), so written that months are in order as words;
//   at the end, so that it can be changed alone (`derive_state_labels`), `mopen` for those who are open to mentoring.
//   Whoever changes one of the others writes the facts again.
'r' + right('00000' + toString(coalesce(person.recent_month, 0)), 5) + reduce(text = '', fact IN COLLECT {
  CALL (person) {
    MATCH (person)-[:WORKED_AT]->(employer:Employer)
    RETURN 'e' + left(employer.id, 8) AS fact
    UNION
    MATCH (person)-[job:WORKED_AT]->(employer:Employer)
    WHERE job.current
    UNWIND ['n' + left(employer.id, 8), 'f' + job.function, 'l' + toString(job.level)]
      + COLLECT { MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) RETURN 'i' + left(industry.id, 8) } AS fact
    RETURN fact
    UNION
    MATCH (person)-[home:LIVES_IN]->(place:Place)
    WHERE home.current
    RETURN 'p' + left(place.id, 8) AS fact
    UNION
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
    RETURN 'c' + left(cohort.id, 8) AS fact
    UNION
    MATCH (person)-[has:HAS_SKILL]->(skill:Skill)
    WHERE has.kind = 'offered'
    RETURN 's' + left(skill.id, 8) AS fact
    UNION
    UNWIND ['x' + replace(person.pinyin, ' ', ''), 'y' + person.initials, 'b' + toString(person.order_key / 1099511627776 % 64)] AS fact
    RETURN fact
  }
  WITH fact
  WHERE fact IS NOT NULL
  RETURN fact
  ORDER BY fact
} | text + ' ' + fact) + CASE WHEN person.mentor THEN ' mopen' ELSE '' END
