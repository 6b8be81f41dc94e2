"""What people answered when they were asked who may see what: most never were."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator.chance import Bools, Chance, Floats, Ints

LISTED = (None, "members", "connections", "nobody")
YES_NO = (None, "yes", "no")
CONTACT = (None, "connections", "staff", "nobody")


class Consents(NamedTuple):
    """Columns of the answers: positions in LISTED, YES_NO and CONTACT; 0 is no answer."""

    listed: Ints
    show_connections: Ints
    bridge: Ints
    mentor: Ints
    research: Ints
    contact_audience: Ints


def consents(seed: int, level: Ints) -> Consents:
    """The answers of everybody; `level` is the highest each person has reached, and mentors have reached more."""
    chance = Chance(seed, "consents")
    count = len(level)
    asked = chance.happens(count, 0.42)
    mentors = np.where(asked, np.array([0.02, 0.02, 0.05, 0.14, 0.3, 0.4, 0.4])[level], 0.0)
    mentor = np.where(chance.unit(count) < mentors, 1, np.where(asked & chance.happens(count, 0.3), 2, 0))
    return Consents(
        _answers(chance, asked, (0.3, 0.5, 0.13, 0.07)),
        _answers(chance, asked, (0.3, 0.52, 0.18)),
        _answers(chance, asked, (0.35, 0.47, 0.18)),
        mentor,
        _answers(chance, asked, (0.25, 0.6, 0.15)),
        _answers(chance, asked, (0.35, 0.33, 0.22, 0.10)),
    )


def _answers(chance: Chance, asked: Bools, shares: tuple[float, ...]) -> Ints:
    weights: Floats = np.asarray(shares)
    return np.where(asked, chance.among(weights, len(asked)), 0)
