"""How fast the service is: every question over HTTP, beside the very Cypher that it runs, on a school of any size."""
