"""Names that stand after their figure, or in the numbers before it."""

import re

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.sentence import Sentence

# 按每亩100元的标准发放种粮补贴
_AT_STANDARD = re.compile(
    r"的?(?P<kind>补助|补贴|奖励|收费|奖补)?标准(?!以[内下上]|之内|范围)，?(?P<deed>发放|给予|兑付|拨付|补助|补贴|奖励|核发|落实|兑现|计发|收取|缴纳)?了?(?P<what>[\u4e00-\u9fff]{0,10})"
)
_EACH = re.compile(r"每(?:人|户|亩|头|家|床|班|生|公里|平方米|件|个|次)(?:每?(?:年|月|天|次|学期))?$")
# 完成 420 件文物的三维数据采集: what was done to what is counted
_DONE_TO = re.compile(r"(?P<thing>[\u4e00-\u9fff]{1,8})的(?P<deed>[\u4e00-\u9fff]{4,12})$")
_DOES_NOTHING = re.compile(r"(?:已|累计|全年|共|全面)*(?:完成|实现|开展|推进|组织|实施)了?")
# 其中 500 万元为中央补助资金
_BY_WHOM = re.compile(r"(?:为|是|系)(?P<name>[\u4e00-\u9fff]{2,14}(?:资金|经费|拨款|收入|补助|基金|结转|结余))")
# 其中 500 万元用于道路建设
_FOR_WHAT = re.compile(r"(?:主要|全部)?(?:用于|用作|投向|投入到?)(?P<name>[\u4e00-\u9fff（）]{2,16})")
# 尚有 180 万元县级配套资金未到位, 另有 12 万元尾款未支付
_STANDS_OUT = re.compile(
    r"的?(?P<name>[\u4e00-\u9fff]{0,10}?(?:资金|经费|拨款|尾款|[工货贷借]程?款|补助|补贴|费用?))"
    r"(?:(?:因|由于)[^，。；]{2,16})?(?P<state>(?:尚|仍|还)?未(?:能)?[\u4e00-\u9fff]{2,6})"
)
_BETTERS = re.compile(r"(?:有效|切实|进一步)?(?:巩固|提升|改善|保障|解决|满足|方便)+了?")
_BETTERED = re.compile(r"[\u4e00-\u9fff]{0,6}的(?P<what>[\u4e00-\u9fff]{2,12})")
# 年末尚有 588 万元没有支出
_UNSPENT = re.compile(r"(?:尚|仍|还)?(?:未能?|没有)(?:支出|使用|支付|拨付|执行|兑付)完?")
_STILL = re.compile(r"(?:目前|全年|年末|年底)?[尚仍还]?|(?:余下|其余|剩余|剩下)的?")
_TAKEN_BACK = re.compile(
    r"(?:已|全部)*(?:由(?:[省市县区旗州]|本级)?级?财政(?:部门|局)?(?:统一|全部)?收回|(?:交回|上缴|缴回)(?:[省市县区旗州]|本级)?级?(?:财政|国库))"
)
_CARRIED = re.compile(r"结转(?:至|到)?(?:下一?年|次年|\0+)度?(?:继续)?(?:使用|支出|用于[\u4e00-\u9fff、]{2,24})?")
# 90 分以上的项目 18 个
_WITH_POINTS = re.compile(
    r"(?:^|[，：；、（]|其中)(?P<points>(?:\d+(?:\.\d+)?分?(?:至|到|-|—|~|～))?(?:低于|高于|不足|超过)?\d+(?:\.\d+)?分(?:（不?含）)?"
    r"(?:及?以[上下])?(?:（不?含）)?)(?:的?(?P<noun>[\u4e00-\u9fff]{2,6}))?(?:有|为|共)?$"
)
_FROM_AMONG = re.compile(r"从(?P<deed>[\u4e00-\u9fff]{2,6})的")
_AREA = re.compile(r"(?:流域|区域|地区|领域|辖区|园区|城区|片区)$")
_LONGEST_OF_AREA = 6
# 为全县义务教育阶段 7,900 名学生提供补助
_RECIPIENTS = re.compile(r"^[，\0]*(?:已|共|累计|全年)*[为向对给](?P<whose>[\u4e00-\u9fff（）]{2,16})$")


