"""Whether a figure is a result, a target, an earlier value, a change, points or their maximum."""

import re

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.prefilter import AtEnd
from orchestration.extraction.score_names import MAXIMUM, POINTS
from orchestration.extraction.sentence import Sentence, Statement

_TARGET_AFTER = re.compile(
    r"的?(?:年度|年初|预期|预定|省定|市定|县定|既定|规定|考核|上级|控制)?(?:目标|任务|指标|要求|计划)(?!完成)"
    r"|的规定(?:比例|标准|要求|限额)|的预期(?![\u4e00-\u9fff])|的?(?:控制|考核|规定)?(?:上限|控制[标数线价]|红线)"
)
_TASK_AFTER = re.compile(
    r"的(?:年度|年初|预期|预定|省定|市定|县定|既定|规定|考核|上级|控制)?(?:目标|任务|指标|要求|计划)(?!完成)"
    r"|的[\u4e00-\u9fff]{2,4}目标|的预期(?![\u4e00-\u9fff])|的(?:控制|考核|规定)?(?:上限|控制[标数线价]|红线)"
)
_ASSIGNED = AtEnd(r"(?:下达|设定|确定)的$")
_ASSIGNED_AFTER = re.compile(r".*任务|(?:年度|控制)?(?:目标|指标|计划)(?:数|值)?")
_PLANNED = re.compile(
    r"^\0*(?:本?项目|本年|年度|年初|全年|总体|绩效|预期)*(?:目标|计划|预计|拟|原定)(?:任务|值|为|是|：)?(?!申报|设定|管理|审核|编[制报]|批复|公开|自评|评审|实现)(?P<deed>[\u4e00-\u9fff].*)"
)
_DEED_OR_NOUN = re.compile(r"(?:补助|补贴|招生|培训|建设|扶持|支持|改造|服务|资助|奖励)[\u4e00-\u9fff]{0,6}")
# 总体目标为治理面积 1,429 公顷
_AIM_IS = AtEnd(r"目标(?:任务|值)?(?:为|是)[^，。；]{2,}$")
# 完工率 85.7%，低于年初设定的 90%
_THAN_SET = re.compile(
    r"(?:高于|低于|超过|超出|未达到|达不到|(?:没有|未能?)(?:做到|达到)|优于)(?:年初|年度|全年|预期|上级|合同|省定|市定|国家|自治区|省|市|县)*"
    r"(?:(?:目标|计划)?(?:设定|确定|下达|核定|约定|规定|要求)的?|(?:目标|任务|计划)(?:任务|数|值)?)$"
)
_BEYOND = AtEnd(r"超(?:额|过|出)?(?:年度)?(?:目标|任务|计划)$")
PLANNED_DEED = re.compile(r"(?:计划|预计|拟|原定)(?=[\u4e00-\u9fff]{2,8}$)")
_EXCEEDS = re.compile(r"[，\0]*(?:高于|低于|超过|超出|优于|未达到)")
# 平台年度计划上线“一件事”服务 28 个，实际上线 26 个
_PLANNED_WITHIN = re.compile(r"(?:年度|全年|年初)?计划[\u4e00-\u9fff]{2,4}[^，。；]*$")
_ACTUALLY = re.compile(
    r"[\u4e00-\u9fff]{0,14}，(?:[^，。；\d]{2,30}，)?(?:受[^，。；\d]{2,10}影响)?(?:(?:全年|年末|至年末|截至年底|最终)?(?:实际|[仅只已]?(?:建成|完成|完工|竣工|开工|投用)[^，。；\d]{0,6}\d))"
)
LIMITED = re.compile(
    r"^(?:严格)?控制在(?P<set>(?:年初|年度|全年|上级|国家|自治区|省|市|县|合同|设定|规定|确定|核定|下达|批复)+的?)?(?:每[\u4e00-\u9fff]{1,3})?$"
)
_WITHIN = re.compile(r"的?[^，。]{0,10}(?:以内|之内|范围内)")
_GOALS = re.compile(r"(?:目标|计划|任务|指标值)(?:为|是|如下|要求|值|(?:主要)?包括)?：(?:(?!实际|已完成|完成情况).)*$")
# 计划完成护砌 9.4 万平方米，整修溢洪道 21 处: all of the sentence is planned.
_PLAN = re.compile(
    rf"[，\0]*(?:项目|年度|全年|年初)*计划(?:{phrases.VERB})(?:(?!实际|已|最终|全年|截至|当年|年内|年底|竣工|建成|完工|仅|只|预算|万元).)*$"
)
DONE = re.compile(r"^\0*(?:全年|累计|共|已|实际|只|仅)*(?:完成|实施)")
FROM = AtEnd(
    r"[由从](?:上年度?|去年|[上去]年[末底]|年初|\0|的|(?:项目)?(?:实施|改造|建设|整治|治理|帮扶)之?前)*(?P<each>每(?:人|户|亩|学期)每?[年月天]?)?的?$"
)
WAS_BEFORE = re.compile(
    r"[，\0]*(?:本?项目|工程)?(?:实施|改造|建设|整治|治理|修缮|开工)[之以]?前(?:的)?|，?(?:上一?年度?|去年)(?:同期)?|，?\0+"
)
_TO = re.compile(
    r"(?:\0|[\u4e00-\u9fff]){0,6}(?:提高|提升|增加|增长|上升|扩大|下降|减少|降低|压减|压缩|缩减|缩短|降|升)(?:到|至|为)"
)
_RISEN = re.compile(r"同?比?(?:增长|增加|上升|提高|提升|下降|减少|降低)了?")  # 由上年的 81.2 亿元增长 20.1%
HOPED = re.compile(r"力争|力求")
TARGET_BEFORE = AtEnd(
    r"(?:批复|规定|控制|核定|考核)的?(?:上限|限额)(?:值|为)?$|(?:年度|年初|全年|预期|原)?(?:目标|指标|任务|计划|预期)(?:值|数|任务|任务数|进度)?(?:不?[低少高超][于过])?[≥≤＞＜=]?$"
)
# 能耗下降 2.8%，完成了下降 2% 的年度目标
REACHES_CHANGE = re.compile(
    r"(?:超额|全面|圆满|顺利|按期|没有|尚?未能?)*(?:完成|实现|达到|超过|优于|高于|好于|低于|不及)了?(?:[省市县区州]?(?:下达|确定|规定)?的?)?"
    r"(?:同比|年均)?(?:增长|上升|提高|提升|下降|减少|降低)"
)
_ACHIEVED = re.compile(
    r"(?:完成(?!率)|达到|^为|占(?=(?:年度|全年|年初|当年|资金|投资|项目|总|省|市|县|下达|既定|的)*(?:目标|任务|计划)))[^，]{0,8}(?:目标|任务|计划)(?:任务|数|值)?$"
)
_AIM_OF_CHANGE = re.compile(r"(?:目标|计划|预期)(?:值|目标)?(?:为|是)?(?:同比|年均)?(?:增长|上升|提高|下降|减少|降低)$")
_RATE = re.compile(r"率$")  # 计划完成率 110.9% is no plan
# 播种 38.62 万亩，完成目标任务 38.5 万亩
_FULFILS = re.compile(r"(?:超额|全面|圆满)?完成了?(?=(?:年度|年初|全年|省定|市定|县定)*(?:目标|任务|计划))")
# 计划新建 4 万亩，建成 3.4 万亩
_DONE_DEED = re.compile(r"，?(?:已|仅|只|实际|全年)*(?:建成|完成|竣工|完工|通过验收|开工|投用|投入使用|实施){1,2}了?")
CHANGE = AtEnd(
    r"(?:增长|增加|增幅|上升|提高|提升|下降|减少|降低|降幅|回落|下滑|压减|压缩|缩减|缩短|削减|提标|增)(?:了|到|幅度)?$"
)
COMPARED = re.compile(r"(?:同比|环比|(?:较|比|与|高于|低于)[^，]{0,12}?(?:[年月期初末数前\0]|相比))")
# 比上年多12件, 较预算标准625元低1.65%: by how much, in which direction
BY_WORDS = {"多": "增加", "少": "减少", "高": "提高", "低": "降低"}
BY_HOW_MUCH = AtEnd(
    r"(?:较|(?<![占对])比(?![例重率值]))[^，。；]{1,20}(?<![减最缺至提降偏不])(?P<by>[多少高低])"
    r"(?:(?<=[多少高低])出|(?<=[多少])(?![于达为数])[\u4e00-\u9fff]{1,2})?$"
)
_COMPARED_WITH = re.compile(r"(?:较|(?<![占对])比(?![例重率值]))(?P<base>[^，。；]{0,12})$")
_BY_AFTER = re.compile(
    r"[多少高低]出?|节[约省]|(?:压减|减少|增加|超支|结余|下降|降低|回落|增长|上升|提高|提升)了?$|的[^，。；]{0,8}[多少高低]出?$"
)
_SET = re.compile(r"标准|定额|预[算定期]|目标|计划|任务|控制")
# 与上年相比，支出减少 1,386.20 万元
_BASE = re.compile(r"(?:[与同较比和](?:上年|上一年|去年|年初|\0)[^，。；]{0,8}|同比|环比)，[^，。；]{0,20}$")
_TASKS = AtEnd(
    r"任务$|(?:绩效|个性|共性|量化|定量|定性|核心|[一二三]级)(?:指标|目标)$|(?:设置|设定|设立|编制|申报)的?(?:指标|目标)$"
)
NEGATED = re.compile(r"(?:未能?|没有|未曾|不能|难以)(?:够|达到|达|完成|实现|达成)?$")
_DEDUCTED = AtEnd(r"(?:扣|扣减|扣除|减|加|失|丢)(?:了|去|掉)?$")
# 投入（15 分，自评 14.2 分）: how many there are, then how many were given.
_POINTS_OF = re.compile(r"，(?:自评|实际|实得|最终)*(?:得分?|评分|计分?|自评)?为?\d[\d.]*分）")
_GRADE_AFTER = re.compile(r"(?:（不?含）)?(?:以[上下])?的?(?:评?为|是)[“「]?(?:优|良|中|差|合格|不合格|及格)")
REACHED = AtEnd(
    r"(?:增加|增长|(?<![新净])增|减|提高|上升|扩大|下降|减少|降低|压减|压缩|缩减|缩短|提升|降|升)(?:到|至)[约近超]?$"
)


