"""A case: a network, its twin, and who asks what. Drawn by Hypothesis, or made for worlds written by hand."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.privacy.asking import Ask
from tests.privacy.reads import READS, Menu
from tests.privacy.strategies import ACCOUNTS, VIEWER, twins, worlds
from tests.worlds import World

MINE, *OTHERS = (account.name for account in ACCOUNTS)
_OTHERS = st.sampled_from(OTHERS)
_THEIR_READS = st.lists(st.sampled_from(list(READS.values())), min_size=3, max_size=6)


@dataclass(frozen=True)
class Case:
    """A network, the same network after changes to what `v` may not see, and what is asked, by account.

    `large`: whether the service answers in the ways that are meant for very many people.
    """

    world: World
    twin: World
    asks: tuple[tuple[str, tuple[Ask, ...]], ...]
    large: bool = False

    def __repr__(self) -> str:
        asks = [f"{account}: {ask}" for account, asked in self.asks for ask in asked]
        return "\n".join(["Case(", f"  {self.world!r}", f"  {self.twin!r}", *asks, f"  large={self.large}", ")"])


@st.composite
def cases(draw: st.DrawFn, *, large: bool) -> Case:
    """Every read as `v`, those with many parameters twice, and a few as somebody else."""
    world = draw(worlds())
    twin = draw(twins(world, VIEWER))
    menu = Menu(world, twin)
    mine = [read.drawn(draw, menu) for read in READS.values() for _ in range(read.times)]
    other = draw(_OTHERS)
    asked_by_other = draw(_THEIR_READS)
    theirs = [read.drawn(draw, menu) for read in asked_by_other]
    return Case(world, twin, ((MINE, tuple(mine)), (other, tuple(theirs))), large)
