"""What is held for good is out of the garbage collector's rounds."""

from __future__ import annotations

import gc

from graph_service.web.memory import keep_for_good


def test_what_there_is_is_not_looked_through_again() -> None:
    gc.unfreeze()
    try:
        keep_for_good()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < gc.get_freeze_count()
    finally:
        gc.unfreeze()
