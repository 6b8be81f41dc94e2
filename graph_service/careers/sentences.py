"""What the room says in words, in English and in Chinese."""

from __future__ import annotations

from graph_service.connections.evidence import Language


def too_few(smallest: int, language: Language) -> str:
    """Why numbers are not shown, and what to do.

    >>> too_few(10, "zh")
    '每个数字背后至少要有10人，目前人数不足。请放宽条件，例如扩大年份范围或去掉某个条件。'
    """
    if language == "zh":
        return f"每个数字背后至少要有{smallest}人，目前人数不足。请放宽条件，例如扩大年份范围或去掉某个条件。"
    return (
        f"At least {smallest} people have to be behind every number, and there are too few. "
        "Ask for more years, or leave out one of the filters."
    )


def travelled(name: str, origin: str, target: str, months: int, degree: int | None, language: Language) -> str:
    """How somebody made a move, in a sentence.

    >>> travelled("Han", "Finance", "Data", 26, 2, "en")
    'Han came from Finance to Data in 26 months, and is 2 steps from you.'
    """
    if language == "zh":
        near = {None: "", 1: "，您认识此人"}.get(degree, f"，是您的{degree}度人脉")
        return f"{name}用{months}个月从{origin}转到{target}{near}。"
    near = {None: "", 1: ", and you know each other"}.get(degree, f", and is {degree} steps from you")
    return f"{name} came from {origin} to {target} in {'1 month' if months == 1 else f'{months} months'}{near}."
