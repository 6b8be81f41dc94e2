"""How suggestions are made: what ties people to the viewer, who of them comes into question, and why.

Three questions to the graph run beside each other: what the viewer's connections know, who shares a cohort, an
employer, an event or a group, and where the viewer stands. From these everybody found is put in order; the best are
looked at more closely in a fourth. When there are too few, some people are looked at with whom there may be nothing but
a place, an industry or a year in common.

Suggestions are between members: staff who are alumni see no more here than others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from graph_service.access.audit import audit
from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections.evidence import Language
from graph_service.connections.neighbourhood import ties_of
from graph_service.connections.ties import Ties
from graph_service.directory import queries as directory_queries
from graph_service.directory.problems import UnknownFilterValue
from graph_service.graph import Graph
from graph_service.settings import Settings
from graph_service.suggestions import queries
from graph_service.suggestions.answers import WANTED, Found, told
from graph_service.suggestions.candidates import Candidate, candidates_of
from graph_service.suggestions.models import (
    MOST_SHOWN,
    DismissRequest,
    LookingFor,
    Mode,
    Suggestions,
)
from graph_service.suggestions.problems import NotAboutYourself
from graph_service.suggestions.queries import Standpoint, Suggested
from graph_service.suggestions.scoring import (
    Feature,
    FeatureName,
    WantedName,
    features_of,
    ignored,
    intake_closeness,
    wanted_features,
)
from graph_service.suggestions.words import (
    better_text,
    lacks_of,
)

CLOSER = 100
"""So many of the best are looked at more closely at a time."""
ROUNDS = 8
"""As often as that, while too few of them come into question; whoever comes after them is not suggested."""
LOOKED_THROUGH = 1_000
"""So many of those who are tied to the viewer are looked through for what the viewer looks for."""
WALKED = 200
"""So many people before and after the viewer, in the service's fixed order, are looked at whom nothing ties to them."""
AT_EACH = 100
"""So many people at each employer and with each skill that is looked for."""

Wishes = Mapping[str, Sequence[str]]
NO_WISHES: Wishes = {kind: [] for kind in ("industries", "employers", "functions", "places", "skills")}


class Asked(NamedTuple):
    """Who asks of which graph, by which rules, on which day."""

    graph: Graph
    viewer: Viewer
    settings: Settings
    today: date
    language: Language


class Around(NamedTuple):
    """What is known of the viewer, and everybody who is tied to them, the best first."""

    stand: Standpoint
    tied: Mapping[int, Candidate]
    sampled: bool


async def suggest(
    graph: Graph,
    viewer: Viewer,
    mode: Mode,
    limit: int,
    asked_for: LookingFor,
    settings: Settings,
    now: datetime,
    language: Language,
) -> Suggestions:
    """People the viewer may know, or may want to; what is asked for comes before what is stored.

    Raises UnknownFilterValue for something that is asked for and is not there.
    """
    asked = Asked(graph, viewer, settings, now.date(), language)
    around = await _around(asked)
    wanted = asked_for if asked_for.anything else around.stand.looking_for
    if mode == "known":
        found = await _known(asked, around, limit)
    else:
        wishes = await _wishes(asked, wanted, strict=asked_for.anything)
        found = await _new(asked, around, wishes, anything=wanted.anything)
    found.sort(key=lambda one: (-one.score, one.who.order_key))
    shown = found[:limit]
    await audit(graph, viewer, "suggestions.read", [one.who.person.id for one in shown])
    lacks = lacks_of(around.stand, wishes=mode == "new" and not asked_for.anything)
    return Suggestions(
        mode=mode,
        items=[told(around.stand.person, one, language) for one in shown],
        sampled=around.sampled,
        better=[better_text(lack, language) for lack in lacks],
    )


async def _around(asked: Asked) -> Around:
    viewer_id, rules = asked.viewer.alumnus_id, asked.settings
    stand, circles, contexts = await asyncio.gather(
        queries.standpoint(asked.graph, viewer_id=viewer_id),
        queries.friends_of_friends(
            asked.graph,
            viewer_id=viewer_id,
            sees_all=False,
            friends=rules.suggest_friends + 1,
            widest=rules.suggest_widest,
        ),
        queries.shared_contexts(asked.graph, viewer_id=viewer_id, sees_all=False, size_cap=rules.tie_size_cap),
    )
    if stand is None:
        raise AlumnusNotFound
    ties: Ties = ties_of(rules, asked.today)
    looked_at = circles[: rules.suggest_friends]
    tied = candidates_of(stand.order_key, looked_at, contexts, ties, rules.suggest_widest)
    return Around(stand, tied, sampled=len(circles) > len(looked_at))


async def _known(asked: Asked, around: Around, limit: int) -> list[Found]:
    ranked = [one.order_key for one in sorted(around.tied.values(), key=Candidate.rank)]
    found: list[Found] = []
    for first in range(0, CLOSER * ROUNDS, CLOSER):
        if len(found) >= limit or not ranked[first:]:
            break
        found += await _closer(asked, around, ranked[first : first + CLOSER], NO_WISHES, _known_features)
    if len(found) < limit:
        others = await _strangers(asked, around, NO_WISHES)
        found += await _closer(asked, around, others, NO_WISHES, _known_features)
    return found


async def _new(asked: Asked, around: Around, wishes: Wishes, *, anything: bool) -> list[Found]:
    by_acquaintance = sorted(around.tied.values(), key=lambda one: (-one.acquaintance, one.order_key))
    keys = [one.order_key for one in by_acquaintance][:LOOKED_THROUGH]
    if anything:
        others = await _strangers(asked, around, wishes)
        rows = await queries.wished_for(
            asked.graph,
            viewer_id=asked.viewer.alumnus_id,
            sees_all=False,
            order_keys=[*keys, *others],
            wishes=wishes,
        )
        matching = {row.order_key for row in rows}
        keys = [key for key in [*keys, *others] if key in matching]
    found: list[Found] = []
    for first in range(0, len(keys), CLOSER):
        if len(found) >= MOST_SHOWN or first >= CLOSER * ROUNDS:
            break
        found += await _closer(asked, around, keys[first : first + CLOSER], wishes, _wanted_features)
    return found


