"""Rounds of a programme: solved in the background, looked at and questioned by staff, published.

A round that is being solved says every few seconds that it still is. When the service is killed meanwhile, the round
is found silent by whoever wants the next one, and is marked as failed: nothing is half done, as its pairs are written
in one transaction with its result.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from graph_service.access.audit import audit
from graph_service.access.viewer import Viewer
from graph_service.graph import Graph, GraphError, Neo4jGraph, Runner, beating
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.service import pool_of, profiles_of
from graph_service.mentoring.weights import FEATURE_NAMES, Rules, Weights
from graph_service.programmes import queries
from graph_service.programmes.matches import told_match
from graph_service.programmes.models import (
    Match,
    Mode,
    Pair,
    ProgrammeSettings,
    Published,
    Round,
    RoundDetails,
    WhatIf,
    WhatIfRequest,
    parsed_topics,
)
from graph_service.programmes.problems import (
    PairNotInRound,
    ProgrammeClosed,
    ProgrammeNotFound,
    RoundNotFound,
    RoundNotReady,
)
from graph_service.programmes.processes import WorkerDied, in_own_process
from graph_service.programmes.queries import BoundPair, Entrant
from graph_service.programmes.tasks import Ids, MentorPlaces, Refused, Solved, SolveTask, WhatIfTask
from graph_service.web.paging import Page, decode_cursor, encode_cursor, question_digest

log = structlog.get_logger()

BEAT_S = 4.0
SILENT = timedelta(seconds=30)
MOST_PEOPLE = 200_000
MOST_ROUNDS = 200
PAIRS_AT_ONCE = 2_000
SOLVED_STATES = ("draft", "published")


class NothingToSolve(ValueError):
    """There is nobody to match; the text says who is missing."""


class RoundJobs:
    """The rounds that this service solves at this moment."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Has the work done in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stops them all, and the processes that solve for them."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def begin(
    graph: Graph, viewer: Viewer, programme_id: str, mode: Mode | None, now: datetime
) -> tuple[Round, bool]:
    """The round that is being solved from now on, or was already; and whether it is a new one.

    Raises ProgrammeNotFound and ProgrammeClosed.
    """
    begun = await queries.begin_round(
        graph,
        programme_id=programme_id,
        round_id=str(uuid.uuid4()),
        mode=mode,
        by=viewer.account_id,
        now=now,
        alive_after=now - SILENT,
    )
    if begun is None:
        raise ProgrammeNotFound
    if begun.round is None:
        one = await queries.programme(graph, viewer_id=None, sees_all=True, programme_id=programme_id)
        raise ProgrammeClosed(one.programme["state"] if one else "gone", "matching or running")
    return told_round(begun.round), begun.outcome == "begun"


async def solve(graph: Graph, viewer: Viewer, begun: Round) -> None:
    """Has the round solved and keeps what comes out; whatever goes wrong is told by the round itself."""
    patient = graph.with_timeout(0) if isinstance(graph, Neo4jGraph) else graph
    try:
        async with _beating(patient, begun.id) as beat:
            task = await assembled(patient, begun.programme_id, begun.mode, datetime.now(UTC))
            solved: Solved | Refused = await in_own_process(task, beat)
        if isinstance(solved, Refused):
            await queries.fail_round(patient, round_id=begun.id, error=solved.told, now=datetime.now(UTC))
            return
        await _keep(patient, viewer, begun, task, solved)
    except (NothingToSolve, WorkerDied) as impossible:
        await queries.fail_round(patient, round_id=begun.id, error=str(impossible), now=datetime.now(UTC))
    except Exception as fault:
        log.error("round.failed", kind=type(fault).__name__)
        told = (
            "The database did not answer while the round was solved. Solve it again."
            if isinstance(fault, GraphError)
            else "Something went wrong on our side; it has been logged. Solve it again."
        )
        with contextlib.suppress(GraphError):
            await queries.fail_round(patient, round_id=begun.id, error=told, now=datetime.now(UTC))


class _Beat:
    """How far a round is, told to the graph every few seconds and whenever a new step begins."""

    def __init__(self, graph: Graph, round_id: str) -> None:
        self._graph, self._round_id = graph, round_id
        self._progress, self._step = 0.0, "reading"

    async def __call__(self, progress: float, step: str) -> None:
        self._progress, self._step = progress, step
        await self.tell()

    async def tell(self) -> None:
        await queries.beat_round(
            self._graph, round_id=self._round_id, progress=self._progress, step=self._step, now=datetime.now(UTC)
        )


@asynccontextmanager
async def _beating(graph: Graph, round_id: str) -> AsyncGenerator[_Beat]:
    beat = _Beat(graph, round_id)
    await beat.tell()
    async with beating(beat.tell, BEAT_S):
        yield beat


