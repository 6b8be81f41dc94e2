"""A school's network on one command: starts everything, loads the sample, asks it questions."""
