"""How long an analysis may take: a budget in words, and what each measure may use of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.analysis.errors import OptionRefused
from graph_service.analysis.measure import Measure

DEFAULT = "5m"
UNLIMITED = "unlimited"
UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "": 1.0}
# The rest is for reading, for what has no sample to choose, and for writing the report.
FOR_MEASURES = 0.6
# Measures that have more to choose between get more of the time; every other one counts 1.
SHARES = {
    "size": 0.0,
    "components": 0.0,
    "growth": 0.0,
    "distances": 4.0,
    "mixing": 3.0,
    "communities": 4.0,
    "brokerage": 4.0,
}


def seconds_of(text: str) -> float | None:
    """The seconds of a budget such as `5m`, `90s`, `1h30m` or `300`; None for `unlimited`.

    >>> seconds_of("1h30m")
    5400.0

    Raises OptionRefused.
    """
    wanted = text.strip().lower()
    if wanted == UNLIMITED:
        return None
    parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)\s*([hms]?)", wanted)
    whole = re.fullmatch(r"(?:[0-9]+(?:\.[0-9]+)?\s*[hms]?\s*)+", wanted)
    total = sum(float(number) * UNITS[unit] for number, unit in parts)
    if not whole or total <= 0:
        raise OptionRefused(
            f"--budget {text!r} is no time.", "Write one such as 90s, 5m or 1h30m, or unlimited for exact answers."
        )
    return total


def shares(measures: Sequence[Measure], seconds: float | None) -> dict[str, float | None]:
    """How many seconds each measure may use, from the budget of the whole.

    It depends on the names and the budget alone, never on a clock, so that samples are the same on every machine.
    """
    weights = {measure.name: SHARES.get(measure.name, 1.0) for measure in measures}
    total = sum(weights.values()) or 1.0
    return {
        name: None if seconds is None else FOR_MEASURES * seconds * weight / total for name, weight in weights.items()
    }