async def assembled(graph: Graph, programme_id: str, mode: str, now: datetime) -> SolveTask:
    """Everything that a round would be computed from now. Raises NothingToSolve and ProgrammeNotFound."""
    one = await queries.programme(graph, viewer_id=None, sees_all=True, programme_id=programme_id)
    if one is None:
        raise ProgrammeNotFound
    entrants = await queries.entrants(graph, programme_id=programme_id, limit=MOST_PEOPLE)
    by_role = {role: [entrant for entrant in entrants if entrant.role == role] for role in ("mentee", "mentor")}
    for role, people in by_role.items():
        if not people:
            raise NothingToSolve(f"No {role} takes part in this programme. Open sign-up, or enter people.")
    profiles = await profiles_of(graph, alumnus_ids=[entrant.id for entrant in entrants])
    bound = await queries.bound_pairs(graph, programme_id=programme_id, now=now, limit=MOST_PEOPLE)
    here = {entrant.id for entrant in entrants}
    kept = {(pair.mentee_id, pair.mentor_id): pair for pair in bound if {pair.mentee_id, pair.mentor_id} <= here}
    mentees = tuple(entered(profiles[one.id], one.shortlist) for one in by_role["mentee"] if one.id in profiles)
    places = {one.id: _places(one, profiles[one.id], kept.values()) for one in by_role["mentor"] if one.id in profiles}
    mentors = tuple(
        replace(entered(profiles[one.id], one.shortlist), capacity=places[one.id].capacity, active=0)
        for one in by_role["mentor"]
        if one.id in places
    )
    rules = await queries.pair_rules(graph, programme_id=programme_id, limit=MOST_PEOPLE)
    ruled = {
        kind: frozenset(
            (rule.mentee["id"], rule.mentor["id"])
            for rule in rules
            if rule.kind == kind and {rule.mentee["id"], rule.mentor["id"]} <= here
        )
        for kind in ("lock", "forbid")
    }
    last = await queries.last_pairs(graph, programme_id=programme_id, limit=MOST_PEOPLE)
    pool = await pool_of(graph, mentees, mentors, now.date())
    return SolveTask(
        mentees=mentees,
        mentors=mentors,
        places=places,
        topics={one.id: one.topic for one in by_role["mentee"] if one.topic is not None},
        pool=pool,
        weights=weights_of(one.programme),
        rules=rules_of(one.programme),
        bound={pair: of.score for pair, of in kept.items()},
        locks=ruled["lock"] - frozenset(kept),
        forbids=ruled["forbid"] - frozenset(kept),
        previous=frozenset((pair.mentee_id, pair.mentor_id) for pair in last),
        mode=mode,
        max_total_loss=one.programme["max_total_loss"],
        salt=one.salt,
    )


def entered(profile: Profile, shortlist: Sequence[str]) -> Profile:
    """The profile with what was said on joining; joining is agreeing to be matched."""
    return replace(profile, mentor=True, paused=False, shortlist=tuple(shortlist) or profile.shortlist)


def _places(entrant: Entrant, profile: Profile, bound: Iterable[BoundPair]) -> MentorPlaces:
    """A mentor's places in this programme: as many as said here, and no more than their own limit leaves elsewhere."""
    of_mentor = [pair for pair in bound if pair.mentor_id == entrant.id]
    capacity = entrant.capacity
    if profile.capacity is not None:
        elsewhere = profile.active - sum(pair.active for pair in of_mentor)
        capacity = min(capacity, max(0, profile.capacity - elsewhere))
    # Nobody is sent away because a mentor lowered the limit: what is bound stays.
    capacity = max(capacity, len(of_mentor))
    return MentorPlaces(capacity, min(entrant.minimum, capacity), parsed_topics(entrant.topic_places))


def weights_of(programme: Mapping[str, Any]) -> Weights:
    """The weights of a programme as scoring takes them."""
    shares = {name: weight / 1000 for name, weight in zip(FEATURE_NAMES, programme["weights"], strict=True)}
    return Weights(**shares, version=str(programme["weights_version"]))


def rules_of(programme: Mapping[str, Any]) -> Rules:
    """The numbers of a programme's gates as scoring takes them."""
    return Rules(
        minimum_score=programme["minimum_score"],
        language_level=programme["language_level"],
        hour_needed=programme["need_common_hour"],
        capacity=programme["default_capacity"],
    )


