"""All measures, in the order of the report. A new one is a module in measures/ and a line here."""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.analysis.errors import MeasureUnknown
from graph_service.analysis.measure import Measure
from graph_service.analysis.measures import (
    brokerage,
    clustering,
    communities,
    components,
    cores,
    cutpoints,
    degrees,
    distances,
    dyads,
    growth,
    homophily,
    mixing,
    reach,
    resilience,
    richclub,
    size,
)

MEASURES: tuple[Measure, ...] = (
    size.MEASURE,
    degrees.MEASURE,
    components.MEASURE,
    distances.MEASURE,
    clustering.MEASURE,
    cores.MEASURE,
    richclub.MEASURE,
    growth.MEASURE,
    mixing.MEASURE,
    homophily.MEASURE,
    communities.MEASURE,
    brokerage.MEASURE,
    cutpoints.MEASURE,
    resilience.MEASURE,
    reach.MEASURE,
    dyads.MEASURE,
)


def measures_named(names: Sequence[str]) -> tuple[Measure, ...]:
    """The measures of these names in the order of the report, all of them when no name is given.

    Raises MeasureUnknown.
    """
    known = [measure.name for measure in MEASURES]
    for name in names:
        if name not in known:
            raise MeasureUnknown(name, known)
    return tuple(measure for measure in MEASURES if not names or measure.name in names)
