"""Numbers with units: what they are worth in the base unit, how precisely, and with what qualification."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from orchestration.extraction.chinese_numbers import CHINESE_NUMBER, parse_chinese_number
from orchestration.extraction.lexicon import Lexicon, Unit
from orchestration.extraction.numeral import Claims, Numeral
from orchestration.extraction.prefilter import AtEnd

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
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
_MULTIPLIER = "(?:万亿|千万|百万|十万|亿|万|千|百(?!分)|十)"
RANGE_JOINT = re.compile(r"(?:（不?含）)?(?:[-—～]|至|到)")
"""What joins the bounds of a range."""
_BEFORE: tuple[tuple[str, str], ...] = (
    ("at_least", r"(?:不少于|不低于|不小于|至少|最快|最短|最低|最少|≥|≥=|>=|>|＞|大于等于|(?<!不)大于|(?<!不)高于)"),
    (
        "at_most",
        r"(?:不足|不满|不超过|不高于|不大于|不多于|至多|最多|最高|最长|最大|控制在|[≤<＜]|<=|小于等于|(?<!不)小于|(?<!不)低于)",
    ),
    ("approx", r"(?:大约|约为|(?<![签预合节契制公违履])约|大概|±)"),
    ("nearly", r"(?:接近|将近|近)"),
    ("over", r"(?:超过|超出|(?<![彩B])超|逾|突破|多达|高达)"),
)
_QUALIFIER_BEFORE = tuple((name, AtEnd(pattern + r"了?$")) for name, pattern in _BEFORE)
_QUALIFIER_AFTER = re.compile(
    r"(?P<at_least>(?:\s*[（(]含[）)])?(?:及|或)?以上)"
    r"|(?P<at_most>(?:\s*[（(]含[）)])?(?:及|或)?(?:以下|以内|之内))"
    r"|(?P<approx>左右|上下)"
)
# After digits: what other digits may follow in the same number (1亿2千万).
_GOING_ON = frozenset("".join(_MULTIPLIERS) + "多余")
_CHINESE_PERCENT = re.compile(rf"百分之({CHINESE_NUMBER})")
_BARE_NUMBER = re.compile(rf"(?<![\d.,])(?P<number>{_NUMBER})(?P<multiplier>万亿|亿|万)?")
_DIGITS = re.compile(r"\d+")
# A number without a unit after such a noun is its value: 灌溉水有效利用系数 0.547.
_RATIO = re.compile(
    r"(?:系数|指数|死亡率|容积率|负荷比|倍数|比值|得分值)(?:为|是|达到?|由|从|至|到|：|约|分别|[\d.%和、]|(?:提高|提升|下降|降低|上升|增加|降|升)[至到为])*$"
)
# 利用系数达到 0.574，高于 0.57 的考核指标
_RATIO_COMPARED = re.compile(
    r"，(?:较上年|比上年|同比)?(?:[高低优]于|超过|达到|控制在|(?:年度|年初|考核)?(?:目标|指标)值?[为是]?|提高|提升|下降|降低|上升)(?:了|年初|省定|国家|规定|的)*"
)
_BEFORE_WORD = re.compile(r"[第之数几每]$")
_OF_WHAT_IS_HELD = frozenset({"期", "轮"})
_HELD = re.compile(
    r"(?:培训班?|班|讲座|课堂?|简报|专刊|月报|快报|节目|沙龙|论坛|活动|督查|巡查|检查|排查|抽查|监测|演练|轮训|宣讲|走访|评审|调研|竞赛|比赛|通报)了?$|(?:举办|开办|举行|办)了?$|(?:计划|目标|任务)(?:为|是)?$"
)
# Days and hours that are a result (优良天数 338 天, 累计服务 1.2 万小时) and not a time span.
_TIME_MEASURED = re.compile(
    r"(?:天数|日数|住院日)[^，。；\d]{0,4}$"
    r"|(?:时长|用时|开放|供[餐水暖电热气]|播出(?:电视|广播)?(?:节目|电视剧)|运[行营]|营业|(?:志愿|累计)服务|资源|播出|直播|录制|授课|学时|课时"
    r"|(?:平均|办结|办理|审理|响应|出警|处置|等候|候诊|审批|学习|培训)[\u4e00-\u9fff]{0,4}(?:时间|时限|周期))"
    r"(?:为|达到?|共计?|累计|约|近|仅|由|从|至|到|上年度?的?|缩短|压缩|压减)*$"
    r"|(?:时长|时间|时限|周期|用时)(?:平均)?(?:缩短|压缩|压减|减少|延长)了?(?:大?约)?$"
    r"|(?:时长|时间|时限|周期|用时|天数)[由从](?:上年度?|[上去]年[末底]?|原来|之前|此前)?的?$"
    r"|(?:时长|时间|时限|周期|用时|天数)[由从][^，。；]{1,14}(?:缩短|压缩|压减|减少|下降|延长|增加)[至到为]$"
)
# 优良天数 243 天，同比增加 11 天; 开放 289 天，计划不少于 300 天
_TIME_COMPARED = re.compile(
    r"(?:同比|[较比]上年|目标|计划|[优快少多低高]于|控制在|不[超少高低][过于])[^，。；\d]{0,8}$"
)
# 排名第二，较上年上升 2 位
_RANK_CHANGED = re.compile(r"(?:上升|提升|提高|前进|前移|跃升|进步|下降|后退|后移|下滑|退后)了?$")
_AGE_GROUP = re.compile(r"(?:及|（含）|\(含\))?(?:以上|以下|以内|至|-|—|～|儿童|老人|老年|妇女|人群|人口|居民)")
# 低于 90% 的年初目标 compares with a target of exactly 90 %.
_COMPARES = re.compile(r"[高低大小]于")
_STANDARD = re.compile(r"的?[\u4e00-\u9fff]{0,4}(?:目标|指标|计划|任务|平均|水平|标准|控制价|上限|限价)")
_CLASS_OF_FAMILY = {
    "money": "money",
    "percent": "percent",
    "percentage_point": "percent",
    "score": "score",
    "duration": "duration",
}
_LAST_DIGITS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(8))
_DETERMINERS = frozenset({"一", "半", "百", "千", "万"})
_ROUND = frozenset({"百", "千", "万"})


def find_quantities(claims: Claims, lexicon: Lexicon) -> None:
    """Claim the numbers in Arabic digits that have a unit (1,234.56万元, 3亿4千万元, 10余万人次)."""
    for match in _numbers_with_units(claims, _quantity_pattern(lexicon.unit_alternatives)):
        if claims.free(match.start(), match.end()) and (numeral := _quantity(claims, match, lexicon.units)):
            claims.add(numeral)


def find_chinese_quantities(claims: Claims, lexicon: Lexicon) -> None:
    """Claim the numbers in Chinese characters that count something (三百五十万元, 六大项), not words (统一, 进一步)."""
    text = claims.text
    for match in _CHINESE_PERCENT.finditer(text) if "百分之" in text else ():
        if (value := parse_chinese_number(match.group(1))) is not None:
            claims.add(_measured(claims, match.span(), value, _chinese_precision(match.group(1)), lexicon.units["%"]))
    for match in _chinese_quantity_pattern(lexicon.unit_alternatives).finditer(text):
        number, unit = match["number"], lexicon.units[match["unit"]]
        if not unit.chinese_numerals or not claims.free(match.start(), match.end()):
            continue
        if (value := parse_chinese_number(number)) is None:
            continue
        if number in _DETERMINERS and not (_counts_one(text, match) or _counts_roughly(text, match)):
            continue
        if _is_word(text, match.end(), unit) or _BEFORE_WORD.search(text[match.start() - 1 : match.start()]):
            continue
        if unit.printed in _OF_WHAT_IS_HELD and not _is_held(text, *match.span()):
            continue
        numeral = _measured(claims, match.span(), value, _chinese_precision(number), unit)
        if match["more"]:
            numeral = numeral._replace(qualifier="more")
        elif number in _ROUND and text[match.start() - 1] == "上":
            numeral = numeral._replace(start=match.start() - 1, qualifier="at_least")
        claims.add(_as_measured_time(claims, numeral))


def find_remaining_digits(claims: Claims, _lexicon: Lexicon) -> None:
    """Claim all other digits: as counts where 万 or 亿 shows a quantity without a unit, else as ``other``."""
    for run_start, run_end in claims.runs_of_digits:
        if claims.explained(run_start, run_end):
            continue
        if match := _BARE_NUMBER.match(claims.text, run_start):
            _claim_bare_number(claims, match)
        for digits in _DIGITS.finditer(claims.text, run_start, run_end):
            claims.add(Numeral(digits.start(), digits.end(), "other", reason="no_unit"))


def _claim_bare_number(claims: Claims, match: re.Match[str]) -> None:
    (start, end), number = match.span(), match["number"]
    if claims.free(start, end):
        scale = Decimal(_MULTIPLIERS.get(match["multiplier"], 1))
        value, precision = _decimal(number) * scale, _unit_of_last_digit(number) * scale
        if match["multiplier"]:
            qualifier = _qualifier(claims.text, start, end)
            claims.add(
                Numeral(start, end, "count", value, None, match["multiplier"], None, scale, precision, qualifier)
            )
        elif _RATIO.search(claims.text[max(0, start - 20) : start]) or _is_compared_ratio(claims, start):
            claims.add(Numeral(start, end, "count", value, scale=scale, precision=precision))
        else:
            claims.add(Numeral(start, end, "other", value, precision=precision, reason="no_unit"))


def _is_compared_ratio(claims: Claims, start: int) -> bool:
    """Whether the number at ``start`` is what a number without a unit right before it is held against."""
    last = max((n for n in claims.numerals if n.end <= start), key=lambda n: n.end, default=None)
    if last is None or last.figure_class != "count" or last.unit is not None or last.printed_unit is not None:
        return False
    return bool(_RATIO_COMPARED.fullmatch(claims.text, last.end, start))


def with_range_units(numerals: list[Numeral], text: str) -> list[Numeral]:
    """Give the first number of a range (3-5万元, 90%至95%) the unit of the second and mark both as bounds."""
    result = list(numerals)
    for index in range(len(result) - 1):
        low, high = result[index], result[index + 1]
        joint = text[low.end : high.start]
        if not (high.is_quantity and RANGE_JOINT.fullmatch(joint)) or high.value is None or low.value is None:
            continue
        if (
            low.reason == "no_unit"
            and high.scale is not None
            and low.precision is not None
            and low.value * high.scale < high.value
        ):
            low = low._replace(
                figure_class=high.figure_class,
                value=low.value * high.scale,
                unit=high.unit,
                printed_unit=high.printed_unit,
                unit_family=high.unit_family,
                scale=high.scale,
                precision=low.precision * high.scale,
                reason=None,
            )
        if low.is_quantity and low.unit == high.unit and low.value is not None and low.value < high.value:
            result[index], result[index + 1] = low._replace(qualifier="at_least"), high._replace(qualifier="at_most")
    return result


def _numbers_with_units(claims: Claims, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of ``pattern``, which begins with digits or the sign before them: it is tried nowhere else."""
    text, end = claims.text, 0
    for start, end_of_run in claims.runs_of_digits:
        is_explained = claims.taken[start] and text[end_of_run : end_of_run + 1] not in _GOING_ON
        if start < end or is_explained:
            continue
        signed = pattern.match(text, start - 1) if start > end and text[start - 1] == "-" else None
        if match := signed or pattern.match(text, start):
            yield match
            end = match.end()


