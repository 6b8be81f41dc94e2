"""What somebody types into the search field, as words: which parts of a record they have to meet.

A word that begins with a Chinese character may stand anywhere in the record; any other word has to begin where a word
of the record begins. All words have to be met. The full-text index finds a superset of that, and the record decides.
Chinese is written without blanks: 经理 is as good a word of 项目经理 as it is one alone, whereas lin is more of a word
of Wang Lin than of Zhang Linbo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from graph_service.directory.names import folded

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_START = re.compile(f"[{_HAN}]")
_RUNS = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
# Scripts whose words the index keeps whole, so that the beginning of one is the beginning of a term.
_ONE_TERM = re.compile("[a-z0-9\u00df-\u024f\u0370-\u03ff\u0400-\u04ff]+")


class Words(NamedTuple):
    """A search text in its forms.

    `whole` is folded, `joined` without blanks; `separate` are the words that blanks make words, `contained` the parts
    that a record has to contain with a blank before it. `query` is for the full-text index, None when that cannot help,
    `exact` the one for records of which the separate words are words.
    """

    whole: str
    joined: str
    separate: tuple[str, ...]
    contained: tuple[str, ...]
    query: str | None
    exact: str | None

    @property
    def may_be_a_name(self) -> bool:
        """Whether somebody may be called that and no more; by one character nobody is, as far as searching goes."""
        return len(self.whole) > 1

    @property
    def romanised(self) -> bool:
        """Whether they may be pinyin, initials or a name in Latin letters."""
        return _HAN_START.match(self.whole) is None

    @property
    def is_one_term(self) -> bool:
        """Whether the index keeps `joined` as one term."""
        return _ONE_TERM.fullmatch(self.joined) is not None


def words_of(text: str) -> Words | None:
    """The words of a search text; None when it has no letter, digit or Chinese character.

    >>> words_of("小宁 Han").contained
    ('小宁', ' han')
    >>> words_of("小宁 Han").query
    '"小宁" AND han*'
    >>> words_of(" - ") is None
    True
    """
    whole = folded(text)
    if not whole:
        return None
    words = tuple(dict.fromkeys(whole.split(" ")))
    contained = tuple(word if _HAN_START.match(word) else f" {word}" for word in words)
    separate = tuple(word for word in words if not _HAN_START.match(word))
    terms = [term for word in words for run in _RUNS.findall(word) if (term := _term(run))]
    exact = [term.removesuffix("*") if term.removesuffix("*") in separate else term for term in terms]
    return Words(whole, whole.replace(" ", ""), separate, contained, _all_of(terms), _all_of(exact))


def _all_of(terms: Iterable[str]) -> str | None:
    return " AND ".join(dict.fromkeys(terms)) or None


def _term(run: str) -> str | None:
    if _HAN_START.match(run):
        return f'"{run}"'
    return f"{run}*" if _ONE_TERM.fullmatch(run) else None
