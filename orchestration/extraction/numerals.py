"""Every numeral of a paragraph: what is printed, what it is worth, and whether it measures anything.

Recognisers run from the most specific to the most general; each claims the characters that it explains, and what is left of
the digits at the end is kept as ``other``, so that no numeral is lost.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from orchestration.extraction.chinese_numbers import CHINESE_NUMBER, parse_chinese_number
from orchestration.extraction.lexicon import Lexicon, Unit

QUANTITIES = frozenset({"money", "count", "percent", "score"})
"""Classes of figures that measure something."""

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MULTIPLIERS = {
    "十": 10,
    "百": 100,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
_MULTIPLIER = "(?:万亿|千万|百万|十万|亿|万|千|百|十)"
_YEAR = r"(?:19|20)\d{2}"

_DOCUMENT_NUMBER = re.compile(
    rf"[\u4e00-\u9fff]{{0,12}}(?:[〔【\[（(]{_YEAR}[〕】\]）)]第?\d{{1,5}}号|(?<=[字发函办规预行监农社教建综库绩指])[〔【\[]?{_YEAR}[〕】\]]?\d{{1,5}}号)"
)
# Words before a document number that are not part of its name.
_BEFORE_DOCUMENT_NUMBER = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|印发|转发|下达|关于|执行|以|和|及|与|由|据|的|经|按|见|文件)"
)
_DATES: tuple[tuple[re.Pattern[str], str, str | None], ...] = (
    (re.compile(rf"{_YEAR}年\d{{1,2}}月\d{{1,2}}日"), "date", None),
    (re.compile(rf"{_YEAR}年\d{{1,2}}月(?:份|底|初|末)?"), "date", None),
    (re.compile(rf"{_YEAR}(?:年度?)?[-—～至到]+{_YEAR}年度?"), "year", None),
    (re.compile(rf"(?<![\d.,]){_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?![\d.])"), "date", None),
    (re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}年度?"), "year", None),
    (re.compile(rf"(?<![\d.,]){_YEAR}年度?"), "year", "年"),
    (re.compile(r"(?<![\d.,])(?:1[0-2]|0?[1-9])月(?:[0-3]?\d日|份)?"), "date", "月"),
    (re.compile(r"[上下]半年度?"), "date", "半年"),
    (re.compile(r"第?[一二三四1-4](?:个)?季度(?!平均)"), "date", "季度"),
    (re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])"), "date", None),
)
_CONSECUTIVE_MONTHS = re.compile(rf"(?:连续|持续|历时|为期|累计)({_NUMBER})个?月")
_ORDINAL = re.compile(r"(?:第|前)(?:[一二三四五六七八九十百]{1,4}|\d{1,3})(?:名|位)?")
_RANKED = re.compile(
    r"(?:排名|排行|排序|位居|位列|居于?|列|名列|排在|排|稳居|跃居|处于|并列)[\u4e00-\u9fff]{0,8}$|(?:全[国省市区县州盟旗系][\u4e00-\u9fff]{0,6})$"
)
_QUOTED = re.compile(r"[“「『]([^“”「」『』]{1,20})[”」』]")
_NAME_RUN = re.compile(r"(?:[一二两三四五六七八九十][\u4e00-\u9fff]){2,}|\d+(?:\+\d+)*[\u4e00-\u9fff]?")
_TITLE = re.compile(r"《[^《》]{1,60}》")
_RANGE_JOINT = re.compile(r"[-—～]|至|到")
_BEFORE: tuple[tuple[str, str], ...] = (
    ("at_least", r"(?:不少于|不低于|不小于|至少|最快|最短|最低|最少|≥|≥=|>=|>|＞|大于等于|大于|高于)"),
    ("at_most", r"(?:不足|不满|不超过|不高于|不大于|不多于|至多|最多|最高|最长|最大|控制在|≤|<=|<|＜|小于等于|小于|低于)"),
    ("approx", r"(?:大约|约为|约|大概|±)"),
    ("nearly", r"(?:接近|将近|近)"),
    ("over", r"(?:超过|超出|超|逾|突破|多达|高达)"),
)  # fmt: skip
_QUALIFIER_BEFORE = tuple((name, re.compile(pattern + r"了?$")) for name, pattern in _BEFORE)
_QUALIFIER_AFTER = (
    ("at_least", re.compile(r"(?:\s*[（(]含[）)])?(?:及|或)?以上")),
    ("at_most", re.compile(r"(?:\s*[（(]含[）)])?(?:及|或)?(?:以下|以内|之内)")),
    ("approx", re.compile(r"左右|上下")),
)
# Words that begin with a unit: 9 个人 counts, 3 分钟 and 5 级医院 do not mean what the shorter unit says.
_UNIT_STOPS = {"人": "大|均|民|社|事|力|才|工智", "分": "之|局|站|类|部|公司|校|院|别", "家": "长|庭|属|政|具", "件": "套", "个": "别|性|体|案", "名": "录|单|额", "位": "于|置|列", "条": "例|件", "次": "性|要", "所": "有|需|属|得", "期": "间|刊", "处": "理|罚|置|于", "项": "目库", "本": "级|部|市|区|局|院|单位|年", "级": "别", "节": "约|能|省|水", "张": "贴", "度": "假", "方": "面|案|式|针", "里": "程", "班": "子", "组": "织|成|建", "批": "复|准", "年": "级", "日": "常", "周": "边|转"}  # fmt: skip
_CHINESE_UNIT_FAMILIES = frozenset(
    [
        "money",
        "percent",
        "percentage_point",
        "person",
        "person_time",
        "household",
        "organisation",
        "piece",
        "item",
        "case",
        "event",
        "batch",
        "institution",
        "machine",
        "vehicle",
        "building",
        "set",
        "room",
        "team",
        "place",
        "area",
        "land_area",
        "length",
        "mass",
        "duration",
        "copy",
    ]
)
_DETERMINERS = frozenset({"一", "半", "十", "百", "千", "万"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral with its unit, in reading characters ``start`` to ``end`` of its paragraph.

    ``value`` and ``precision`` are in the base unit ``unit``; both are ``None`` for what has no worth (names, codes).
    ``reason`` says why a numeral measures nothing and is ``None`` for quantities.
    """

    start: int
    end: int
    figure_class: str
    value: Decimal | None = None
    unit: str | None = None
    printed_unit: str | None = None
    unit_family: str | None = None
    scale: Decimal | None = None
    precision: Decimal | None = None
    qualifier: str = "exact"
    reason: str | None = None

    @property
    def is_quantity(self) -> bool:
        """Whether the numeral measures something."""
        return self.figure_class in QUANTITIES