@lru_cache(maxsize=4)
def _quantity_pattern(unit: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.,])(?P<sign>(?<=[，：；（。为是达率长降额余差数|=])-|^-)?(?P<number>{_NUMBER})(?P<more1>[多余])?"
        rf"(?P<multiplier>{_MULTIPLIER})?(?P<further>(?:\d+(?:[十百千]万?|万))+)?"
        rf"(?P<more2>[多余])?(?: (?=[A-Za-z]))?(?P<unit>{unit})"
    )


@lru_cache(maxsize=4)
def _chinese_quantity_pattern(unit: str) -> re.Pattern[str]:
    # 救援队伍三支: 伍 is a number in formal writing only.
    return re.compile(rf"(?P<number>(?!(?<=[队入退])伍){CHINESE_NUMBER})(?P<more>[多余])?(?P<unit>{unit})")


def _quantity(claims: Claims, match: re.Match[str], units: Mapping[str, Unit]) -> Numeral | None:
    multiplier, number, unit = match["multiplier"] or "", match["number"], units[match["unit"]]
    if _is_word(claims.text, match.end(), unit) or (match["further"] and not multiplier):
        return None
    scale = Decimal(_MULTIPLIERS.get(multiplier, 1))
    value, precision = _decimal(number) * scale, _unit_of_last_digit(number) * scale
    if match["further"]:
        # 3亿4千万: the parts are one number.
        mixed = parse_chinese_number(number.replace(",", "") + multiplier + match["further"])
        if mixed is None:
            return None
        value, precision = mixed, _chinese_precision(re.sub(r".*\d", "1", match["further"]))
    if match["sign"]:
        value = -value
    numeral = _measured(claims, match.span(), value, precision, unit, scale=scale, multiplier=multiplier)
    if numeral.figure_class == "duration":
        return _as_measured_time(claims, numeral)
    before = claims.text[max(0, match.start() - 24) : match.start()]
    if unit.printed == "位" and _RANK_CHANGED.search(before):
        return numeral._replace(figure_class="other", reason="rank_change")
    if unit.family == "age" and _AGE_GROUP.match(claims.text, match.end()):
        return numeral._replace(figure_class="other", reason="age_group")
    return numeral._replace(qualifier="more") if match["more1"] or match["more2"] else numeral


