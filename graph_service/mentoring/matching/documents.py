"""A round from JSON, and a draft to JSON. What is wrong in the text is named by its place in it, as a JSON path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.drafts import Draft
from graph_service.mentoring.matching.rounds import (
    TOP_SCORE,
    Mode,
    PairIds,
    Places,
    Round,
    RoundRefused,
    check_people,
    is_id,
    is_number,
)

FIELDS = (
    "mentees",
    "mentors",
    "scores",
    "mentee_topics",
    "mentee_preferences",
    "mentor_preferences",
    "locks",
    "forbids",
    "previous",
    "mode",
    "max_total_loss",
    "salt",
)
MENTOR_FIELDS = ("id", "capacity", "minimum", "topics")
NEEDED = ("mentees", "mentors", "scores")


def read_round(text: str | bytes) -> Round:
    """The round that a JSON text describes (docs/matching.md has the format).

    Raises:
        RoundRefused: the text is no JSON, or something in it is not what it has to be.
    """
    document = _object("$", _parsed(text), FIELDS, NEEDED)
    mentees = _ids("$.mentees", document["mentees"])
    mentors = _mentors(document["mentors"])
    check_people(mentees, mentors)
    pairs, scores = _scores(document["scores"], mentees, mentors)
    return Round(
        mentees=mentees,
        mentors=mentors,
        pairs=pairs,
        scores=scores,
        mentee_topics=_topics("$.mentee_topics", document.get("mentee_topics", {})),
        mentee_preferences=_preferences("$.mentee_preferences", document.get("mentee_preferences", {})),
        mentor_preferences=_preferences("$.mentor_preferences", document.get("mentor_preferences", {})),
        locks=_pairs("$.locks", document.get("locks", []), mentees, mentors),
        forbids=_pairs("$.forbids", document.get("forbids", []), mentees, mentors),
        previous=_pairs("$.previous", document.get("previous", []), None, None),
        mode=_mode(document.get("mode", Mode.FAIR)),
        max_total_loss=_share("$.max_total_loss", document.get("max_total_loss", 0.02)),
        salt=_text("$.salt", document.get("salt", "")),
    )


def draft_document(draft: Draft) -> dict[str, Any]:
    """The draft as the object that is written as JSON. The same round gives the same, but for `seconds`."""
    return {
        "pairs": [[pair.mentee, pair.mentor, pair.score] for pair in draft.pairs],
        "placed": draft.placed,
        "total": draft.total,
        "worst": draft.worst,
        "best_total": draft.best_total,
        "upper_bound": draft.upper_bound,
        "optimal": draft.optimal,
        "blocking_pairs": draft.blocking_pairs,
        "favours": draft.favours,
        "unplaced": [{"mentee": left.mentee, "reasons": list(left.reasons)} for left in draft.unplaced],
        "minimums_missed": [missed._asdict() for missed in draft.minimums_missed],
        "stages": [stage._asdict() for stage in draft.stages],
        "seconds": round(draft.seconds, 3),
    }


def _parsed(text: str | bytes) -> object:
    try:
        text = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise RoundRefused(place, f"this is no JSON ({error.msg})", "Correct the file there.") from error
    except UnicodeDecodeError as error:
        raise RoundRefused(f"byte {error.start}", "this is no UTF-8", "Save the file as UTF-8.") from error
    except RecursionError as error:
        raise RoundRefused("$", "the lists are nested too deeply", "Write the format of docs/matching.md.") from error


def _no_number(name: str) -> NoReturn:
    raise RoundRefused("$", f"{name} is no number", "Write whole numbers, and a share from 0 to 1.")


def _once(members: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(members)
    if len(made) != len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise RoundRefused(f"$…[{twice!r}]", "the name is there twice in one object", "Write it once.")
    return made


def _object(
    place: str, value: object, known: tuple[str, ...] | None, needed: tuple[str, ...] = ()
) -> dict[str, object]:
    if not isinstance(value, dict):
        raise RoundRefused(place, f"{_kind(value)} where an object has to be", "Write {…}.")
    members = cast("dict[str, object]", value)
    for name in needed:
        if name not in members:
            raise RoundRefused(f"{place}.{name}", "it is missing", f"An object here has {', '.join(needed)}.")
    for name in members:
        if known is not None and name not in known:
            raise RoundRefused(f"{place}.{name}", "nobody knows this field", f"The fields are {', '.join(known)}.")
    return members


def _list(place: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise RoundRefused(place, f"{_kind(value)} where a list has to be", "Write […].")
    return cast("list[object]", value)


def _kind(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _ids(place: str, value: object) -> tuple[str, ...]:
    ids = _list(place, value)
    for position, id_ in enumerate(ids):
        if not is_id(id_):
            raise RoundRefused(f"{place}[{position}]", f"{_kind(id_)} is no id", "Write a text that is not empty.")
    return tuple(cast("list[str]", ids))


def _mentors(value: object) -> tuple[Places, ...]:
    made: list[Places] = []
    for position, one in enumerate(_list("$.mentors", value)):
        place = f"$.mentors[{position}]"
        mentor = _object(place, one, MENTOR_FIELDS, ("id", "capacity"))
        if not is_id(mentor["id"]):
            raise RoundRefused(f"{place}.id", f"{_kind(mentor['id'])} is no id", "Write a text that is not empty.")
        topics = _object(f"{place}.topics", mentor.get("topics", {}), None)
        made.append(
            Places(
                str(mentor["id"]),
                _whole(f"{place}.capacity", mentor["capacity"]),
                _whole(f"{place}.minimum", mentor.get("minimum", 0)),
                {topic: _whole(f"{place}.topics[{topic!r}]", limit) for topic, limit in topics.items()},
            )
        )
    return tuple(made)


def _whole(place: str, value: object) -> int:
    if not is_number(value):
        raise RoundRefused(place, f"{_kind(value)} is no whole number", "Write a whole number, 0 or more.")
    return cast("int", value)


def _scores(
    value: object, mentees: tuple[str, ...], mentors: tuple[Places, ...]
) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    rows = _list("$.scores", value)
    if not rows:
        raise RoundRefused("$.scores", "no pair is there", "Name the allowed pairs as [mentee, mentor, score].")
    mentee_at = {id_: position for position, id_ in enumerate(mentees)}
    mentor_at = {mentor.id: position for position, mentor in enumerate(mentors)}
    pairs = np.empty((len(rows), 2), dtype=np.int32)
    scores = np.empty(len(rows), dtype=np.int16)
    for position, row in enumerate(rows):
        try:
            mentee, mentor, score = cast("tuple[str, str, int]", row)
            if isinstance(row, list) and type(score) is int and 0 <= score <= TOP_SCORE:
                pairs[position] = mentee_at[mentee], mentor_at[mentor]
                scores[position] = score
                continue
        except (TypeError, ValueError, KeyError):
            pass
        _refuse_score(f"$.scores[{position}]", cast("object", row), mentee_at, mentor_at)
    return pairs, scores


def _refuse_score(place: str, row: object, mentees: Mapping[str, int], mentors: Mapping[str, int]) -> NoReturn:
    parts = _list(place, row)
    if len(parts) != 3:
        raise RoundRefused(place, f"{_kind(row)} has not three parts", "Write [mentee, mentor, score].")
    _known(f"{place}[0]", parts[0], mentees, "mentee")
    _known(f"{place}[1]", parts[1], mentors, "mentor")
    _whole(f"{place}[2]", parts[2])
    raise RoundRefused(f"{place}[2]", f"{parts[2]} is out of range", f"Scores are 0 to {TOP_SCORE}.")


def _known(place: str, value: object, known: Mapping[str, int], who: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise RoundRefused(place, f"{_kind(value)} is no {who} of this round", f"Add the {who}, or take the entry out.")
    return value


def _pairs(
    place: str, value: object, mentees: tuple[str, ...] | None, mentors: tuple[Places, ...] | None
) -> frozenset[PairIds]:
    made: set[PairIds] = set()
    known = [
        None if ids is None else dict.fromkeys(ids, 0)
        for ids in (mentees, None if mentors is None else [one.id for one in mentors])
    ]
    for position, one in enumerate(_list(place, value)):
        parts = _list(f"{place}[{position}]", one)
        if len(parts) != 2 or not all(is_id(part) for part in parts):
            raise RoundRefused(f"{place}[{position}]", f"{_kind(one)} is no pair", "Write [mentee, mentor].")
        for column, (ids, who) in enumerate(zip(known, ("mentee", "mentor"), strict=True)):
            if ids is not None:
                _known(f"{place}[{position}][{column}]", parts[column], ids, who)
        pair = (str(parts[0]), str(parts[1]))
        if pair in made:
            raise RoundRefused(f"{place}[{position}]", f"{_kind(one)} is there already", "Write each pair once.")
        made.add(pair)
    return frozenset(made)


def _topics(place: str, value: object) -> dict[str, str]:
    return {id_: _text(f"{place}[{id_!r}]", topic) for id_, topic in _object(place, value, None).items()}


def _preferences(place: str, value: object) -> dict[str, tuple[str, ...]]:
    return {id_: _ids(f"{place}[{id_!r}]", wished) for id_, wished in _object(place, value, None).items()}


def _mode(value: object) -> Mode:
    try:
        return Mode(cast("str", value))
    except ValueError:
        raise RoundRefused("$.mode", f"{_kind(value)} is no mode", f"Choose one of {', '.join(Mode)}.") from None


def _share(place: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RoundRefused(place, f"{_kind(value)} is no number", "Write a number from 0 to 1; 0.02 is 2 %.")
    return value


def _text(place: str, value: object) -> str:
    if not isinstance(value, str):
        raise RoundRefused(place, f"{_kind(value)} is no text", "Write a text in quotation marks.")
    return value