def base_of_comparison(words: str, after: str) -> re.Match[str] | None:
    """What a result is compared with, if the figure before ``after`` is that: 较预算标准 625 元低 1.65%."""
    return _COMPARED_WITH.search(words) if _BY_AFTER.match(after) else None


def is_aim_of_change(words: str) -> bool:
    """Whether ``words`` tell how much was to change (预期目标为增长), and not how a result compares (比计划增长)."""
    aim = _AIM_OF_CHANGE.search(words)
    return aim is not None and re.search("[较比与同]", words[: aim.start()]) is None


def role_of(sentence: Sentence, position: int) -> str | None:
    """Role of quantity number ``position``.

    ``None`` for points that are no score of anything: deducted points, bounds of grades. ``previous`` is the value
    of an earlier time from which something rose or fell.
    """
    numeral, after = sentence.quantities[position], sentence.after(position)
    words = phrases.strip_trailing(sentence.before(position)[0])
    if numeral.figure_class == "score":
        return _role_of_points(sentence, numeral, words, after)
    is_rate = numeral.figure_class == "percent"
    reaches_change = REACHES_CHANGE.fullmatch(words) and _TASK_AFTER.match(after)
    aims_at_change = is_rate and is_aim_of_change(words)  # 固定资产投资增长 3.1%，预期目标为增长 6%
    if aims_at_change or (is_rate and (reaches_change or NEGATED.search(words))):
        # 未达到 85% 的目标; 未能 100% 完成
        return "target" if aims_at_change or _TARGET_AFTER.match(after) else "negated"
    by_how_much = BY_HOW_MUCH.search(sentence.text[sentence.clause_start(numeral.start) : numeral.start])
    changed = CHANGE.search(words) and not REACHED.search(sentence.before(position)[0])
    compared = COMPARED.search(words) or _BASE.search(
        sentence.text[max(sentence.start, numeral.start - 40) : numeral.start]
    )
    # 比上年决算 126 万元减少 7 万元; 与 2020 年支出 8,926 万元相比，减少 409 万元
    follows_base = bool(sentence.said) and sentence.said[-1].role == "previous"
    if (
        by_how_much
        or numeral.unit_family == "percentage_point"
        or (changed and (is_rate or compared or follows_base or numeral.unit_family == "duration"))
    ):
        return "change"
    base = base_of_comparison(words, after)
    set_before = base and _SET.search(base["base"] + after)
    held_against = after.startswith("相比") and words.lstrip("，\0").startswith(("与", "同", "和"))
    # 达标率 96.3%，项目实施前仅为 88.5%; 纯收入 16,284 元，上年为 14,327 元
    was_before = WAS_BEFORE.fullmatch(words) and sentence.said and sentence.said[-1].numeral.unit == numeral.unit
    risen = _TO.match(after) or _RISEN.fullmatch(after)
    if (FROM.search(words) and risen) or (base and not set_before) or held_against or was_before:
        return "previous"  # 由（上年的）92.1% 提升到 95.3%
    # 超额完成年度目标（80%）: the parenthesis says what the target was.
    aim = words or phrases.strip_trailing(sentence.before_parenthesis(numeral))
    achieved = is_rate and words and _ACHIEVED.search(words)
    set_after = (_TARGET_AFTER if is_rate else _TASK_AFTER).match(after)
    assigned = _ASSIGNED.search(words) and _ASSIGNED_AFTER.fullmatch(after)
    planned = _PLANNED.match(words)
    # 计划新开工 6,500 套，实际新开工 6,820 套; 控制在 1.1 万元的标准以内
    compared_after = (PLANNED_DEED.search(words) or _PLANNED_WITHIN.search(words)) and (
        _ACTUALLY.match(sentence.text, numeral.end) or _followed_by_deed(sentence, position)
    )
    limit = LIMITED.search(words or sentence.before(position)[0])
    limited = limit and (limit["set"] or _WITHIN.match(after))  # 控制在年初设定的 1.5% 以内
    # 计划补助 115 户: a noun that can be done is, where so many of them are to be.
    deed = planned and (
        (phrases.starts_with_verb(planned["deed"]) and not _RATE.search(planned["deed"]))
        or (numeral.figure_class == "count" and _DEED_OR_NOUN.fullmatch(planned["deed"]))
    )
    # 超过金牌 8 枚、奖牌 35 枚的参赛目标
    following = sentence.quantities[position + 1 : position + 2]
    listed = _EXCEEDS.match(words) and following and sentence.text.startswith("、", numeral.end)
    set_together = listed and _TASK_AFTER.match(sentence.after(position + 1))
    aimed = set_before or set_after or assigned or deed or set_together
    # 安排重点工作任务 9 项, 设置绩效指标 26 项
    last = sentence.said[-1] if sentence.said else None
    of_last = last is not None and _is_aim_of(last, numeral, words)
    counts_tasks = _TASKS.search(aim) and numeral.unit in ("项", "个", "条") and not of_last
    # 完成年度目标 20 亿元的 118.5%
    shared = following and sentence.text[numeral.end : following[0].start] == "的" and following[0].unit == "%"
    if shared and not is_rate and TARGET_BEFORE.search(aim):
        return "target"
    named = TARGET_BEFORE.search(aim) and not _BEYOND.search(aim) and not DONE.match(words) and not counts_tasks
    told = sentence.text[sentence.start : numeral.start]
    hoped = numeral.figure_class != "money" and HOPED.search(words)
    did = last is not None and last.role == "target" and last.numeral.unit == numeral.unit
    among_goals = _GOALS.search(told) or (_PLAN.match(told) and not (did and _DONE_DEED.fullmatch(words)))
    told_as_aim = (
        aimed
        or named
        or (of_last and not is_rate and _FULFILS.match(words))
        or _AIM_IS.search(words)
        or _THAN_SET.search(words)
        or among_goals
        or compared_after
        or limited
        or hoped
    )
    return "target" if told_as_aim and not achieved else "actual"


