// What the directory searches and sorts by. Search reads one character of Chinese as one word, so that a phrase finds any
// part of a name, and leaves no word out: initials such as `as` or `is` are words that other analyzers skip.
CREATE FULLTEXT INDEX alumnus_words IF NOT EXISTS FOR (n:Alumnus) ON EACH [n.search]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CREATE INDEX alumnus_by_recency IF NOT EXISTS FOR (n:Alumnus) ON (n.recent_month, n.order_key);
CREATE INDEX alumnus_by_name IF NOT EXISTS FOR (n:Alumnus) ON (n.pinyin, n.name, n.order_key);
CREATE INDEX cohort_name IF NOT EXISTS FOR (n:Cohort) ON (n.name);
CREATE FULLTEXT INDEX employer_words IF NOT EXISTS FOR (n:Employer) ON EACH [n.normal_name, n.alias_names]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
