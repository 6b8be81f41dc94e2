"""`graph-service mentoring demo`: a whole mentoring round on the sample school, from sign-up to the report.

The people and their careers are the sample's. What they wish is drawn here, as the sample's files have no wishes in
them: the same at every run. Everything else is what staff would do over HTTP.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from graph_service.access.viewer import Role, Viewer
from graph_service.demo import queries
from graph_service.graph import Graph
from graph_service.mentoring.models import Explanation, MentoringAnswers
from graph_service.mentoring.profiles import Experience, GoalType, Profile
from graph_service.mentoring.saying import say_for_mentoring
from graph_service.mentoring.service import profiles_of
from graph_service.programmes import matches, rounds, service
from graph_service.programmes.explanations import explanation
from graph_service.programmes.life import Step
from graph_service.programmes.models import (
    DecideRequest,
    DeclineRequest,
    Match,
    PartRequest,
    ProgrammeReport,
    ProgrammeSettings,
    Round,
)
from graph_service.programmes.models import Role as Side
from graph_service.programmes.problems import MatchClosed, MentorFull
from graph_service.programmes.sheets import RowOfSheet

NAME = "Demo: mentoring round"
MENTORS, MENTEES = 150, 300
SEED = 2026
PURPOSE = "a round for the demo"
EVENINGS = tuple(day * 24 + hour for day in range(7) for hour in (19, 20, 21))
AT_ONCE = 8
MOST_LEVEL = 6
GROUPS_SHOWN = ("programme_type", "industry")


class RoundFailed(Exception):
    """The round did not come to its end; the text says why."""

    remedy = "Run it again with GRAPH_SERVICE_DEBUG=1, and report what it prints."


async def run_round(graph: Graph, say: Console) -> None:
    """Has a round run on the graph of the sample school, and prints what comes of it. Raises RoundFailed."""
    now = datetime.now(UTC)
    staff = Viewer("demo-staff", Role.STAFF, None)
    await queries.forget_programmes(graph, name=NAME)
    cast = await queries.round_cast(graph, mentors=MENTORS, mentees=MENTEES)
    people = await profiles_of(graph, alumnus_ids=[one.id for one in cast])
    mentors = [people[one.id] for one in cast if one.role == "mentor"]
    mentees = [people[one.id] for one in cast if one.role == "mentee"]
    chance = random.Random(SEED)
    say.print(
        f"[bold]1. Sign-up.[/] {len(mentors)} mentors and {len(mentees)} mentees say what they offer and look for."
    )
    said = [(one.id, _offer(chance)) for one in mentors] + [(one.id, _wish(chance, one, mentors)) for one in mentees]
    await _few_at_once(
        say_for_mentoring(graph, Viewer("demo", Role.ALUMNUS, person), answers, now) for person, answers in said
    )
    made = await service.create(graph, ProgrammeSettings(name=NAME, default_capacity=2), now)
    await service.move(graph, made.id, Step.OPEN, now)
    entered = await service.add_sheet(graph, staff, made.id, _rows(chance, mentors, mentees), PURPOSE, now)
    if entered.rejected:
        raise RoundFailed(f"{len(entered.rejected)} people could not be entered: {entered.rejected[0].reason}")
    ready = await service.readiness(graph, staff, made.id, now)
    say.print(f"   {ready.places} places for {ready.mentees} mentees. {' '.join(ready.advice)}")
    await service.move(graph, made.id, Step.CLOSE, now)
    solved = await _solved(graph, staff, made.id)
    proof = "the upper bound: optimal" if solved.optimal else "below the bound"
    say.print(
        f"[bold]2. Solved[/] in {solved.seconds:.1f} s, mode {solved.mode}: {solved.placed} of {solved.mentees} "
        f"placed, total {solved.total:,}, which is {proof}; worst score {solved.worst}."
    )
    published = await rounds.publish(graph, staff, solved.id, now)
    pairs = await _all_pairs(graph, staff, solved.id, now)
    say.print(f"[bold]3. Published.[/] {published.invited} pairs are invited.")
    await _few_at_once(_decide(graph, staff, one, chance.random(), chance.random(), now) for one in pairs)
    say.print("[bold]4. Answers[/] came in.", "\n")
    say.print(report_table(await service.report(graph, staff, made.id, now)))
    best = max(pairs, key=lambda one: (one.score, one.id))
    for language in ("en", "zh"):
        told = await explanation(graph, staff, best.id, language, now)
        say.print(explanation_table(best, told))


async def _few_at_once(work: Iterable[Awaitable[Any]]) -> None:
    free = asyncio.Semaphore(AT_ONCE)

    async def done(one: Awaitable[Any]) -> None:
        async with free:
            await one

    await asyncio.gather(*(done(one) for one in work))


def _offer(chance: random.Random) -> MentoringAnswers:
    return MentoringAnswers(
        experience=chance.sample(list(Experience), chance.randint(1, 3)),
        languages=_languages(chance),
        hours=chance.sample(EVENINGS, chance.randint(4, 10)),
        in_person=chance.random() < 0.3,
    )


def _wish(chance: random.Random, mentee: Profile, mentors: Sequence[Profile]) -> MentoringAnswers:
    """Somebody wishes to be where some mentor is, a level higher than they are."""
    there = next((job for job in chance.choice(mentors).positions if job.current), None)
    level = max((job.level or 1 for job in mentee.positions if job.current), default=1)
    return MentoringAnswers(
        goal_industries=list(there.industries[:1]) if there else [],
        goal_functions=[there.function] if there and there.function else [],
        goal_level=min(MOST_LEVEL, level + 1),
        goal_types=chance.sample(list(GoalType), chance.randint(1, 2)),
        languages=_languages(chance),
        hours=chance.sample(EVENINGS, chance.randint(4, 10)),
        in_person=chance.random() < 0.3,
    )


def _languages(chance: random.Random) -> dict[str, int]:
    return {"zh": 4, **({"en": chance.randint(2, 3)} if chance.random() < 0.3 else {})}


def _rows(chance: random.Random, mentors: Sequence[Profile], mentees: Sequence[Profile]) -> list[RowOfSheet]:
    """The sign-up as staff would have it in a spreadsheet."""
    parts = [(one.id, PartRequest(role="mentor", capacity=chance.choice((1, 1, 1, 2, 2, 4)))) for one in mentors]
    for one in mentees:
        wanted = chance.sample(mentors, chance.choice((0, 0, 1, 2)))
        parts.append((one.id, PartRequest(role="mentee", shortlist=[mentor.id for mentor in wanted])))
    return [RowOfSheet(line, person, part, None) for line, (person, part) in enumerate(parts, start=2)]


async def _solved(graph: Graph, staff: Viewer, programme_id: str) -> Round:
    begun, _ = await rounds.begin(graph, staff, programme_id, None, datetime.now(UTC))
    await rounds.solve(graph, staff, begun)
    solved = await rounds.round_found(graph, begun.id)
    if solved.error:
        raise RoundFailed(solved.error)
    return solved


async def _all_pairs(graph: Graph, staff: Viewer, round_id: str, now: datetime) -> list[Match]:
    pairs: list[Match] = []
    cursor: str | None = None
    while True:
        page = await rounds.proposals(graph, staff, round_id, cursor=cursor, limit=100, now=now)
        pairs += page.items
        if (cursor := page.next_cursor) is None:
            return pairs


async def _decide(graph: Graph, staff: Viewer, one: Match, mentee: float, mentor: float, now: datetime) -> None:
    """The two answer, staff noting it for them: most say yes, some no, some nothing."""
    sides: tuple[tuple[Side, float], ...] = (("mentee", mentee), ("mentor", mentor))
    for side, luck in sides:
        try:
            if luck < 0.85:
                await matches.accept(graph, staff, one.id, DecideRequest(as_side=side), now)
            elif luck < 0.92:
                await matches.decline(graph, staff, one.id, DeclineRequest(as_side=side, reason="no time"), now)
        except (MatchClosed, MentorFull):
            return


def report_table(told: ProgrammeReport) -> Table:
    """The report as a table for a terminal."""
    table = Table(title="Report", show_header=False, title_justify="left")
    for name, value in _report_rows(told).items():
        table.add_row(name, value)
    return table


def _report_rows(told: ProgrammeReport) -> Mapping[str, str]:
    if told.round is None:
        return {}
    rows = {
        "placed": f"{told.round.placed} of {told.round.mentees}",
        "total, upper bound": f"{told.round.total:,}, {told.round.upper_bound:,}",
        "worst score": str(told.round.worst),
        "blocking pairs": str(told.round.blocking_pairs),
        "matches": ", ".join(f"{count.matches} {count.state}" for count in told.matches),
        "configuration": (told.round.configuration or "")[:16] + "…",
    }
    for group in told.fairness:
        if group.attribute not in GROUPS_SHOWN:
            continue
        mean = "–" if group.mean_score is None else f"{group.mean_score:.0f}"
        rows[f"{group.attribute} {group.group}"] = f"{group.placed} of {group.mentees} placed, mean score {mean}"
    rows["largest gap"] = "–" if told.largest_gap is None else f"{told.largest_gap:.1%}"
    if told.round.details.unplaced:
        first = told.round.details.unplaced[0]
        gates = ", ".join(f"{gate.gate} {gate.mentors}" for gate in first.gates)
        rows["one of the unplaced"] = f"{', '.join(first.reasons)}; mentors kept away: {gates or 'none'}"
    if told.round.details.relaxation:
        rows["what would help most"] = told.round.details.relaxation.advice
    return rows


def explanation_table(pair: Match, told: Explanation) -> Table:
    """An explanation as a table for a terminal."""
    title = f"{pair.mentor.name} for {pair.mentee.name}: {told.score} points, {told.coverage:.0%} of the weight known"
    table = Table("feature", "value", "weight", "points", "why", title=title, title_justify="left")
    for feature in told.features:
        value = "–" if feature.value is None else f"{feature.value:.2f}"
        table.add_row(feature.name, value, f"{feature.weight:.2f}", str(feature.points), feature.text)
    for other in told.alternatives:
        table.add_row(
            f"[dim]{other.person.name}[/]", "", "", str(other.score), f"[dim]{other.why_not}: {other.text}[/]"
        )
    return table
