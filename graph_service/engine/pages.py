"""Memory in pages of 2 MB, where Linux gives them to programs that ask: transparent huge pages.

The graph and Java's objects are read all over the place, and where a page of 4 KB lies has to be looked up much oftener
than where one of 2 MB lies, on a virtual machine in two tables. docs/speed.md says what it came to.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

OFFER = Path("/sys/kernel/mm/transparent_hugepage/enabled")
TUNABLES = "GLIBC_TUNABLES"
OF_MALLOC = "glibc.malloc.hugetlb"


def given_to_those_who_ask(offer: Path = OFFER) -> bool:
    """Whether this machine gives huge pages; where there is no such thing, it does not."""
    try:
        return "[madvise]" in (said := offer.read_text(encoding="ascii")) or "[always]" in said
    except (OSError, UnicodeDecodeError):
        return False


def java_flags(offer: Path = OFFER) -> list[str]:
    """What makes Java ask for the heap and its compiled code; it complains where they are not given."""
    return ["-XX:+UseTransparentHugePages"] if given_to_those_who_ask(offer) else []


def malloc_environment(environment: Mapping[str, str], offer: Path = OFFER) -> dict[str, str]:
    """What makes the C library ask for all the rest, above all for the page cache; a user's own choice stays.

    >>> malloc_environment({"GLIBC_TUNABLES": "glibc.malloc.hugetlb=0"})
    {}
    """
    chosen = environment.get(TUNABLES, "")
    if OF_MALLOC in chosen or not given_to_those_who_ask(offer):
        return {}
    return {TUNABLES: ":".join(filter(None, (chosen, f"{OF_MALLOC}=1")))}