def _is_held(text: str, start: int, end: int) -> bool:
    """Whether 六期 counts what was held (举办培训六期) and does not number it (平台二期)."""
    return bool(_HELD.search(text, max(0, start - 24), start)) and text[end : end + 1] in ("", *"，。；、（")


def _as_measured_time(claims: Claims, numeral: Numeral) -> Numeral:
    """``numeral`` as a count where it is a time that was measured (平均用时 5 个工作日), as it is otherwise."""
    before = claims.text[max(0, numeral.start - 24) : numeral.start]
    is_time = numeral.figure_class == "duration"
    if is_time and (_TIME_MEASURED.search(before) or _is_compared(claims, numeral, before)):
        return numeral._replace(figure_class="count", reason=None)
    return numeral


def _is_compared(claims: Claims, numeral: Numeral, before: str) -> bool:
    """Whether a time is compared with the one measured right before it, in the same unit."""
    last = claims.numerals[-1] if claims.numerals else None
    return (
        last is not None
        and last.end <= numeral.start
        and (last.figure_class, last.unit) == ("count", numeral.unit)
        and bool(_TIME_COMPARED.search(before))
        and not re.search("[。；]", claims.text[last.end : numeral.start])
    )


def _measured(
    claims: Claims,
    span: tuple[int, int],
    value: Decimal,
    precision: Decimal,
    unit: Unit,
    *,
    scale: Decimal = Decimal(1),
    multiplier: str = "",
) -> Numeral:
    """The quantity of ``value`` printed units; ``precision`` is one unit of its last digit."""
    figure_class = _CLASS_OF_FAMILY.get(unit.family, "count")
    return Numeral(
        *span,
        figure_class,
        value * unit.factor,
        unit.base,
        multiplier + unit.printed,
        unit.family,
        scale * unit.factor,
        precision * unit.factor,
        "exact"  # 近三年 are the last three years, not nearly three
        if figure_class == "duration" and claims.text.endswith("近", 0, span[0])
        else _qualifier(claims.text, *span),
        "duration" if figure_class == "duration" else None,
    )


