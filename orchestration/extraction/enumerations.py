"""Lists whose length the text states: 共设 9 个科室，包括A、B、… and A、B、C等六大项任务."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral

_COUNTING_UNITS = frozenset({"个", "项", "家", "类", "种", "所", "处", "方面", "条", "支"})
_INTRODUCED = re.compile(r"[，。；：]?(?:主要)?(?:包括|分别[是为]|即|具体[是为]|依次[是为]|为|是)[：，]?|：")
_SUBJECT_INTRODUCED = re.compile(r"(?P<subject>[\u4e00-\u9fff]{2,12}?)(?:分别[是为]|包括|为|有)：?")
_LED = re.compile(r".*(?:分为|包括|包含|涵盖|围绕|涉及|设有|下设|按照|按|从|由|含|的|在|对|将)")
_CLAUSE_END = re.compile(r"[，。；：]")
_REST_OF_CLAUSE = re.compile(r"[^，。；：]{0,24}")
_LARGEST = Decimal(60)
_LONGEST_CLAUSE = 600


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A stated count and the items listed for it; ``start``/``end`` bound the list in reading characters."""

    numeral: Numeral
    subject: str | None
    items: tuple[str, ...]
    alternative_count: int | None
    is_open: bool
    start: int
    end: int


def find_enumerations(text: str, numerals: Sequence[Numeral]) -> list[Enumeration]:
    """Lists of the paragraph ``text`` that belong to a stated count, in the order of the counts."""
    found: list[Enumeration] = []
    for numeral in numerals:
        counts = numeral.figure_class == "count" and numeral.unit in _COUNTING_UNITS and numeral.value is not None
        if not counts or not Decimal(2) <= (numeral.value or 0) <= _LARGEST:
            continue
        enumeration = (
            _before(text, numeral, numerals) or _after(text, numeral, numerals) or _later(text, numeral, numerals)
        )
        if enumeration:
            found.append(enumeration)
    return found


def split_items(listing: str) -> tuple[tuple[str, ...], int | None]:
    """Items of a list, and their number when a last 和 is read the other way (``None`` where there is no choice)."""
    parts = [part.strip("“”。； ") for part in re.split(r"[、；]", listing) if part.strip("“”。； ")]
    if not parts:
        return (), None
    joint = re.search(r"(?<=[\u4e00-\u9fff”]{2})(?:和|以及|及)(?=[\u4e00-\u9fff“]{2})", parts[-1])
    if not joint:
        return tuple(parts), None
    return (*parts[:-1], parts[-1][: joint.start()], parts[-1][joint.end() :]), len(parts)


def _after(text: str, numeral: Numeral, numerals: Sequence[Numeral]) -> Enumeration | None:
    """9 个职能科（室），包括A、B: the list follows the counted noun."""
    noun = _REST_OF_CLAUSE.match(text, numeral.end)
    start = noun.end() if noun else numeral.end
    introduction = _INTRODUCED.match(text, start)
    return _listing(text, numeral, numerals, introduction.end()) if introduction else None


def _later(text: str, numeral: Numeral, numerals: Sequence[Numeral]) -> Enumeration | None:
    """下属事业单位 8 个，…。下属单位分别是：A、B: a later clause takes up the counted noun."""
    noun = phrases.clean_before(_clause_before(text, numeral))
    if not noun:
        return None
    for match in _SUBJECT_INTRODUCED.finditer(text, numeral.end):
        if len(match["subject"]) >= 4 and _is_subsequence(match["subject"], noun):
            return _listing(text, numeral, numerals, match.end())
    return None


def _before(text: str, numeral: Numeral, numerals: Sequence[Numeral]) -> Enumeration | None:
    """A、B、C等六大项任务, 分为A和B两个方面: the list stands right before the count, the counted noun after it."""
    clause = _clause_before(text, numeral)
    start = numeral.start - len(clause)
    if any(start <= other.start < numeral.start and other.is_quantity for other in numerals):
        return None
    listing = clause.removesuffix("这").removesuffix("等")
    led = _LED.match(listing.partition("、")[0] if "、" in listing else listing)
    body = listing[led.end() :] if led else listing
    items, alternative = split_items(body)
    closed_pair = (
        "、" not in body and led is not None and led.group().endswith(("分为", "包括", "包含", "涵盖", "从", "由"))
    )
    if len(items) < 2 or not ("、" in body or closed_pair) or not phrases.counted_noun(text[numeral.end :]):
        return None
    subject = phrases.counted_noun(text[numeral.end :])
    return Enumeration(
        numeral, subject, items, alternative, clause.endswith("等"), numeral.start - len(clause), numeral.start
    )


def _listing(text: str, numeral: Numeral, numerals: Sequence[Numeral], start: int) -> Enumeration | None:
    stop = re.search(r"[。；]|，(?!.{0,12}、)", text[start:])
    end = start + stop.start() if stop else len(text)
    if any(start <= other.start < end and other.is_quantity for other in numerals):
        return None
    listing = text[start:end]
    is_open = bool(re.search(r"等(?:[\u4e00-\u9fff]{0,6})$", listing))
    items, alternative = split_items(re.sub(r"等(?:[\u4e00-\u9fff]{0,6})$", "", listing))
    if len(items) < 2 or any(len(item) > 40 or "，" in item for item in items):
        return None
    subject = phrases.counted_noun(text[numeral.end :]) or phrases.clean_before(_clause_before(text, numeral))
    return Enumeration(numeral, subject or None, items, alternative, is_open, start, end)


def _clause_before(text: str, numeral: Numeral) -> str:
    return _CLAUSE_END.split(text[max(0, numeral.start - _LONGEST_CLAUSE) : numeral.start])[-1]


def _is_subsequence(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)
