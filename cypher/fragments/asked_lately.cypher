// fragment: asked_lately(bridge, viewer, blocks, closed)
// purpose: How often somebody was asked for an introduction lately, as far as the viewer may know: by people whom the viewer
//   sees, to people whom the viewer sees.
// params:
//   sees_all: boolean      the viewer is staff, who see every record
//   asked_after: datetime  when "lately" began
COUNT {
  MATCH (bridge)<-[:THROUGH]-(earlier:IntroductionRequest)<-[:ASKED]-(asker:Alumnus)
  WHERE earlier.created_at > $asked_after AND seen(viewer, asker, blocks, closed)
  MATCH (earlier)-[:TOWARDS]->(wanted:Alumnus)
  WHERE seen(viewer, wanted, blocks, closed)
  RETURN earlier
}