def _qualifier(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 8) : start]
    for name, pattern in _QUALIFIER_BEFORE:
        if (match := pattern.search(before)) and not (_COMPARES.match(match.group()) and _STANDARD.match(text, end)):
            return name
    match = _QUALIFIER_AFTER.match(text, end)
    return (match.lastgroup if match else None) or "exact"


def _is_word(text: str, end: int, unit: Unit) -> bool:
    """Whether the characters taken for a unit begin a word."""
    return unit.not_before is not None and bool(unit.not_before.match(text, end))


def _counts_one(text: str, match: re.Match[str]) -> bool:
    """一个 counts when it closes its clause after a noun (下属单位一个，); before a noun it is an article."""
    before = text[max(0, match.start() - 5) : match.start()]
    closes = match.end() == len(text) or text[match.end()] in "，。；、）"
    follows_noun = re.search(r"[\u4e00-\u9fff]{2}$", before) and not re.search(r"[每同唯第任某逐进之]$", before)
    # 成熟一个申报一个 is a manner of speaking.
    repeated = "一" in before or re.match(r"[、，]?[\u4e00-\u9fff]{1,4}一", text[match.end() :])
    return match["number"] == "一" and closes and bool(follows_noun) and not repeated


def _counts_roughly(text: str, match: re.Match[str]) -> bool:
    """近百家, 上千名, 万余人次: a lone multiplier counts where it is said how roughly."""
    return match["number"] in _ROUND and bool(
        match["more"] or text[match.start() - 1 : match.start()] in tuple("近上超逾约")
    )


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _unit_of_last_digit(number: str) -> Decimal:
    decimals = len(number.partition(".")[2])
    return _LAST_DIGITS[decimals] if decimals < len(_LAST_DIGITS) else Decimal(1).scaleb(-decimals)


def _chinese_precision(number: str) -> Decimal:
    whole, _, decimals = number.partition("点")
    precision = Decimal(1).scaleb(-len(decimals.rstrip("万亿"))) if decimals else Decimal(1)
    for character in reversed(number if decimals else whole):
        if character not in _MULTIPLIERS:
            break
        precision *= _MULTIPLIERS[character]
    return precision
