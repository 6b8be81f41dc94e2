"""Who is asking: an account, its role, and the person in the graph that it belongs to, if any."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What an account is for."""

    ALUMNUS = "alumnus"
    STAFF = "staff"
    RESEARCHER = "researcher"
    ADMIN = "admin"


class Viewer(NamedTuple):
    """The one who asks, as read for this very request."""

    account_id: str
    role: Role
    alumnus_id: str | None

    @property
    def sees_all(self) -> bool:
        """Whether this viewer works with every record: staff and administrators do."""
        return self.role in (Role.STAFF, Role.ADMIN)

    @property
    def member_id(self) -> str:
        """The id of the person that this viewer is; only for routes that admit nobody else. Raises LookupError."""
        if self.alumnus_id is None:
            raise LookupError("this viewer is not a person in the graph")
        return self.alumnus_id
