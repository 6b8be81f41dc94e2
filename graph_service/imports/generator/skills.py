"""Skills that people offer, mostly of their own function, and skills they want to learn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator import vocabulary
from graph_service.imports.generator.chance import Chance, Ints

ANSWERED = 0.22
"""The share of alumni who told the school about their skills."""
KINDS = ("offered", "wanted")


class Skills(NamedTuple):
    """Columns of the skills, in order of person: a position in the vocabulary's skills, 0 offered or 1 wanted."""

    person: Ints
    skill: Ints
    kind: Ints


def skills(seed: int, function: Ints) -> Skills:
    """The skills of those who answered; `function` is the main function of each person."""
    chance = Chance(seed, "skills")
    answered = np.flatnonzero(chance.happens(len(function), ANSWERED))
    person = np.repeat(answered, 1 + chance.below(len(answered), 5))
    own = chance.happens(len(person), 0.8)
    wanted = chance.happens(len(person), 0.4)
    # wanted are rather the skills of leading and of other functions
    own &= ~wanted | chance.happens(len(person), 0.3)
    size = np.array([len(vocabulary.skills()[1][number]) for number in range(len(vocabulary.FUNCTION_NUMBER))])
    first = np.cumsum(size) - size
    of = np.where(own, function[person], chance.below(len(person), len(size)))
    skill = first[of] + chance.below(len(person), size[of])
    rows = np.unique((person << 16) | (skill << 1) | wanted)
    return Skills(rows >> 16, (rows >> 1) & 0x7FFF, rows & 1)
