// How many people of a cohort, employer, event or group every member may see (`listed_size`), kept so that a tie's strength
// costs no counting. -1 stands for "count again"; whoever reads it counts meanwhile, so that it is never out of date.
CREATE INDEX cohort_size IF NOT EXISTS FOR (n:Cohort) ON (n.listed_size);
CREATE INDEX employer_size IF NOT EXISTS FOR (n:Employer) ON (n.listed_size);
CREATE INDEX event_size IF NOT EXISTS FOR (n:Event) ON (n.listed_size);
CREATE INDEX group_size IF NOT EXISTS FOR (n:Group) ON (n.listed_size);
MATCH (n:Cohort|Employer|Event|Group) WHERE n.listed_size IS NULL SET n.listed_size = -1;
