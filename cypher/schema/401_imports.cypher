// One lock, and the runs that left facts behind.
CREATE CONSTRAINT import_lock_key IF NOT EXISTS FOR (n:ImportLock) REQUIRE n.key IS UNIQUE;
CREATE INDEX import_run_at IF NOT EXISTS FOR (n:ImportRun) ON (n.at);