def _followed_by_deed(sentence: Sentence, position: int) -> bool:
    """计划建成 3 所，通过验收 2 所: whether the next clause says of as many of the same unit what was done."""
    numeral, following = sentence.quantities[position], sentence.quantities[position + 1 : position + 2]
    gap = sentence.text[numeral.end : following[0].start] if following else ""
    alike = following and following[0].unit == numeral.unit and gap.startswith("，")
    return bool(alike) and bool(_DONE_DEED.fullmatch(gap) or phrases.is_bare_verb(gap[1:]))


def _is_aim_of(last: Statement, numeral: Numeral, words: str) -> bool:
    """整治黑臭水体 21 条，年度任务 24 条: whether bare words of an aim are said of the result right before them."""
    aim = _FULFILS.sub("", words)
    return last.role == "actual" and last.numeral.unit == numeral.unit and bool(TARGET_BEFORE.fullmatch(aim))


def _role_of_points(sentence: Sentence, numeral: Numeral, words: str, after: str) -> str | None:
    if _DEDUCTED.search(words) or numeral.qualifier in ("at_least", "at_most"):
        return None
    if _GRADE_AFTER.match(after) and not POINTS.search(words):
        return None  # 80分（含）至90分为良
    if CHANGE.search(words) and COMPARED.search(words):
        return "change"  # 自评得分 95.33 分，比上年提高 1.87 分
    alone = not words and (after.startswith("）") or _POINTS_OF.match(sentence.text, numeral.end))
    all_given = not words and after.startswith(("全得", "全部得"))  # 6 分全得
    is_maximum = MAXIMUM.search(words) and not words.endswith("得满分")
    return "maximum" if is_maximum or alone or all_given else "actual"
