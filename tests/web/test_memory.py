"""What is held for good is out of the garbage collector's rounds."""

from __future__ import annotations

import gc

from graph_service.web.memory import ROUND_EVERY, keep_for_good


def test_what_there_is_is_not_looked_through_again() -> None:
    usual = gc.get_threshold()
    gc.unfreeze()
    try:
        keep_for_good()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < gc.get_freeze_count()
        assert gc.get_threshold() == (ROUND_EVERY, *usual[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
