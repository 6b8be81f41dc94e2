"""Nobody learns anything from what they may not see, on many small networks."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from hypothesis import given, settings

from tests.privacy.cases import Case, cases
from tests.privacy.nasty import estimated_case
from tests.privacy.properties import Service, check
from tests.privacy.reads import NOT_ABOUT_PEOPLE, READS


@pytest.mark.usefixtures("unmeasured")
@settings(settings.get_profile("privacy"))
@given(case=cases(large=False))
async def test_answers_are_those_of_the_view_and_hidden_changes_change_no_byte(service: Service, case: Case) -> None:
    await check(service, case)


async def test_an_estimate_does_not_tell_for_whom_a_friend_is_listed(service: Service) -> None:
    await check(service, estimated_case())


def test_every_read_is_listed(app: FastAPI) -> None:
    described = {path for path, methods in app.openapi()["paths"].items() if "get" in methods}
    assert described - NOT_ABOUT_PEOPLE == set(READS)
