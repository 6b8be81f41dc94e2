// Requests for introductions, and who agreed to be a bridge: the label that patterns test at no cost, for those who said so
// before there was one.
CREATE CONSTRAINT introduction_request_id IF NOT EXISTS FOR (n:IntroductionRequest) REQUIRE n.id IS UNIQUE;
MATCH (person:Alumnus)
WHERE person.bridge AND NOT person:Bridge
CALL (person) {
  SET person:Bridge
} IN TRANSACTIONS OF 10000 ROWS;
