"""The classifications that come with the service are complete and hang together."""

from __future__ import annotations

import re
from collections import Counter

from graph_service.imports.reference import industries, places


def test_industries_are_the_20_sections_and_97_divisions() -> None:
    entries = industries()
    assert Counter(entry.level for entry in entries) == {"section": 20, "division": 97}
    assert [entry.code for entry in entries if entry.level == "section"] == list("ABCDEFGHIJKLMNOPQRST")
    divisions = [entry.code for entry in entries if entry.level == "division"]
    assert [int(code[1:]) for code in divisions] == list(range(1, 98))


def test_every_industry_has_names_a_parent_and_an_isic_section() -> None:
    seen: set[str] = set()
    for entry in industries():
        assert entry.name
        assert entry.name_en
        assert re.fullmatch(r"[A-U]", entry.isic)
        if entry.level == "section":
            assert entry.parent is None
        else:
            assert entry.parent == entry.code[0]
            assert entry.parent in seen
        assert entry.code not in seen
        seen.add(entry.code)


def test_a_division_says_when_its_isic_section_is_not_its_sections() -> None:
    isic = {entry.code: entry.isic for entry in industries()}
    for entry in industries():
        differs = entry.parent is not None and entry.isic != isic[entry.parent]
        assert bool(entry.note) == differs, entry
        assert not differs or f"ISIC {entry.isic} " in entry.note


def test_places_are_the_country_34_provinces_and_333_cities() -> None:
    assert Counter(entry.kind for entry in places()) == {"country": 1, "province": 34, "city": 333}


def test_every_place_follows_the_one_it_is_part_of() -> None:
    seen: dict[str, str] = {}
    for entry in places():
        assert entry.name
        assert entry.name_en
        assert entry.code not in seen
        if entry.kind == "country":
            assert (entry.code, entry.parent) == ("CN", None)
        elif entry.kind == "province":
            assert re.fullmatch(r"\d{2}0000", entry.code)
            assert entry.parent == "CN"
        else:
            assert re.fullmatch(r"\d{4}00", entry.code)
            assert entry.parent == entry.code[:2] + "0000"
            assert seen[entry.parent] == "province"
        seen[entry.code] = entry.kind


def test_place_names_are_unique() -> None:
    assert len({entry.name for entry in places()}) == len(places())
    english = Counter((entry.name_en, entry.kind) for entry in places())
    assert max(english.values()) == 1
