// name: create_skills
// purpose: Writes skills that people have or want; the people are to be derived again.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `from` and `to`, ids, and `properties`
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (person:Alumnus {id: row.from})
MATCH (other:Skill {id: row.to})
CREATE (person)-[fact:HAS_SKILL]->(other)
SET fact = row.properties, person:ImportPending
RETURN count(*) AS written
LIMIT 1
