"""The audit log: who worked with whose records. Written before the answer goes out: nothing is read unlogged."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from graph_service.access import queries
from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Runner


async def audit(graph: Runner, viewer: Viewer, action: str, subjects: Iterable[str]) -> None:
    """Logs that the viewer did that with the records of these people (ids).

    `action` is a short noun phrase such as `record.read`. What alumni do as alumni, and what anybody does with their
    own record, is nobody's business and is not logged; nor is an action that touched nobody.
    """
    others = [subject for subject in dict.fromkeys(subjects) if subject != viewer.alumnus_id]
    if viewer.role is Role.ALUMNUS or not others:
        return
    await queries.record_audit(
        graph, entry_id=str(uuid.uuid4()), account_id=viewer.account_id, action=action, subject_ids=others
    )