def told_after(sentence: Sentence, numeral: Numeral, after: str, cleaned: str) -> tuple[str, str] | None:
    """Names told after a figure: 按每亩100元的标准发放种粮补贴 → 种粮补贴标准每亩, 仅覆盖35%的乡镇 → 覆盖乡镇."""
    if numeral.figure_class == "percent" and phrases.ends_in_verb(cleaned) and after.startswith("的"):
        share_of = phrases.counted_noun(after[1:])
        return share_of, cleaned + share_of
    done = _DONE_TO.match(after) if numeral.figure_class == "count" and _DOES_NOTHING.fullmatch(cleaned) else None
    if done:
        return done["thing"] + done["deed"], done["thing"] + done["deed"]
    # 巩固提升 1.06 万人的饮水安全
    bettered = _BETTERED.fullmatch(after) if numeral.figure_class == "count" and _BETTERS.fullmatch(cleaned) else None
    if bettered:
        return bettered["what"], cleaned + bettered["what"]
    if numeral.figure_class == "money" and (name := _name_of_money(after, cleaned)):
        return name, name
    return _standard(sentence, numeral, after, cleaned)


def _name_of_money(after: str, cleaned: str) -> str | None:
    """Name of an amount from the words after it, where those before it name nothing."""
    if not cleaned and (given := _BY_WHOM.fullmatch(after) or _FOR_WHAT.fullmatch(after)):
        return given["name"]
    still = _STILL.fullmatch(cleaned)
    if (still or phrases.ends_in_verb(cleaned)) and (left := _STANDS_OUT.fullmatch(after)):
        return left["state"] + left["name"]
    if still and _UNSPENT.fullmatch(after):
        return "未支出资金"
    gone = (_CARRIED.fullmatch(after) or _TAKEN_BACK.fullmatch(after)) if still else None
    return gone.group().replace("\0", "") if gone else None


def _standard(sentence: Sentence, numeral: Numeral, after: str, cleaned: str) -> tuple[str, str] | None:
    """Names of an amount that is paid for each: 按每亩 100 元的标准发放种粮补贴."""
    match = _AT_STANDARD.match(after)
    if not match or not (numeral.figure_class == "money" or numeral.unit_family == "rate_money"):
        return None
    each = _EACH.search(cleaned)
    before = cleaned[: each.start()] if each else cleaned
    deed = match["deed"] if match["deed"] in ("补助", "补贴", "奖励") else ""
    what = match["kind"] or match["what"] or deed or re.sub("均?按$", "", before)
    if not what and sentence.said:
        what = phrases.thing_measured(sentence.said[-1].label or "")  # 护理补贴 3478 人，按每人 100 元的标准发放
    return "标准", f"{what}标准{each.group() if each else ''}" if what else ""


def with_points(sentence: Sentence, numeral: Numeral, noun: str) -> tuple[str, str] | None:
    """Names of those that have so many points: 90 分以上 18 个, 80 至 90 分的项目 3 个."""
    if numeral.figure_class != "count":
        return None
    said = _WITH_POINTS.search(sentence.text[max(sentence.start, numeral.start - 30) : numeral.start])
    if said is None:
        return None
    counted = said["noun"] or noun
    return counted or said["points"], said["points"] + counted


def recipients(before: str, after: str, noun: str) -> tuple[str, str] | None:
    """Names of those for whom something is done: 为全县义务教育阶段 7,900 名学生提供补助 → 义务教育阶段学生."""
    whose = _RECIPIENTS.match(before) if noun and phrases.starts_with_verb(after.removeprefix(noun)) else None
    return (noun, phrases.without_bare_place(phrases.standalone(whose["whose"])) + noun) if whose else None


def counted_of(numeral: Numeral, noun: str, cleaned: str) -> tuple[str, str] | None:
    """Names of those counted that share what stands before: 从申报的 73 个项目中择优, 小流域 12 个监测断面."""
    if numeral.figure_class != "count" or not noun:
        return None
    if from_among := _FROM_AMONG.fullmatch(cleaned):
        return noun, from_among["deed"] + noun
    in_area = _AREA.search(cleaned) and len(noun) <= _LONGEST_OF_AREA
    return (noun, phrases.standalone(cleaned) + noun) if in_area else None
