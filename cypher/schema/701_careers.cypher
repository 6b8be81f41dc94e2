// Where the count of a group of alumni begins: at the cohorts of a programme or of some years.
CREATE INDEX cohort_programme IF NOT EXISTS FOR (n:Cohort) ON (n.programme);
CREATE INDEX cohort_intake_year IF NOT EXISTS FOR (n:Cohort) ON (n.intake_year);