class _Claims:
    """The numerals found so far; no two of them share a character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.taken = bytearray(len(text))
        self.numerals: list[Numeral] = []

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def add(self, numeral: Numeral) -> None:
        if self.free(numeral.start, numeral.end):
            self.taken[numeral.start : numeral.end] = b"\1" * (numeral.end - numeral.start)
            self.numerals.append(numeral)

    def name(self, start: int, end: int, reason: str, unit: str | None = None, value: Decimal | None = None) -> None:
        self.add(Numeral(start, end, "name_part", value, unit, unit, reason=reason))


def find_numerals(text: str, lexicon: Lexicon, structural: Mapping[tuple[int, int], int | None]) -> list[Numeral]:
    """All numerals of the paragraph ``text`` in order.

    ``structural`` maps the spans of list markers and page numbers, known from the outline, to their numbers.
    """
    claims = _Claims(text)
    for (start, end), number in structural.items():
        claims.add(Numeral(start, end, "numbering", None if number is None else Decimal(number), reason="numbering"))
    for recognise in _RECOGNISERS:
        recognise(claims, lexicon)
    return _with_range_units(sorted(claims.numerals, key=lambda numeral: numeral.start), text)


def _document_numbers(claims: _Claims, _lexicon: Lexicon) -> None:
    for match in _DOCUMENT_NUMBER.finditer(claims.text):
        prefix = _BEFORE_DOCUMENT_NUMBER.match(
            claims.text, match.start(), re.search(r"[〔【\[（(\d]", match.group()).start() + match.start()
        )  # type: ignore[union-attr]
        start = prefix.end() if prefix else match.start()
        claims.add(Numeral(start, match.end(), "doc_number", unit="号", printed_unit="号", reason="document_number"))


def _dates(claims: _Claims, _lexicon: Lexicon) -> None:
    for match in _CONSECUTIVE_MONTHS.finditer(claims.text):
        claims.add(
            Numeral(
                match.start(1),
                match.end(),
                "duration",
                _decimal(match.group(1)),
                "个月",
                "个月",
                "duration",
                reason="duration",
            )
        )
    for pattern, figure_class, unit in _DATES:
        for match in pattern.finditer(claims.text):
            digits = re.findall(r"\d+", match.group())
            value = Decimal(digits[0]) if len(digits) == 1 and unit in ("年", "月", "季度") else None
            claims.add(Numeral(match.start(), match.end(), figure_class, value, unit, unit, reason=figure_class))


def _names(claims: _Claims, lexicon: Lexicon) -> None:
    for name in lexicon.numeral_names:
        for match in name.pattern.finditer(claims.text):
            figure_class = (
                "other"
                if name.name.endswith(("code", "phone"))
                else "numbering"
                if name.name == "item_number"
                else "name_part"
            )
            value = _name_value(match.group(), name.printed_unit)
            unit = name.printed_unit
            claims.add(Numeral(match.start(), match.end(), figure_class, value, unit, unit, reason=name.name))
    for title in _TITLE.finditer(claims.text):
        for digits in re.finditer(r"\d+(?:[.,]\d+)*[个项条]?", title.group()):
            claims.name(title.start() + digits.start(), title.start() + digits.end(), "title_of_document")
    for quoted in _QUOTED.finditer(claims.text):
        if re.search(r"\d\s*(?:万元|亿元|元|%)", quoted.group()):
            continue  # a quoted sentence about money is no name
        for run in _NAME_RUN.finditer(quoted.group(1)):
            start, end = quoted.start(1) + run.start(), quoted.start(1) + run.end()
            unit = run.group()[-1] if run.group()[0].isdigit() and not run.group()[-1].isdigit() else None
            value = Decimal(run.group().rstrip(unit)) if unit and "+" not in run.group() else None
            claims.name(start, end, "quoted_name", unit, value)


def _ranks(claims: _Claims, _lexicon: Lexicon) -> None:
    for match in _ORDINAL.finditer(claims.text):
        printed = match.group()
        if not _RANKED.search(claims.text[max(0, match.start() - 16) : match.start()]):
            continue
        digits = printed.lstrip("第前").rstrip("名位")
        value = Decimal(digits) if digits.isdigit() else parse_chinese_number(digits)
        qualifier = "at_most" if printed.startswith("前") else "exact"
        claims.add(Numeral(match.start(), match.end(), "rank", value, "名", "名", "rank", qualifier=qualifier))


def _quantities(claims: _Claims, lexicon: Lexicon) -> None:
    text = claims.text
    for match in _quantity_pattern(tuple(lexicon.units)).finditer(text):
        if not claims.free(match.start(), match.end()):
            continue
        numeral = _quantity(match, text, lexicon.units)
        if numeral is not None:
            claims.add(numeral)


def _chinese_quantities(claims: _Claims, lexicon: Lexicon) -> None:
    text = claims.text
    for match in re.finditer(rf"百分之({CHINESE_NUMBER}(?:点[零〇一二三四五六七八九]+)?)", text):
        if (value := parse_chinese_number(match.group(1))) is not None:
            unit = lexicon.units["%"]
            claims.add(
                _measured(match.start(), match.end(), value, Decimal(1), _chinese_precision(match.group(1)), unit, text)
            )
    for match in _chinese_quantity_pattern(tuple(lexicon.units)).finditer(text):
        number, printed_unit = match.group("number"), match.group("unit")
        unit = lexicon.units[printed_unit]
        value = parse_chinese_number(number)
        if value is None or unit.family not in _CHINESE_UNIT_FAMILIES or not claims.free(match.start(), match.end()):
            continue
        if number in _DETERMINERS and not _counts_one(text, match):
            continue
        if _is_stopped(text, match.end(), printed_unit) or re.search(r"[第之数几每]$", text[: match.start()]):
            continue
        claims.add(_measured(match.start(), match.end(), value, Decimal(1), _chinese_precision(number), unit, text))


def _remaining_digits(claims: _Claims, _lexicon: Lexicon) -> None:
    for match in re.finditer(_NUMBER, claims.text):
        start, end = match.span()
        if claims.free(start, end):
            value = _decimal(match.group())
            claims.add(
                Numeral(start, end, "other", value, precision=_unit_of_last_digit(match.group()), reason="no_unit")
            )
    for match in re.finditer(r"\d+", claims.text):
        claims.add(Numeral(match.start(), match.end(), "other", reason="no_unit"))


_RECOGNISERS: tuple[Callable[[_Claims, Lexicon], None], ...] = (
    _document_numbers, _names, _dates, _ranks, _quantities, _chinese_quantities, _remaining_digits,
)  # fmt: skip


@lru_cache(maxsize=4)
def _quantity_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(
        rf"(?<![\d.])(?P<sign>(?<![\dA-Za-z〕）])-)?(?P<number>{_NUMBER})(?P<more1>[多余])?"
        rf"(?P<multiplier>{_MULTIPLIER})?(?:(?P<number2>\d+)(?P<multiplier2>千万|百万|十万|万|千))?(?P<more2>[多余])?(?P<unit>{unit})"
    )


@lru_cache(maxsize=4)
def _chinese_quantity_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?P<number>{CHINESE_NUMBER})(?P<more>[多余])?(?P<unit>{unit})")


def _quantity(match: re.Match[str], text: str, units: Mapping[str, Unit]) -> Numeral | None:
    printed_unit = match["unit"]
    multiplier, number = match["multiplier"] or "", match["number"]
    unit = units[printed_unit]
    # 万元 may have been read as 万 + 元; both give the same number, the printed unit shows the whole.
    if _is_stopped(text, match.end(), printed_unit):
        return None
    scale = Decimal(_MULTIPLIERS.get(multiplier, 1))
    value, last_digit = _decimal(number) * scale, _unit_of_last_digit(number) * scale
    if match["number2"]:
        if not multiplier:
            return None
        last_digit = Decimal(_MULTIPLIERS[match["multiplier2"]])
        value += Decimal(match["number2"]) * last_digit
    if match["sign"]:
        value = -value
    numeral = _measured(match.start(), match.end(), value, scale, last_digit, unit, text, multiplier + printed_unit)
    return replace(numeral, qualifier="more") if match["more1"] or match["more2"] else numeral


def _measured(
    start: int,
    end: int,
    value: Decimal,
    scale: Decimal,
    precision: Decimal,
    unit: Unit,
    text: str,
    printed_unit: str | None = None,
) -> Numeral:
    figure_class = {
        "money": "money",
        "percent": "percent",
        "percentage_point": "percent",
        "score": "score",
        "duration": "duration",
    }.get(unit.family, "count")
    return Numeral(
        start, end, figure_class, value * unit.factor, unit.base, printed_unit or unit.printed, unit.family,
        scale * unit.factor, precision * unit.factor, _qualifier(text, start, end),
        "duration" if figure_class == "duration" else None,
    )  # fmt: skip


def _qualifier(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 8) : start]
    for name, pattern in _QUALIFIER_BEFORE:
        if pattern.search(before):
            return name
    return next((name for name, pattern in _QUALIFIER_AFTER if pattern.match(text, end)), "exact")


def _is_stopped(text: str, end: int, printed_unit: str) -> bool:
    stops = _UNIT_STOPS.get(printed_unit)
    return bool(stops and re.compile(stops).match(text, end))


def _counts_one(text: str, match: re.Match[str]) -> bool:
    """一个 counts when it closes its clause after a noun (下属单位一个，); before a noun it is an article."""
    closes = match.end() == len(text) or text[match.end()] in "，。；、）"
    opened = re.search(r"[\u4e00-\u9fff]{2}$", text[: match.start()])
    return (
        match["number"] == "一"
        and closes
        and bool(opened)
        and not re.search(r"[每同唯第任某同逐]$|进$|之$", text[: match.start()])
    )


def _with_range_units(numerals: list[Numeral], text: str) -> list[Numeral]:
    """Give the first number of a range (3-5万元, 90%至95%) the unit of the second and mark both as bounds."""
    result = list(numerals)
    for index in range(len(result) - 1):
        low, high = result[index], result[index + 1]
        joint = text[low.end : high.start]
        if not (high.is_quantity and _RANGE_JOINT.fullmatch(joint)) or high.value is None or low.value is None:
            continue
        if (
            low.reason == "no_unit"
            and high.scale is not None
            and low.precision is not None
            and low.value * high.scale < high.value
        ):
            low = replace(
                low, figure_class=high.figure_class, value=low.value * high.scale, unit=high.unit, printed_unit=high.printed_unit,
                unit_family=high.unit_family, scale=high.scale, precision=low.precision * high.scale, reason=None,
            )  # fmt: skip
        if low.is_quantity and low.unit == high.unit and low.value is not None and low.value < high.value:
            result[index], result[index + 1] = replace(low, qualifier="at_least"), replace(high, qualifier="at_most")
    return result


def _name_value(printed: str, unit: str | None) -> Decimal | None:
    if printed.isdigit() and len(printed) <= 6:
        return Decimal(printed)
    if unit is None:
        return None
    number = re.search(CHINESE_NUMBER, printed)
    return parse_chinese_number(number.group()) if number else None


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _unit_of_last_digit(number: str) -> Decimal:
    return Decimal(1).scaleb(-len(number.partition(".")[2]))


def _chinese_precision(number: str) -> Decimal:
    whole, _, decimals = number.partition("点")
    if decimals:
        return Decimal(1).scaleb(-len(decimals))
    precision = Decimal(1)
    for character in reversed(whole):
        if character not in _MULTIPLIERS:
            break
        precision *= _MULTIPLIERS[character]
    return precision


def digit_runs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of all runs of decimal digits of ``text``, full-width ones included."""
    for match in re.finditer(r"\d+", text):
        yield match.span()
