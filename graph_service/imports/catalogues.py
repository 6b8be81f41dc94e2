"""Industries, places and employers as people write them, and which one a text means.

An industry is written as a GB/T 4754 code, as the name of a section or division, or as an ISIC section with its name.
The letters of the two clash (J is finance in one and information in the other), so a text is read in this order:

1. a code that is known: `I65`, `i65`, or of a division its digits alone, `65`;
2. a code and a name, `I65 软件和信息技术服务业`: both have to mean the same;
3. a name, Chinese or English, that exactly one known industry has;
4. an ISIC section: `ISIC J`, or its letter and name `J Information and communication`, or its name alone. It means the
   GB/T section that falls into it, when there is exactly one.

So a letter alone is always GB/T 4754, and a letter with a name means what the name says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph_service.directory.names import normal_name

_CODE_AND_NAME = re.compile(r"([A-Z]?\d{2,4}|[A-Z])[\s:：.、\-–—]+(.+)", re.IGNORECASE)
_PLACE_ENDINGS = re.compile(
    "(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|[\u4e00-\u9fff]{1,3}族[\u4e00-\u9fff]*自治州|自治州|地区|省|市|盟)$"
)

# United Nations, International Standard Industrial Classification of All Economic Activities, Rev.4 (2008).
ISIC_SECTIONS: Mapping[str, tuple[str, str]] = {
    "A": ("Agriculture, forestry and fishing", "农业、林业及渔业"),
    "B": ("Mining and quarrying", "采矿和采石"),
    "C": ("Manufacturing", "制造业"),
    "D": ("Electricity, gas, steam and air conditioning supply", "电、煤气、蒸气和空调的供应"),
    "E": ("Water supply; sewerage, waste management and remediation activities", "供水；污水处理、废物管理和补救活动"),
    "F": ("Construction", "建筑业"),
    "G": ("Wholesale and retail trade; repair of motor vehicles and motorcycles", "批发和零售业；汽车和摩托车的修理"),
    "H": ("Transportation and storage", "运输和储存"),
    "I": ("Accommodation and food service activities", "食宿服务活动"),
    "J": ("Information and communication", "信息和通信"),
    "K": ("Financial and insurance activities", "金融和保险活动"),
    "L": ("Real estate activities", "房地产活动"),
    "M": ("Professional, scientific and technical activities", "专业、科学和技术活动"),
    "N": ("Administrative and support service activities", "行政和辅助活动"),
    "O": ("Public administration and defence; compulsory social security", "公共管理和国防；强制性社会保障"),
    "P": ("Education", "教育"),
    "Q": ("Human health and social work activities", "人体健康和社会工作活动"),
    "R": ("Arts, entertainment and recreation", "艺术、娱乐和文娱活动"),
    "S": ("Other service activities", "其他服务活动"),
    "T": ("Activities of households as employers", "家庭作为雇主的活动"),
    "U": ("Activities of extraterritorial organizations and bodies", "国际组织和机构的活动"),
}


class Meanings(NamedTuple):
    """What a text means: one code; several, when it is ambiguous; none, when it is unknown."""

    codes: tuple[str, ...]

    @property
    def code(self) -> str | None:
        """The one code, or None."""
        return self.codes[0] if len(self.codes) == 1 else None


class Known(NamedTuple):
    """An industry or a place that is known: from the standard, the graph or the files."""

    code: str
    name: str
    name_en: str | None
    parent: str | None
    kind: str | None  # of an industry its level
    isic: str | None = None


def comparable(text: str) -> str:
    """A name as names of industries and places are compared: letters and digits alone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


