// name: applied_migrations
// purpose: The schema files that this graph has been given.
// mode: read
// returns: one row for each file
//   name: string       the file's stem
//   checksum: string   SHA-256 of its text
MATCH (migration:SchemaMigration)
RETURN migration.name AS name, migration.checksum AS checksum
ORDER BY name
LIMIT 10000
