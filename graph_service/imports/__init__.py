"""A school's files in: read, checked, reported, written; and the generator of a sample school."""
