"""The schema: applied once, in order, safe to apply again, and never changed behind a graph's back."""

from __future__ import annotations

import pytest

from graph_service.graph import Neo4jGraph, apply_migrations, migrations
from graph_service.graph.migrations import Migration, MigrationChanged, load_migrations
from tests.support import statement

INDEXES = statement("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name", "read")
FILLED = statement("MERGE (school:School {key: 'school'}) SET school.data_form = $form")
SOMEBODY = statement("CREATE (:Alumnus {id: 'one', bridge: true})")
BRIDGES = statement("MATCH (person:Alumnus {id: 'one'}) RETURN person:Bridge AS bridge", "read")
FORGET = statement("MATCH (m:SchemaMigration {name: $name}) DELETE m")


async def test_applying_again_changes_nothing(database: Neo4jGraph) -> None:
    before = await database.run(INDEXES)
    assert await apply_migrations(database) == []
    assert await database.run(INDEXES) == before


async def test_a_migration_that_was_cut_off_is_applied_again(database: Neo4jGraph) -> None:
    await database.run(FORGET, name="001_identity")
    assert await apply_migrations(database) == ["001_identity"]


async def test_every_index_that_the_files_name_is_online_unless_a_later_one_drops_it(database: Neo4jGraph) -> None:
    texts = [statement.text for migration in load_migrations() for statement in migration.statements]
    named = {
        text.split()[text.split().index("IF") - 1]
        for text in texts
        if text.startswith("CREATE") and " IF NOT EXISTS" in text
    }
    dropped = {text.split()[2] for text in texts if text.startswith("DROP INDEX")}
    there = {row["name"] for row in await database.run(INDEXES)}
    assert dropped
    assert named - dropped <= there
    assert not dropped & there


async def test_an_edited_migration_is_refused(database: Neo4jGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    edited = [Migration("001_identity", "another checksum", ())]
    monkeypatch.setattr(migrations, "load_migrations", lambda: edited)
    with pytest.raises(MigrationChanged, match="001_identity"):
        await apply_migrations(database)


@pytest.mark.parametrize(("form", "changed"), [("401_imports", True), ("501_introductions", False), (None, True)])
async def test_data_is_changed_unless_a_bulk_import_has_made_it_so_already(
    graph: Neo4jGraph, form: str | None, changed: bool
) -> None:
    await graph.run(FILLED, form=form)
    await graph.run(SOMEBODY)
    await graph.run(FORGET, name="501_introductions")
    assert await apply_migrations(graph) == ["501_introductions"]
    assert await graph.run(BRIDGES) == [{"bridge": changed}]
    await graph.run(FILLED, form=None)


async def test_nothing_is_missing_when_a_graph_is_given_everything_at_once(graph: Neo4jGraph) -> None:
    before = await graph.run(INDEXES)
    for migration in load_migrations():
        await graph.run(FORGET, name=migration.name)
    assert await apply_migrations(graph) == [migration.name for migration in load_migrations()]
    assert await graph.run(INDEXES) == before


def test_migrations_are_in_the_order_of_their_numbers() -> None:
    names = [migration.name for migration in load_migrations()]
    assert names == sorted(names)
    assert len({name.split("_")[0] for name in names}) == len(names)
