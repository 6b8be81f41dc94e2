"""Names as people are looked for by them: pinyin, initials, the text that search reads, and names made comparable.

Nothing here asks the graph. The same functions make what is stored and what is asked, so that the two always meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from uuid import UUID

from pypinyin import lazy_pinyin  # pyright: ignore[reportUnknownVariableType]

# As surnames these are read differently than elsewhere.
_SURNAMES = {
    "单": "shan", "單": "shan", "解": "xie", "仇": "qiu", "曾": "zeng", "查": "zha", "査": "zha", "区": "ou",
    "區": "ou", "朴": "piao", "乐": "yue", "樂": "yue", "缪": "miao", "繆": "miao", "翟": "zhai", "盖": "ge",
    "蓋": "ge", "卜": "bu", "薄": "bo", "种": "chong", "覃": "qin", "阚": "kan", "闞": "kan", "折": "she",
    "员": "yun", "員": "yun", "繁": "po", "句": "gou", "佴": "nai", "秘": "bi", "隗": "wei", "召": "shao",
    "能": "nai", "洗": "xian", "祭": "zhai", "都": "du", "郇": "xun", "乜": "nie", "重": "chong", "粘": "nian",
    "冼": "xian", "黑": "he", "祕": "bi", "适": "kuo", "尉": "wei", "任": "ren", "宁": "ning", "华": "hua",
    "車": "che", "车": "che", "石": "shi", "沈": "shen", "叶": "ye", "柏": "bai", "牟": "mou", "纪": "ji",
    "燕": "yan", "那": "na", "哈": "ha", "过": "guo", "應": "ying", "应": "ying",
}  # fmt: skip

_COMPOUND_SURNAMES = {
    "欧阳": "ou yang", "歐陽": "ou yang", "上官": "shang guan", "诸葛": "zhu ge", "諸葛": "zhu ge", "司马": "si ma",
    "司馬": "si ma", "夏侯": "xia hou", "皇甫": "huang fu", "尉迟": "yu chi", "尉遲": "yu chi", "慕容": "mu rong",
    "万俟": "mo qi", "萬俟": "mo qi", "令狐": "ling hu", "单于": "chan yu", "單于": "chan yu", "长孙": "zhang sun",
    "長孫": "zhang sun", "澹台": "tan tai", "澹臺": "tan tai", "公冶": "gong ye", "宗政": "zong zheng",
    "濮阳": "pu yang", "淳于": "chun yu", "太叔": "tai shu", "申屠": "shen tu", "公孙": "gong sun",
    "仲孙": "zhong sun", "轩辕": "xuan yuan", "钟离": "zhong li", "宇文": "yu wen", "鲜于": "xian yu",
    "闾丘": "lü qiu", "司徒": "si tu", "司空": "si kong", "亓官": "qi guan", "司寇": "si kou", "子车": "zi ju",
    "颛孙": "zhuan sun", "端木": "duan mu", "巫马": "wu ma", "公西": "gong xi", "漆雕": "qi diao",
    "乐正": "yue zheng", "公良": "gong liang", "拓跋": "tuo ba", "夹谷": "jia gu", "宰父": "zai fu",
    "谷梁": "gu liang", "段干": "duan gan", "百里": "bai li", "东郭": "dong guo", "南门": "nan men",
    "呼延": "hu yan", "羊舌": "yang she", "微生": "wei sheng", "左丘": "zuo qiu", "东方": "dong fang",
    "西门": "xi men", "南宫": "nan gong", "独孤": "du gu", "赫连": "he lian", "完颜": "wan yan", "纳兰": "na lan",
    "第五": "di wu", "哥舒": "ge shu", "公羊": "gong yang", "梁丘": "liang qiu", "东野": "dong ye",
    "贺兰": "he lan", "耶律": "ye lü",
}  # fmt: skip

# In given names the first reading of the dictionary is not the usual one.
_GIVEN = {"长": "chang", "長": "chang", "曾": "zeng", "都": "du", "卜": "bu", "薄": "bo", "盖": "gai", "贾": "jia"}

_WORDS = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_OR_OTHER = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
_HAN_RUN = re.compile(f"[{_HAN}]+")
_BLANK_IN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def pinyin_of(name: str) -> str:
    """A name's pinyin, its syllables separated by blanks; whatever is not Chinese in it stays, lower-cased.

    >>> pinyin_of("韩小宁"), pinyin_of("单雄信"), pinyin_of("欧阳娜"), pinyin_of("John Smith")
    ('han xiao ning', 'shan xiong xin', 'ou yang na', 'john smith')

    The first characters are read as a surname, except in a name of parts with a dot between them (阿依古丽·买买提),
    which has none. ü is written v, as keyboards have it: 吕 is `lv`.
    """
    text = _joined(unicodedata.normalize("NFKC", name).strip())
    surname_follows = "·" not in text and "•" not in text and "・" not in text
    syllables: list[str] = []
    for word in _WORDS.findall(text.lower()):
        for run in _HAN_OR_OTHER.findall(word):
            if not _HAN_RUN.fullmatch(run):
                syllables.append(run)
            elif surname_follows and not syllables:
                syllables.extend(_read_name(run))
            else:
                syllables.extend(_read_given(character) for character in run)
    return " ".join(syllables)


def _read_name(run: str) -> list[str]:
    if len(run) > 2 and (compound := _COMPOUND_SURNAMES.get(run[:2])):
        return [*compound.replace("ü", "v").split(), *map(_read_given, run[2:])]
    return [_read_surname(run[0]), *map(_read_given, run[1:])]


@cache
def _read_surname(character: str) -> str:
    return _SURNAMES.get(character) or _read_given(character)


@cache
def _read_given(character: str) -> str:
    return _GIVEN.get(character) or lazy_pinyin(character)[0]


def _joined(name: str) -> str:
    # Spreadsheets pad names of two characters: 王　伟.
    return name if name.isascii() else _BLANK_IN_HAN.sub("", name)


def initials_of(pinyin: str) -> str:
    """The first letters of the syllables.

    >>> initials_of("han xiao ning")
    'hxn'
    """
    return "".join(syllable[0] for syllable in pinyin.split())


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text as search compares it: words of letters and digits, lower case, without accents, one blank between.

    >>> folded("  Ｊｏｓé O'Neil，经理 ")
    'jose o neil 经理'
    """
    if text.isascii():
        return " ".join(_WORDS.findall(text.lower()))
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()))
    return " ".join(_WORDS.findall(unicodedata.normalize("NFC", plain)))


