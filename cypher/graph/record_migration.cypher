// name: record_migration
// purpose: Writes down that a schema file was applied.
// mode: write
// params:
//   name: string       the file's stem
//   checksum: string   SHA-256 of its text
// returns: no rows
MERGE (migration:SchemaMigration {name: $name})
  ON CREATE SET migration.checksum = $checksum, migration.applied_at = datetime()
