// fragment: shows_connections(person)
// purpose: Whether that person's connections with others than the viewer may be seen; both ends of an edge have to, unless
//   the viewer is one of them.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
($sees_all OR NOT person:Discreet)
