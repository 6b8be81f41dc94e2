"""Numbers that are never imported: those of resident identity cards and of bank cards, wherever they stand.

A number is recognised by what only such numbers have: a province, a birthday that exists and a check digit (GB 11643),
or an issuer's prefix and Luhn's check digit (ISO/IEC 7812). Blanks and hyphens between the digits do not hide it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

# What Rust's regular expressions find quickly, and everything below is part of.
_DIGIT = r"0-9\x{FF10}-\x{FF19}"
CANDIDATE = rf"[{_DIGIT}](?:[ \-\x{{3000}}]?[{_DIGIT}]){{13}}[ \-\x{{3000}}]?[{_DIGIT}Xx\x{{FF38}}\x{{FF58}}]"
ROUNDED = r"^[1-9](?:\.\d+)?[Ee]\+?1[5-9]$"
TAKEN_OUT = "<number taken out>"

_RUN = re.compile(r"(?<!\d)\d(?:[ \-\u3000]?\d){13,19}(?:[ \-\u3000]?[Xx])?(?!\d)")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD = re.compile(
    r"62\d{14,17}|4\d{15}(?:\d{3})?|5[1-5]\d{14}|35\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|60(?:11|22|59|05|13)\d{12,15}|9558\d{12,15}|95599\d{11,14}"
)


def is_identity_number(digits: str) -> bool:
    """Whether this is a resident identity number, of 18 characters or of the old 15.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    >>> is_identity_number("110105491231002")
    True
    """
    if digits[:2] not in _PROVINCES:
        return False
    if len(digits) == 15 and digits.isdigit():
        return _is_day(f"19{digits[6:12]}")
    if len(digits) != 18 or not digits[:17].isdigit() or not _is_day(digits[6:14]):
        return False
    check = "10X98765432"[sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True)) % 11]
    return digits[17].upper() == check


def is_card_number(digits: str) -> bool:
    """Whether this is a payment card's number: 16 to 19 digits with an issuer's prefix and Luhn's check digit.

    >>> is_card_number("6222020200112230005"), is_card_number("4111111111111111"), is_card_number("4111111111111112")
    (False, True, False)
    """
    if _CARD.fullmatch(digits) is None:
        return False
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def sensitive_numbers(text: str) -> list[tuple[int, int, str]]:
    """Where such numbers begin and end in the text, and what each is: `identity number` or `bank card number`."""
    plain = _same_length(text)
    found: list[tuple[int, int, str]] = []
    for match in _RUN.finditer(plain):
        digits = re.sub(r"[ \-\u3000]", "", match[0])
        kind = _kind(digits) or next(filter(None, map(_kind, re.split(r"[ \-\u3000]", match[0]))), None)
        if kind is not None:
            found.append((match.start(), match.end(), kind))
    return found


def masked(text: str) -> str:
    """The text with every such number taken out.

    >>> masked("ID 11010519491231002X, call me")
    'ID <number taken out>, call me'
    """
    for begin, end, _ in reversed(sensitive_numbers(text)):
        text = text[:begin] + TAKEN_OUT + text[end:]
    return text


def _kind(digits: str) -> str | None:
    if is_identity_number(digits):
        return "identity number"
    return "bank card number" if is_card_number(digits) else None


def _same_length(text: str) -> str:
    # Full-width digits are digits; character by character, so that places in the text stay the same.
    return (
        text if text.isascii() else "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
    )


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) <= date.today()
    except ValueError:
        return False
