// Text as people type it: Chinese by pairs of characters, everything else by words.
CREATE FULLTEXT INDEX alumnus_search IF NOT EXISTS FOR (n:Alumnus) ON EACH [n.search]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
CREATE FULLTEXT INDEX employer_search IF NOT EXISTS FOR (n:Employer) ON EACH [n.name, n.aliases]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
