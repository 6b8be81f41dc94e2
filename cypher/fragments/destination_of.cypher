// fragment: destination_of()
// purpose: Where the viewer would like to know somebody, as nodes: employers, those of industries too, places, or the person.
//   Read once, so that of each person only the way to it is read.
// params:
//   kind: string   employer, industry, place or alumnus
//   there: list    ids of the employer, of the industries or the places, or of the person
COLLECT {
  UNWIND $there AS there_id
  CALL (there_id) {
    WITH there_id WHERE $kind = 'employer'
    MATCH (node:Employer {id: there_id})
    RETURN node
    UNION ALL
    WITH there_id WHERE $kind = 'industry'
    MATCH (:Industry {id: there_id})<-[:IN_INDUSTRY]-(node:Employer)
    RETURN node
    UNION ALL
    WITH there_id WHERE $kind = 'place'
    MATCH (node:Place {id: there_id})
    RETURN node
    UNION ALL
    WITH there_id WHERE $kind = 'alumnus'
    MATCH (node:Alumnus {id: there_id})
    RETURN node
  }
  RETURN DISTINCT node
}
