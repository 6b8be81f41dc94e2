"""What a search can ask of a person, as words of the full-text index, and the query that asks for some of them.

Several filters at once are met by one look into an index that way, instead of a walk through everybody whom one of them
leads to. A word is a letter for what is said and the beginning of an id, or a code. Two ids may begin alike, and two
words may be true of two jobs: so the index finds a superset of those who match, and the record decides. The same words
are made in the graph by cypher/fragments/facts_of.cypher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

Kind = Literal["employer", "present_employer", "function", "level", "industry", "place", "cohort", "skill", "mentoring"]
LETTERS: Mapping[Kind, str] = {
    "employer": "e",
    "present_employer": "n",
    "function": "f",
    "level": "l",
    "industry": "i",
    "place": "p",
    "cohort": "c",
    "skill": "s",
    "mentoring": "m",
}
PINYIN, INITIALS, PART, MONTH = "x", "y", "b", "r"
MONTH_DIGITS = 5
"""So that months as words are in the order of the months."""
EVER = 10**MONTH_DIGITS - 1
"""A month that nothing is later than."""
PARTS = 64
"""Everybody is in one of so many random parts, so that a few of those who match can be drawn."""
PART_SIZE = 2**40
"""The part is made of other bits of the order key than those by which samples are drawn elsewhere."""
OF_ID = 8
"""So many digits of an id are in a word."""
MOST_WORDS = 900
"""A query of more words than that is refused by the index (Lucene: 1,024 clauses, those of the text among them)."""
SAID_BY_CODE: tuple[Kind, ...] = ("function", "level", "mentoring")
OPEN = "open"
"""What is said of mentoring: the last of all words, so that it can be changed alone."""


def fact(kind: Kind, value: Any) -> str:
    """The word for that.

    >>> fact("place", "0f3c2d1e-5a5b-4c4d-8e8f-000000000000"), fact("level", 3)
    ('p0f3c2d1e', 'l3')
    """
    return f"{LETTERS[kind]}{value if kind in SAID_BY_CODE else str(value)[:OF_ID]}"


def facts_text(
    said: Iterable[tuple[Kind, Any]],
    pinyin: str | None,
    initials: str | None,
    order_key: int,
    recent_month: int,
    *,
    open_to_mentoring: bool | None,
) -> str:
    """Everything that is said of a person as it is kept: the month, each word once in their order, then of mentoring.

    >>> said = [("level", 3), ("level", 3), ("function", "sales")]
    >>> facts_text(said, "han xiao ning", "hxn", 2**41, 24_310, open_to_mentoring=True)
    'r24310 b2 fsales l3 xhanxiaoning yhxn mopen'
    """
    words = {fact(kind, value) for kind, value in said if value is not None}
    words.add(f"{PART}{order_key // PART_SIZE % PARTS}")
    if pinyin is not None:
        words.add(PINYIN + pinyin.replace(" ", ""))
    if initials is not None:
        words.add(INITIALS + initials)
    return " ".join([month(recent_month), *sorted(words), *([fact("mentoring", OPEN)] if open_to_mentoring else [])])


def month(number: int) -> str:
    """The word for the latest month in which something began; 0 when that is not known."""
    return f"{MONTH}{number:0{MONTH_DIGITS}}"


def facts_query(asked: Mapping[Kind, Iterable[Any] | None]) -> str | None:
    """The index's query for people of whom one value of each kind is said; None when nothing is asked that it can tell.

    >>> facts_query({"level": [4, 5], "function": ["sales"], "skill": None})
    'facts:(fsales) AND facts:(l4 l5)'

    A kind with very many values is left out: more people are found then, never fewer.
    """
    groups = [sorted({fact(kind, value) for value in values}) for kind, values in asked.items() if values]
    parts: list[str] = []
    words = 0
    for group in sorted(groups, key=lambda group: (len(group), group)):
        if words + len(group) <= MOST_WORDS:
            words += len(group)
            parts.append(f"facts:({' '.join(group)})")
    return " AND ".join(parts) or None


def can_ask(asked: Mapping[Kind, Iterable[Any] | None]) -> bool:
    """Whether the query for this leaves nothing out."""
    return sum(len({fact(kind, value) for value in values}) for kind, values in asked.items() if values) <= MOST_WORDS


def parts_query(many: int) -> str:
    """The query for so many of the parts.

    >>> parts_query(2)
    'facts:(b0 b1)'
    """
    return f"facts:({' '.join(f'{PART}{part}' for part in range(many))})"


def months_query(first: int, last: int) -> str:
    """The query for those whose latest start lies between these months, both of them included.

    >>> months_query(24_300, 24_310)
    'facts:[r24300 TO r24310]'
    """
    return f"facts:[{month(first)} TO {month(last)}]"


def months_back(last: int, width: int, this_month: int) -> list[tuple[int, int]]:
    """All months up to `last` in parts, the latest first: `width` months, then twice as many, and so on.

    >>> months_back(30, 4, 40)
    [(27, 30), (19, 26), (3, 18), (0, 2)]

    The first part holds the future too:

    >>> months_back(EVER, 5_000, 24_320)
    [(19321, 99999), (9321, 19320), (0, 9320)]

    Raises ValueError for less than one month, with which it would never come to an end.
    """
    if width < 1:
        raise ValueError(f"at least one month is asked for at a time, not {width}")
    parts: list[tuple[int, int]] = []
    first = min(last, this_month) - width + 1
    while first > 0:
        parts.append((first, last))
        last, width = first - 1, 2 * width
        first = last - width + 1
    return [*parts, (0, last)]


def both(*queries: str | None) -> str | None:
    """The query for those whom each of these finds; None stands for everybody.

    >>> both(None, "search:(han*)", "facts:(l3)")
    'search:(han*) AND facts:(l3)'
    """
    return " AND ".join(query for query in queries if query) or None
