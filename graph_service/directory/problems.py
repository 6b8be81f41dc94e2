"""What a client is told about the directory."""

from __future__ import annotations

from collections.abc import Iterable

from graph_service.access.problems import AlumnusNotFound
from graph_service.web.problems import Conflict, InvalidRequest, NotFound

__all__ = [
    "AlumnusNotFound",
    "CohortNotFound",
    "ContradictoryFilters",
    "EditedMeanwhile",
    "EmployerNotFound",
    "UnknownFilterValue",
    "UnknownReference",
    "VersionMissing",
]


class ContradictoryFilters(InvalidRequest):
    """Filters that cannot hold together."""

    slug = "contradictory-filters"
    title = "Contradictory filters"


class UnknownFilterValue(InvalidRequest):
    """A filter names something that is not there, as far as the viewer may know."""

    slug = "unknown-filter-value"
    title = "Unknown filter value"

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        """`values`: the parameter and the value given, each."""
        super().__init__(errors=[(f"query.{name}", f"{value!r} {_WHERE_TO_LOOK[name]}") for name, value in values])


_WHERE_TO_LOOK = {
    "industry": "is no industry's code or id; GET /v1/industries lists them",
    "place": "is no place's code or id; GET /v1/places?q= finds them",
    "cohort": "is no cohort's id; GET /v1/cohorts?q= finds them",
    "employer": "is no employer's id; GET /v1/employers?q= finds them",
    "skill": "is no skill's id; GET /v1/skills?q= finds them",
}


class UnknownReference(InvalidRequest):
    """What is to be written names something that is not there."""

    slug = "unknown-reference"
    title = "Unknown reference"

    def __init__(self, field: str, where_to_look: str) -> None:
        super().__init__(errors=[(f"body.{field}", f"there is no such thing; {where_to_look}")])


class EmployerNotFound(NotFound):
    """No employer of that id at which anybody works whom the viewer may see."""

    slug = "employer-not-found"
    title = "Employer not found"
    detail = "There is no employer with this id that you may see."


class CohortNotFound(NotFound):
    """No cohort of that id."""

    slug = "cohort-not-found"
    title = "Cohort not found"
    detail = "There is no cohort with this id."


class EditedMeanwhile(Conflict):
    """Somebody else has changed it since it was read."""

    status = 412
    slug = "edited-meanwhile"
    title = "Edited meanwhile"
    detail = "Somebody else has changed this since you read it. Read it again, and make your change on what you see."


class VersionMissing(Conflict):
    """A correction that does not say which version it corrects."""

    status = 428
    slug = "version-missing"
    title = "Version missing"
    detail = "Send the `version` of what you read as the header `If-Match`, so that nobody's change is lost."
