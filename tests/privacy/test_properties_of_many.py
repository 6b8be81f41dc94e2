"""The same in the ways that the service takes for very many people; a module of its own, for a process of its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.privacy.cases import Case, cases
from tests.privacy.properties import Service, check


@pytest.mark.usefixtures("unmeasured")
@settings(settings.get_profile("privacy"))
@given(case=cases(large=True))
async def test_answers_are_those_of_the_view_and_hidden_changes_change_no_byte(service: Service, case: Case) -> None:
    await check(service, case)