class Industries:
    """All industries that are known, and which one a text means."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_code = {entry.code: entry for entry in known}
        self._codes = {entry.code.casefold(): entry.code for entry in self.by_code.values()}
        for code in self.by_code:
            if re.fullmatch(r"[A-T]\d{2,4}", code):
                self._codes.setdefault(code[1:], code)
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.by_code.values():
            for name in filter(None, (entry.name, entry.name_en)):
                self._names[comparable(name)].add(entry.code)

    def meaning(self, text: str) -> Meanings:
        """What the text means, read in the order that the module describes."""
        text = " ".join(unicodedata.normalize("NFKC", text).split())
        if code := self._codes.get(text.casefold()):
            return Meanings((code,))
        if match := _CODE_AND_NAME.fullmatch(text):
            code, named = self._codes.get(match[1].casefold()), self._named(match[2])
            if code in named:
                return Meanings((code,))
            if named or (isic := self._isic(match[2])):
                return Meanings(named or isic)  # pyright: ignore[reportPossiblyUnboundVariable]
        return Meanings(self._named(text) or self._isic(text))

    def _named(self, text: str) -> tuple[str, ...]:
        """The industries of that name; a section and its only division of the same name are the section."""
        codes = sorted(self._names.get(comparable(text), ()), key=lambda code: (len(code), code))
        if len(codes) > 1 and all(self._within(code, codes[0]) for code in codes[1:]):
            return (codes[0],)
        return tuple(codes)

    def _within(self, code: str, ancestor: str) -> bool:
        seen: set[str] = set()
        while (entry := self.by_code.get(code)) and entry.parent and code not in seen:
            seen.add(code)
            code = entry.parent
            if code == ancestor:
                return True
        return False

    def _isic(self, text: str) -> tuple[str, ...]:
        letter = _ISIC_NAMES.get(comparable(text))
        if match := re.fullmatch(r"ISIC[\s:.\-]*(?:Rev\.? ?4[\s:.\-]*)?([A-U])(?:[\s:.\-]+.*)?", text, re.IGNORECASE):
            letter = match[1].upper()
        if letter is None:
            return ()
        top = [entry for entry in self.by_code.values() if entry.kind == "section" and entry.isic == letter]
        return tuple(sorted(entry.code for entry in top))


class Places:
    """All places that are known, and which one a text means: a code, or a name with or without its 省 or 市."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_code = {entry.code: entry for entry in known}
        self._codes = {entry.code.casefold(): entry.code for entry in self.by_code.values()}
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._short: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.by_code.values():
            for name in filter(None, (entry.name, entry.name_en)):
                self._names[comparable(name)].add(entry.code)
                self._short[comparable(_PLACE_ENDINGS.sub("", name))].add(entry.code)

    def meaning(self, text: str) -> Meanings:
        """What the text means: a code, else a whole name, else a name without its ending, else province and city."""
        text = " ".join(unicodedata.normalize("NFKC", text).split())
        if code := self._codes.get(text.casefold()):
            return Meanings((code,))
        name = comparable(text)
        codes = self._names.get(name) or self._short.get(name) or self._pairs(text)
        return Meanings(tuple(sorted(codes or ())))

    def _pairs(self, text: str) -> set[str]:
        """A province and a city written together: 福建省厦门市, Fujian/Xiamen."""
        for cut in range(1, len(text)):
            before, after = comparable(text[:cut]), comparable(text[cut:])
            outer = self._names.get(before) or self._short.get(before) or set[str]()
            inner = self._names.get(after) or self._short.get(after) or set[str]()
            if found := {code for code in inner if self.by_code[code].parent in outer or code in outer}:
                return found
        return set()


_LEGAL_FORM = re.compile(
    r"(?:\((?:集团|中国)\)|集团|股份|有限|责任|公司|总公司|\bco\b|\bltd\b|\binc\b|\bcorp\b|\bllc\b|\bgroup\b|\s)+"
)


def core_of(name: str) -> str:
    """A name without its legal form: what merely alike names share.

    >>> core_of("甲集团股份有限公司") == core_of("甲有限公司") == "甲"
    True
    """
    normal = normal_name(name)
    return _LEGAL_FORM.sub("", normal) or normal


_ISIC_NAMES = {comparable(name): letter for letter, names in ISIC_SECTIONS.items() for name in names}
