"""Alumni, cohorts, employers, industries and places: records, search, facets."""