def search_text(
    name: str,
    name_latin: str | None,
    pinyin: str | None,
    initials: str | None,
    employers: Iterable[str],
    titles: Iterable[str],
) -> str:
    """What full-text search reads of a person, in lower case: each part once, in this order.

    >>> search_text("韩小宁", None, "han xiao ning", "hxn", ["甲公司"], ["Manager"])
    '韩小宁 hanxiaoning han xiao ning xiaoning hxn 甲公司 manager'

    The pinyin is there joined, in syllables, and as the given name alone; a syllable with ü is there as v, u and yu.
    """
    parts = names_in_search(name, name_latin, pinyin, initials)
    parts += [folded(text) for text in employers]
    parts += [folded(text) for text in titles]
    return " ".join(dict.fromkeys(part for part in parts if part))


def names_in_search(name: str, name_latin: str | None, pinyin: str | None, initials: str | None) -> list[str]:
    """The parts of `search_text` that come from what somebody is called; some may be empty, or there twice."""
    syllables = folded(pinyin or "")
    return [folded(_joined(name)), folded(name_latin or ""), *_spellings(syllables), folded(initials or "")]


def _spellings(syllables: str) -> list[str]:
    spellings: list[str] = []
    for written in (syllables, *_without_v(syllables)):
        spellings += [written.replace(" ", ""), written, written.partition(" ")[2].replace(" ", "")]
    return spellings


def _without_v(syllables: str) -> tuple[str, ...]:
    if "v" not in syllables or not re.search(r"\b[ln]v", syllables):
        return ()
    return re.sub(r"\b([ln])v", r"\1u", syllables), re.sub(r"\b([ln])v", r"\1yu", syllables)


_BRACKETS = str.maketrans("[]{}<>【】〔〕〖〗《》〈〉「」『』﹝﹞", "()" * 10 + "()")
_BLANKS = re.compile(r"\s+")
_HAN_BLANK = re.compile(f"(?<=[{_HAN}()]) | (?=[{_HAN}()])")
_COMMA = re.compile(f"(?<![{_HAN}]),(?![{_HAN}])")
_FULL_STOP = re.compile(r"(?<=\w)\.(?=[\s,)]|$)")
_SAME_FORMS = (
    (re.compile("有限责任公司$"), "有限公司"),
    (re.compile("(?<!有限)股份公司$"), "股份有限公司"),
    (re.compile(r"\bl\.l\.c\b"), "llc"),
    (re.compile(r"\b(?:company|co) (?:limited|ltd)$"), "co ltd"),
    (re.compile(r"\blimited$"), "ltd"),
    (re.compile(r"\bincorporated$"), "inc"),
    (re.compile(r"\bcorporation$"), "corp"),
)


@lru_cache(maxsize=65536)
def normal_name(text: str) -> str:
    """An employer's or a skill's name made comparable: two spellings of one name become equal, two names never do.

    >>> normal_name(" 华为技术　有限责任公司 ") == normal_name("华为技术有限公司")
    True
    >>> normal_name("Acme Company Limited") == normal_name("ACME Co., Ltd.")
    True
    >>> normal_name("甲集团股份有限公司") == normal_name("甲集团有限公司"), normal_name("C++") == normal_name("C")
    (False, False)

    The rule: width and case are folded (NFKC, casefold); every kind of bracket becomes a round one; commas and the
    full stops of Latin abbreviations go; blanks beside Chinese characters and brackets go, others become one. Of legal
    forms only those that the law itself calls the same are made equal: 有限责任公司 and 有限公司, 股份公司 and
    股份有限公司, Company Limited and Co., Ltd., Incorporated and Inc., Corporation and Corp., L.L.C. and LLC.
    No form is ever dropped, and 集团 never is: 甲有限公司, 甲股份有限公司, 甲集团 and 甲 can be four firms. That they
    are one is for a person to say, with an alias.
    """
    name = unicodedata.normalize("NFKC", text).casefold().translate(_BRACKETS)
    name = _COMMA.sub(" ", name)
    name = _BLANKS.sub(" ", _FULL_STOP.sub("", name)).strip()
    for pattern, same in _SAME_FORMS:
        name = pattern.sub(same, name)
    return _HAN_BLANK.sub("", name).strip()


def order_key_of(uuid: str | UUID) -> int:
    """The first 60 bits of an id: a random integer, for orders that cost nothing to compare.

    >>> order_key_of("ffffffff-ffff-4fff-8000-000000000000") == 2**60 - 1
    False
    >>> order_key_of("00000000-0000-001f-8000-000000000000")
    1
    """
    return (uuid if isinstance(uuid, UUID) else UUID(uuid)).int >> 68
