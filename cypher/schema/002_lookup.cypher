// What is looked for by something else than its identity.
CREATE INDEX alumnus_order_key IF NOT EXISTS FOR (n:Alumnus) ON (n.order_key);
CREATE INDEX employer_alias_key IF NOT EXISTS FOR (n:Employer) ON (n.name);
CREATE INDEX cohort_graduation_year IF NOT EXISTS FOR (n:Cohort) ON (n.graduation_year);
CREATE INDEX industry_name IF NOT EXISTS FOR (n:Industry) ON (n.name);
CREATE INDEX place_name IF NOT EXISTS FOR (n:Place) ON (n.name);
CREATE INDEX token_expires_at IF NOT EXISTS FOR (n:Token) ON (n.expires_at);
CREATE INDEX audit_entry_at IF NOT EXISTS FOR (n:AuditEntry) ON (n.at);
