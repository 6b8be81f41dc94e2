"""The audit log."""

from __future__ import annotations

from graph_service.access.audit import audit
from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Graph
from tests.support import statement

ENTRIES = statement(
    "MATCH (e:AuditEntry) RETURN e.id AS id, e.account_id AS account_id, e.action AS action, "
    "e.subject_ids AS subjects, e.at <= datetime() AS past ORDER BY e.at",
    "read",
)
STAFF = Viewer("staff-account", Role.STAFF, None)


async def test_what_staff_read_is_written_down(graph: Graph) -> None:
    await audit(graph, STAFF, "record.read", ["a", "b", "a"])
    [entry] = await graph.run(ENTRIES)
    assert (entry["account_id"], entry["action"], entry["subjects"]) == ("staff-account", "record.read", ["a", "b"])
    assert entry["past"]
    assert len(entry["id"]) == 36


async def test_what_alumni_read_is_not(graph: Graph) -> None:
    await audit(graph, Viewer("account", Role.ALUMNUS, "me"), "record.read", ["a"])
    assert await graph.run(ENTRIES) == []


async def test_ones_own_record_and_nobodys_are_not(graph: Graph) -> None:
    mine = Viewer("account", Role.ADMIN, "me")
    await audit(graph, mine, "record.read", ["me"])
    await audit(graph, mine, "record.read", [])
    assert await graph.run(ENTRIES) == []
    await audit(graph, mine, "record.read", ["me", "a"])
    assert [entry["subjects"] for entry in await graph.run(ENTRIES)] == [["a"]]


async def test_researchers_are_logged_too(graph: Graph) -> None:
    await audit(graph, Viewer("account", Role.RESEARCHER, None), "export.made", ["a"])
    assert [entry["action"] for entry in await graph.run(ENTRIES)] == ["export.made"]
