// fragment: listed_people_of(context)
// purpose: How many people of a cohort, employer, event or group every member may see, counted now; counting stops at 1,000,
//   far above the size at which a context makes no tie any more.
COUNT {
  MATCH (context)<-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]-(listed:Alumnus)
  WHERE NOT listed:Hidden|ConnectionsOnly
  WITH DISTINCT listed
  LIMIT 1000
  RETURN listed
}
