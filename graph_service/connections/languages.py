"""Which of the languages that sentences are written in a client prefers: its Accept-Language header (RFC 9110)."""

from __future__ import annotations

import math

from graph_service.connections.evidence import Language


def language_of(accept_language: str | None) -> Language:
    """Chinese when the header prefers it to English, English otherwise.

    >>> language_of("zh-CN,zh;q=0.9,en;q=0.8"), language_of("en-GB, zh;q=0.5"), language_of(None), language_of("fr")
    ('zh', 'en', 'en', 'en')
    """
    preferred = {"zh": 0.0, "en": 0.0}
    for position, entry in enumerate((accept_language or "").split(",")):
        tag, _, parameter = entry.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary in preferred:
            # What comes first wins among equals.
            preferred[primary] = max(preferred[primary], _quality(parameter) - position * 1e-6)
    return "zh" if preferred["zh"] > preferred["en"] else "en"


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if math.isfinite(quality) and 0 <= quality <= 1 else 0.0