async def _keep(graph: Graph, viewer: Viewer, begun: Round, task: SolveTask, solved: Solved) -> None:
    """The result and its pairs, in one transaction; a round that was given up meanwhile stays given up."""
    pairs = [
        {
            "id": str(uuid.uuid4()),
            "mentee_id": mentee,
            "mentor_id": mentor,
            "score": score,
            "locked": (mentee, mentor) in task.locks,
        }
        for mentee, mentor, score in solved.pairs
        if (mentee, mentor) not in task.bound
    ]

    async def kept(runner: Runner) -> None:
        done = await queries.finish_round(
            runner, round_id=begun.id, values=solved.values, packed=solved.packed, now=datetime.now(UTC)
        )
        if done is None:
            return
        for start in range(0, len(pairs), PAIRS_AT_ONCE):
            await queries.propose_matches(
                runner,
                round_id=begun.id,
                programme_id=begun.programme_id,
                pairs=pairs[start : start + PAIRS_AT_ONCE],
            )
        await audit(runner, viewer, "mentoring.solved", sorted({one.id for one in (*task.mentees, *task.mentors)}))

    await graph.transact(kept)


async def rounds_of(graph: Graph, programme_id: str) -> list[Round]:
    """The rounds of a programme, the newest first."""
    return [told_round(row.round) for row in await queries.rounds(graph, programme_id=programme_id, limit=MOST_ROUNDS)]


async def last_solved(graph: Graph, programme_id: str) -> Round | None:
    """The newest round of a programme that is a draft or published; None when there is none."""
    return next((one for one in await rounds_of(graph, programme_id) if one.state in SOLVED_STATES), None)


async def round_found(graph: Graph, round_id: str) -> Round:
    """One round. Raises RoundNotFound."""
    found = await queries.matching_round(graph, round_id=round_id)
    if found is None:
        raise RoundNotFound
    return told_round(found.round)


async def proposals(
    graph: Graph, viewer: Viewer, round_id: str, *, cursor: str | None, limit: int, now: datetime
) -> Page[Match]:
    """One page of the pairs of a round, by the mentee's name. Raises RoundNotFound and InvalidCursor."""
    await round_found(graph, round_id)
    digest = question_digest({"proposals": round_id})
    after_name, after_id = decode_cursor(cursor, digest, [str, str]) if cursor else (None, None)
    rows = await queries.proposals(
        graph,
        round_id=round_id,
        now=now,
        after_name=None if after_name is None else str(after_name),
        after_id=None if after_id is None else str(after_id),
        limit=limit + 1,
    )
    shown = [told_match(row.pair, None) for row in rows[:limit]]
    await audit(
        graph, viewer, "mentoring.proposals", [person.id for one in shown for person in (one.mentor, one.mentee)]
    )
    last = shown[-1] if len(rows) > limit else None
    return Page(items=shown, next_cursor=encode_cursor([last.mentee.name, last.id], digest) if last else None)


async def what_if(graph: Graph, viewer: Viewer, round_id: str, body: WhatIfRequest) -> WhatIf:
    """What it would cost to force or forbid pairs in the round. Raises RoundNotFound and PairNotInRound."""
    await round_found(graph, round_id)
    there = await queries.round_input(graph, round_id=round_id)
    if there is None:
        raise RoundNotFound("This round was not solved.")
    await audit(graph, viewer, "mentoring.what_if", [one for pair in (*body.force, *body.forbid) for one in _of(pair)])
    answer = await in_own_process(
        WhatIfTask(there.packed, tuple(_of(pair) for pair in body.force), tuple(_of(pair) for pair in body.forbid)),
        _unheard,
    )
    if isinstance(answer, Refused):
        raise PairNotInRound(answer.told)
    return WhatIf.model_validate(answer)


async def _unheard(progress: float, step: str) -> None:
    """A what-if is too quick for progress."""


def _of(pair: Pair) -> Ids:
    return pair.mentee, pair.mentor


async def publish(graph: Graph, viewer: Viewer, round_id: str, now: datetime) -> Published:
    """What became of the pairs of the draft, who are invited now. Raises RoundNotFound and RoundNotReady."""

    async def published(runner: Runner) -> Published:
        there = await queries.matching_round(runner, round_id=round_id)
        if there is None:
            raise RoundNotFound
        one = await queries.programme(runner, viewer_id=None, sees_all=True, programme_id=there.round["programme_id"])
        reply_days = one.programme["reply_days"] if one else ProgrammeSettings.model_fields["reply_days"].default
        came = await queries.publish_round(
            runner, round_id=round_id, sees_all=False, now=now, expires_at=now + timedelta(days=reply_days)
        )
        if came is None:
            raise RoundNotFound
        if came.before != "published" and not (came.before == "draft" and came.newest and came.running):
            raise RoundNotReady(came.before if came.newest else "not the newest")
        if came.before == "draft":
            await audit(runner, viewer, "mentoring.published", [round_id])
        return Published(round=told_round(came.round), invited=came.invited, withdrawn=came.withdrawn)

    return await graph.transact(published)


def told_round(kept: Mapping[str, Any]) -> Round:
    """A round as it is told, from what the graph keeps."""
    details = RoundDetails.model_validate_json(kept["details"]) if kept["details"] else RoundDetails()
    return Round.model_validate({**kept, "details": details})
