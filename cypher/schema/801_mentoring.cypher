// What people say for mentoring, and the mentors: one after another, and those that changed lately.
CREATE CONSTRAINT mentoring_profile_alumnus_id IF NOT EXISTS FOR (n:MentoringProfile) REQUIRE n.alumnus_id IS UNIQUE;
CREATE INDEX mentor_order_key IF NOT EXISTS FOR (n:Mentor) ON (n.order_key);
CREATE INDEX mentor_updated_at IF NOT EXISTS FOR (n:Mentor) ON (n.updated_at);
