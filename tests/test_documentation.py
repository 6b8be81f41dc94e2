"""Documentation that cannot drift: the tables in docs/ and what the code says are the same."""

from __future__ import annotations

import re
from pathlib import Path

from graph_service.settings import Settings


def settings_rows() -> list[tuple[str, str, str]]:
    """Every setting as (variable, default, meaning), as docs/settings.md shows it."""
    rows: list[tuple[str, str, str]] = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory else field.get_default()
        shown = {"None": "", "**********": ""}.get(str(default), str(default))
        rows.append((f"GRAPH_SERVICE_{name.upper()}", shown, field.description or ""))
    return rows


def test_docs_settings_lists_exactly_the_settings_there_are(repository: Path) -> None:
    table = (repository / "docs" / "settings.md").read_text("utf-8")
    cells = re.findall(r"^\| `(GRAPH_SERVICE_\w+)` \| (?:`(.*?)`)? ?\| (.+) \|$", table, re.MULTILINE)
    assert cells == settings_rows()


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, _, meaning in settings_rows() if not meaning.endswith(".")] == []


def test_markdown_links_to_files_lead_somewhere(repository: Path) -> None:
    broken = [
        f"{page.name}: {target}"
        for page in [*repository.glob("*.md"), *repository.glob("docs/**/*.md")]
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
