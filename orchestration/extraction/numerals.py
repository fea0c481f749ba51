"""Every numeral of a paragraph: what is printed, what it is worth, and whether it measures anything.

Recognisers run from the most specific to the most general; each claims the characters that it explains, and what is
left of the digits at the end is kept as ``other``, so that no numeral is lost.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from orchestration.extraction.chinese_numbers import CHINESE_NUMBER, parse_chinese_number
from orchestration.extraction.lexicon import Lexicon
from orchestration.extraction.numeral import Claims, Numeral
from orchestration.extraction.prefilter import Prefiltered
from orchestration.extraction.quantities import (
    find_chinese_quantities,
    find_quantities,
    find_remaining_digits,
    with_range_units,
)

_YEAR = r"(?:19|20)\d{2}"

_DOCUMENT_NUMBER = re.compile(
    rf"[\u4e00-\u9fff]{{0,12}}(?:[〔【\[（(]{_YEAR}[〕】\]）)]第?\d{{1,5}}号"
    rf"|(?<=[字发函办规预行监农社教建综库绩指])[〔【\[]?{_YEAR}[〕】\] ]?\d{{1,5}}号)"
)
# Words before a document number that are not part of its name.
_BEFORE_DOCUMENT_NUMBER = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|印发|转发|下达|关于|执行|以|和|及|与|由|据|的|经|按|见|文件|其中|批次?)"
)
_DATES: tuple[tuple[re.Pattern[str], str, str | None], ...] = (
    (re.compile(rf"{_YEAR}年\d{{1,2}}月\d{{1,2}}日"), "date", None),
    (re.compile(rf"{_YEAR}年\d{{1,2}}月(?:份|底|初|末)?"), "date", None),
    (re.compile(rf"{_YEAR}(?:年度?)?[-—～至到]+{_YEAR}年度?"), "year", None),
    (re.compile(rf"(?<![\d.,]){_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?![\d.])"), "date", None),
    (re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}年度?"), "year", None),
    # 2021、2022年; 2021、2022两个年度
    (re.compile(rf"(?<![\d.,]){_YEAR}(?=[、和](?:{_YEAR}[、和])*{_YEAR}(?:年|[两三]个?年度?))"), "year", "年"),
    (re.compile(rf"(?<=[\d年][、和]){_YEAR}(?=[两三]个?年度?)"), "year", "年"),
    (re.compile(rf"(?<![\d.,]){_YEAR}年度?"), "year", "年"),
    (re.compile(r"(?<![\d.,])(?:1[0-2]|0?[1-9])月?[-—～至到](?:1[0-2]|0?[1-9])月(?:份|底|末)?"), "date", "月"),
    (re.compile(r"(?<![\d.,])(?:1[0-2]|0?[1-9])月(?:[0-3]?\d日|份|底|初|末)?"), "date", "月"),
    (re.compile(r"[上下]半年度?"), "date", "半年"),
    (re.compile(r"第?[一二三四1-4](?:个)?季度(?!平均)"), "date", "季度"),
    (re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])"), "date", None),
)
_DATES_BY_NEED = Prefiltered((date[0], date) for date in _DATES)
_CONSECUTIVE_MONTHS = re.compile(r"(?:连续|持续|历时|为期|累计)(\d{1,3})个?月")
_ORDINAL = re.compile(
    r"(?:第|前)(?:[一二三四五六七八九十百]{1,4}|\d{1,3})(?:名|位)?(?!等次|等级|类|档|梯队|产业)|(?:首位(?![度次发])|榜首)"
)
_RANKED = re.compile(
    r"(?:排名|排行|排序|位居|位列|居于?|列|名列|排在|排|稳居|跃居|处于|并列|获得?|取得|荣获|夺得)[\u4e00-\u9fff]{0,8}(?:\d+个[\u4e00-\u9fff（）]{1,8})?$|(?:全[国省市区县州盟旗系][\u4e00-\u9fff]{0,6})$"
)
_LEADS, _FIRST = frozenset({"首位", "榜首"}), Decimal(1)
_TAKES_LEAD = re.compile(r"[居列](?:全[国省市区县州盟旗系][\u4e00-\u9fff]{0,6})?$")
_QUOTED = re.compile(r"[“「『]([^“”「」『』]{1,20})[”」』]")
_QUOTES = frozenset("“「『")
_NUMBERED_NAME = re.compile(r"[二两三四五六七八九十][个项大]?[\u4e00-\u9fff]{1,5}")
_NAME_RUN = re.compile(r"(?:[一二两三四五六七八九十][\u4e00-\u9fff]){2,}|\d+(?:\+\d+)*[\u4e00-\u9fff]?")
_DIGITS = re.compile(r"\d+")
_NUMBER_IN_TITLE = re.compile(r"\d+(?:[.,]\d+)*[个项条]?")
_MONEY_OR_SHARE = re.compile(r"\d\s*(?:万元|亿元|元|%)")
_CHINESE_CHARACTERS = re.compile(r"[\u4e00-\u9fff]*")
_NUMBER = re.compile(CHINESE_NUMBER)
_TITLE = re.compile(r"《[^《》]{1,60}》")


def find_numerals(text: str, lexicon: Lexicon, structural: Mapping[tuple[int, int], int | None]) -> list[Numeral]:
    """All numerals of the paragraph ``text`` in order.

    ``structural`` maps the spans of list markers and page numbers, known from the outline, to their numbers.
    """
    claims = Claims(text)
    for (start, end), number in structural.items():
        claims.add(Numeral(start, end, "numbering", None if number is None else Decimal(number), reason="numbering"))
    for recognise in _RECOGNISERS:
        recognise(claims, lexicon)
    return with_range_units(sorted(claims.numerals, key=lambda numeral: numeral.start), text)


def _document_numbers(claims: Claims, _lexicon: Lexicon) -> None:
    for match in _DOCUMENT_NUMBER.finditer(claims.text) if "号" in claims.text else ():
        letters = _CHINESE_CHARACTERS.match(match.group())
        prefix = _BEFORE_DOCUMENT_NUMBER.match(letters.group()) if letters else None
        start = match.start() + (prefix.end() if prefix else 0)
        claims.add(Numeral(start, match.end(), "doc_number", unit="号", printed_unit="号", reason="document_number"))


def _dates(claims: Claims, _lexicon: Lexicon) -> None:
    for match in _CONSECUTIVE_MONTHS.finditer(claims.text):
        claims.add(
            Numeral(
                match.start(1),
                match.end(),
                "duration",
                Decimal(match.group(1)),
                "个月",
                "个月",
                "duration",
                reason="duration",
            )
        )
    for pattern, figure_class, unit in _DATES_BY_NEED.that_may_match(claims.characters):
        for match in pattern.finditer(claims.text):
            digits = _DIGITS.findall(match.group())
            value = Decimal(digits[0]) if len(digits) == 1 and unit in ("年", "月", "季度") else None
            claims.add(Numeral(match.start(), match.end(), figure_class, value, unit, unit, reason=figure_class))


def _names(claims: Claims, lexicon: Lexicon) -> None:
    for name in lexicon.names_by_need.that_may_match(claims.characters):
        for match in name.pattern.finditer(claims.text):
            value, unit = _name_value(match.group(), name.printed_unit), name.printed_unit
            claims.add(Numeral(match.start(), match.end(), name.figure_class, value, unit, unit, reason=name.name))
    for title in _TITLE.finditer(claims.text) if "《" in claims.characters else ():
        for digits in _NUMBER_IN_TITLE.finditer(title.group()):
            claims.name(title.start() + digits.start(), title.start() + digits.end(), "title_of_document")
    for quoted in _QUOTED.finditer(claims.text) if not _QUOTES.isdisjoint(claims.characters) else ():
        if _MONEY_OR_SHARE.search(quoted.group()):
            continue  # a quoted sentence about money is no name
        if _NUMBERED_NAME.fullmatch(quoted.group(1)):
            claims.name(quoted.start(1), quoted.end(1), "quoted_name")
            continue
        for run in _NAME_RUN.finditer(quoted.group(1)):
            start, end = quoted.start(1) + run.start(), quoted.start(1) + run.end()
            unit = run.group()[-1] if run.group()[0].isdigit() and not run.group()[-1].isdigit() else None
            value = Decimal(run.group().rstrip(unit)) if unit and "+" not in run.group() else None
            claims.name(start, end, "quoted_name", unit, value)


def _ranks(claims: Claims, _lexicon: Lexicon) -> None:
    for match in _ORDINAL.finditer(claims.text):
        printed = match.group()
        leads = printed in _LEADS
        if not (_TAKES_LEAD if leads else _RANKED).search(claims.text[max(0, match.start() - 16) : match.start()]):
            continue
        digits = printed.lstrip("第前").rstrip("名位")
        value = Decimal(digits) if digits.isdigit() else _FIRST if leads else parse_chinese_number(digits)
        qualifier = "at_most" if printed.startswith("前") else "exact"
        claims.add(Numeral(match.start(), match.end(), "rank", value, "名", "名", "rank", qualifier=qualifier))


_RECOGNISERS: tuple[Callable[[Claims, Lexicon], None], ...] = (
    _document_numbers,
    _names,
    _dates,
    _ranks,
    find_quantities,
    find_chinese_quantities,
    find_remaining_digits,
)


def _name_value(printed: str, unit: str | None) -> Decimal | None:
    digits = re.fullmatch(r"(\d{1,6})[\u4e00-\u9fff]*", printed) if unit else re.fullmatch(r"(\d{1,6})", printed)
    if digits or unit is None:
        return Decimal(digits.group(1)) if digits else None
    number = _NUMBER.search(printed)
    return parse_chinese_number(number.group()) if number else None
