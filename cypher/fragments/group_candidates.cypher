// fragment: group_candidates(viewer, person)
// purpose: The people among whom a group of alumni is looked for: those whom one way in meets, which the service chooses;
//   the others yield nothing. Somebody may be met several times.
// params:
//   anchor: string   programme, graduation, intake, employer, industry, place or everybody
//   filters: map     what is asked of the present (graph_service/directory/filters.py); order_below, for everybody, is how
//     far up the order keys go that are looked at
//   group: map       who is in the group (graph_service/careers/alike.py)
CALL (viewer) {
  UNWIND CASE WHEN $anchor = 'programme' THEN $group.programmes ELSE [] END AS programme
  MATCH (cohort:Cohort {programme: programme}) WHERE cohort_alike(cohort)
  MATCH (cohort)<-[:MEMBER_OF]-(person:Alumnus)
  RETURN person
  UNION ALL
  MATCH (cohort:Cohort)
  WHERE cohort.graduation_year >= CASE WHEN $anchor = 'graduation' THEN coalesce($group.graduation_from, 0) ELSE 9999 END
    AND cohort_alike(cohort)
  MATCH (cohort)<-[:MEMBER_OF]-(person:Alumnus)
  RETURN person
  UNION ALL
  MATCH (cohort:Cohort)
  WHERE cohort.intake_year >= CASE WHEN $anchor = 'intake' THEN coalesce($group.intake_from, 0) ELSE 9999 END
    AND cohort_alike(cohort)
  MATCH (cohort)<-[:MEMBER_OF]-(person:Alumnus)
  RETURN person
  UNION ALL
  UNWIND CASE WHEN $anchor = 'employer' THEN $filters.employers_now ELSE [] END AS employer_id
  MATCH (:Employer {id: employer_id})<-[job:WORKED_AT]-(person:Alumnus)
  WHERE job.current
  RETURN person
  UNION ALL
  UNWIND CASE WHEN $anchor = 'industry' THEN $filters.industries ELSE [] END AS industry_id
  MATCH (:Industry {id: industry_id})<-[:IN_INDUSTRY]-(:Employer)<-[job:WORKED_AT]-(person:Alumnus)
  WHERE job.current
  RETURN person
  UNION ALL
  UNWIND CASE WHEN $anchor = 'place' THEN $filters.places ELSE [] END AS place_id
  MATCH (:Place {id: place_id})<-[home:LIVES_IN]-(person:Alumnus)
  WHERE home.current
  RETURN person
  UNION ALL
  MATCH (person:Alumnus)
  WHERE person.order_key < CASE WHEN $anchor = 'everybody' THEN coalesce($filters.order_below, 9223372036854775807) ELSE -1 END
  RETURN person
}