async def _strangers(asked: Asked, around: Around, wishes: Wishes) -> list[int]:
    rows = await queries.strangers(
        asked.graph,
        viewer_id=asked.viewer.alumnus_id,
        sees_all=False,
        employers=wishes["employers"],
        skills=wishes["skills"],
        each=AT_EACH,
        walked=WALKED,
    )
    return [row.order_key for row in rows if row.order_key not in around.tied]


async def _closer(
    asked: Asked,
    around: Around,
    keys: Sequence[int],
    wishes: Wishes,
    features: Callable[[Suggested, Candidate], list[Feature]],
) -> list[Found]:
    """Those of these people who come into question."""
    most = max(asked.settings.suggest_exposure_least, int(asked.settings.suggest_exposure_share * around.stand.members))
    rows = await queries.suggested(
        asked.graph,
        viewer_id=asked.viewer.alumnus_id,
        sees_all=False,
        order_keys=keys,
        wishes=wishes,
        most_shown=most,
        today=asked.today.isoformat(),
    )
    found: list[Found] = []
    for row in rows:
        if row.connected or row.dismissed or (row.shown_to >= most and not row.times):
            continue
        candidate = around.tied.get(row.order_key) or Candidate(row.order_key)
        points = features(row, candidate)
        if points:
            less = ignored(points, row.times, asked.settings.suggest_seen_factor)
            found.append(Found(row, candidate, [*points, less] if less else points))
    return found


def _known_features(who: Suggested, candidate: Candidate) -> list[Feature]:
    values: dict[FeatureName, float] = candidate.values()
    values["place"] = 1.0 if who.places else 0.0
    values["industry"] = 1.0 if who.industries else 0.0
    values["intake"] = 0.0 if who.years is None else intake_closeness(float(who.years))
    return features_of(values)


def _wanted_features(who: Suggested, candidate: Candidate) -> list[Feature]:
    values: dict[WantedName, float] = {WANTED[wish.kind]: 1.0 for wish in who.wished}
    values["acquaintance"] = candidate.acquaintance
    return wanted_features(values)


# --- what is looked for ----------------------------------------------------------------------------------------------
async def _wishes(asked: Asked, wanted: LookingFor, *, strict: bool) -> Wishes:
    """What the values stand for. Raises UnknownFilterValue for one that stands for nothing, if `strict`."""
    if not wanted.anything:
        return NO_WISHES
    rows = await directory_queries.filter_values(
        asked.graph,
        viewer_id=asked.viewer.alumnus_id,
        sees_all=False,
        industries=wanted.industry,
        places=wanted.place,
        cohorts=[],
        employers=wanted.employer,
        skills=wanted.skill,
        graduation=[],
        programme_types=[],
        text=None,
        text_limit=1,
    )
    unknown = [(row.kind, row.asked) for row in rows if not row.ids and row.kind in WANTED]
    if unknown and strict:
        raise UnknownFilterValue(unknown)

    def ids(kind: str) -> list[str]:
        return sorted({one for row in rows if row.kind == kind for one in row.ids})

    return {
        "industries": ids("industry"),
        "employers": ids("employer"),
        "functions": wanted.function,
        "places": ids("place"),
        "skills": ids("skill"),
    }


async def read_looking_for(graph: Graph, viewer: Viewer) -> LookingFor:
    """What the viewer looks for."""
    stand = await queries.standpoint(graph, viewer_id=viewer.alumnus_id)
    if stand is None:
        raise AlumnusNotFound
    return stand.looking_for


async def change_looking_for(
    graph: Graph, viewer: Viewer, wanted: LookingFor, settings: Settings, now: datetime
) -> LookingFor:
    """What the viewer looks for from now on. Raises UnknownFilterValue."""
    await _wishes(Asked(graph, viewer, settings, now.date(), "en"), wanted, strict=True)
    await queries.set_looking_for(graph, viewer_id=viewer.alumnus_id, **wanted.model_dump())
    return wanted


# --- what becomes of suggestions -------------------------------------------------------------------------------------
async def dismiss(
    graph: Graph, viewer: Viewer, alumnus_id: str, body: DismissRequest, settings: Settings, now: datetime
) -> None:
    """Has somebody not suggested any more. Raises NotAboutYourself, AlumnusNotFound."""
    if alumnus_id == viewer.alumnus_id:
        raise NotAboutYourself
    until = now.date() + timedelta(days=settings.suggest_not_now_days) if body.how_long == "now" else None
    done = await queries.dismiss(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=False,
        alumnus_id=alumnus_id,
        until=until.isoformat() if until else None,
        now=now,
    )
    if done is None:
        raise AlumnusNotFound


async def undo_dismissal(graph: Graph, viewer: Viewer, alumnus_id: str) -> None:
    """Lets somebody be suggested again. Raises AlumnusNotFound."""
    done = await queries.undo_dismissal(graph, viewer_id=viewer.alumnus_id, sees_all=False, alumnus_id=alumnus_id)
    if done is None:
        raise AlumnusNotFound


async def note_seen(graph: Graph, viewer: Viewer, people: Iterable[str], now: datetime) -> None:
    """Counts that these people were shown; whom the viewer may not see is passed over in silence."""
    await queries.note_shown(
        graph, viewer_id=viewer.alumnus_id, sees_all=False, people=list(dict.fromkeys(people)), now=now
    )
