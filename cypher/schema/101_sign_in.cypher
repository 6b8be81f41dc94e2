// Attempts to sign in are counted for each name, known or not, by its digest.
CREATE CONSTRAINT sign_in_throttle_name_hash IF NOT EXISTS FOR (n:SignInThrottle) REQUIRE n.name_hash IS UNIQUE;
CREATE INDEX sign_in_throttle_last_at IF NOT EXISTS FOR (n:SignInThrottle) ON (n.last_at);
CREATE INDEX account_role IF NOT EXISTS FOR (n:Account) ON (n.role);
CREATE INDEX audit_entry_account_id IF NOT EXISTS FOR (n:AuditEntry) ON (n.account_id);
