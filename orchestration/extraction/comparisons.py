"""Names of figures that are told beside a result: what was aimed at, by how much it changed, what was not reached."""

import re

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.roles import (
    BY_HOW_MUCH,
    BY_WORDS,
    CHANGE,
    COMPARED,
    DONE,
    HOPED,
    LIMITED,
    NEGATED,
    PLANNED_DEED,
    REACHES_CHANGE,
    TARGET_BEFORE,
    base_of_comparison,
    is_aim_of_change,
)
from orchestration.extraction.sentence import Sentence, Statement

_FUND_BUDGET = re.compile(r"(?P<fund>.{2,20}(?:经费|资金))(?:年初|全年|年度)?预算数?")
_SHARE_DONE = re.compile(r"完成[^，。]*(?:预算|决算)数?$|.*(?:决算|支出)数?完成[^，。]*预算数?$")
THAN = re.compile(r"[略稍远均仍]?(?:高于|低于|多于|少于|优于|劣于|好于|超过|相比|对比)的?|距离?|离")
_GIVEN = re.compile(
    rf"(?:{THAN.pattern})?(?:(?:国家|中央|自治区|上级|年初|年度|省|市|县|区|州|局|厅|上)*(?:下达|分解|确定|设定|核定|安排|交办|规定|要求|定)的?|年初|年度|全年|控制|考核|后者的?)?"
)
_PLANNED = re.compile(r"^\0*(?:计划|预计|拟)")
_DEED = re.compile(r"(?:完成|实现|开展|实施|组织|推进)?")
# What is told of a difference is no result that itself changes.
_DIFFERENCE = re.compile(r"净[增减]$|节[约省]$|^[为占].*预算的?$")
_IS_BUDGET = re.compile(r"预算(?:数|额|金额)?$")
_SPENT = re.compile(r"(?:实际|累计|全年)*(?:支出|执行|使用)(?:数|额|金额)?$")
_CAUSE = re.compile(r"^受[^，。；]{2,14}影响，?")
_DONE_AS_PLANNED = re.compile(rf"(?:受[^，。；]{{2,10}}影响，?(?:实际|仅|只)?|实际)(?:{phrases.VERB})")
_RESULT = re.compile(
    r"完成|(?:抽样|现场|检测|监测)*实测(?:值|结果)?|实际(?:完成值?|完工|竣工|建成|开工|达到|通过|实现|值)?|经?(?:(?:电话|入户|现场)?(?:回访|抽查|抽检|核查|测算|统计))(?:结果|实际)?|(?:第三方)?(?:问卷|抽样)?(?:调查|测评|评估)结果|全年(?:实际)?完成值?|完成值"
)


def names_compared(sentence: Sentence, numeral: Numeral, before: str, after: str, role: str) -> tuple[str, str]:
    """Names of what is no result: 未能 100% 完成预算, 较上年增长 5%, 达到 93.9% 的任务."""
    if role == "negated":
        return (phrases.counted_noun(after),) * 2
    words = phrases.strip_trailing(before)
    by = BY_HOW_MUCH.search(sentence.text[sentence.clause_start(numeral.start) : numeral.start])
    if by:
        told_by = by.string[by.start("by") : by.end()]  # 多, 多建
        words = re.sub(r"^的.*", "", words.removesuffix(told_by))  # 比 95% 的目标低 3.75 个百分点
    if role == "target":
        return _names_of_target(sentence, numeral, HOPED.sub("", NEGATED.sub("", words)), after)
    return _names_of_change(sentence, numeral, words, BY_WORDS[by["by"]] if by else None)


def _names_of_target(sentence: Sentence, numeral: Numeral, words: str, after: str) -> tuple[str, str]:
    """Names of what was aimed at: its own, else those of the result that it is told beside."""
    if base := base_of_comparison(words, after):
        label = of_same_unit(sentence, numeral)
        # “三公”经费支出 39 万元，比预算 46 万元节约 7 万元
        return "", _SPENT.sub("", label) + "预算" if label and _IS_BUDGET.search(base["base"]) else label
    given = "".join(phrases.recipient(after)) if numeral.figure_class == "count" and words == "计划" else ""
    if given:
        return given, given  # 计划为 260 户困难家庭实施适老化改造
    if not words or is_aim_of_change(words) or THAN.fullmatch(words) or REACHES_CHANGE.fullmatch(words):
        return "", of_same_unit(sentence, numeral)
    words = re.sub(f"^(?:{THAN.pattern})", "", words)
    name = re.sub(
        r"^(?:(?:超额|提前|圆满|全面|按期|已|只|仅)*完成|实现|达到|相当于|[为是占达])了?",
        "",
        phrases.strip_leading(words),
    )
    last = sentence.said[-1] if sentence.said else None
    if last and last.label and last.numeral.unit == numeral.unit and TARGET_BEFORE.fullmatch(name):
        # 抗病毒治疗率 94.1%，目标 93%; 完成营造林任务 12.6 万亩，为计划任务 12 万亩的 105%
        return name, re.sub(r"^(?:完成|实现)(?=..)", "", last.label)
    aim = phrases.standalone(PLANNED_DEED.sub("", phrases.standalone(TARGET_BEFORE.sub("", name))))
    # 示范单位 86 个，超过年初计划的 80 个; 出栏生猪 38 万头，完成市下达任务 36 万头的目标
    noun = phrases.counted_noun(after) if _DEED.fullmatch(aim) and phrases.ends_in_verb(words) else ""
    if noun:
        return noun, phrases.standalone(_PLANNED.sub("", words)) + noun  # 目标为：完成260个行政村环境整治
    says_nothing = (
        (aim and (_GIVEN.fullmatch(aim) or aim in ("年初", "年度", "全年")))
        or NEGATED.fullmatch(aim)
        or LIMITED.search(words)
        or name == "原计划"  # 办专题班九期，培训 213 人次，原计划十二期
    )
    if says_nothing or not name or (not aim and DONE.match(words)):
        aim = of_same_unit(sentence, numeral)
    return name, aim or phrases.standalone(name)


def _names_of_change(sentence: Sentence, numeral: Numeral, words: str, direction: str | None) -> tuple[str, str]:
    """Names of what changed; ``direction`` says how where ``words`` do not (多 12 件)."""
    # 高新技术企业186家，净增31家，同比增长20%: what grew are the enterprises.
    said = sentence.said or ([sentence.told_before] if sentence.told_before else [])
    # 预算a，支出b，完成预算的c%，比上年减少d: what became less is b.
    said = [s for s in said if not (numeral.figure_class == "money" and _SHARE_DONE.match(s.label or ""))]
    results = [s for s in said if s.role != "target" and not _DIFFERENCE.search(s.label or "")]
    last = _whole_of_list(sentence, numeral, next(reversed(results or said), None))
    words = _CAUSE.sub("", words)
    measured = phrases.standalone(phrases.clean_before(COMPARED.split(CHANGE.sub("", words))[0]))
    topic = measured or (CHANGE.sub("", last.label or "") if last else "")
    # “三公”经费预算 a 万元，实际支出 b 万元，（支出数）较上年减少 c 万元
    if phrases.is_stage(re.sub(r"(?:数|额|金额)$", "", topic)):
        funds = (_FUND_BUDGET.fullmatch(said.label or "") for said in reversed(sentence.said))
        topic = next((fund["fund"] for fund in funds if fund), "") + topic
    change = CHANGE.search(words)
    word = direction or (change.group() if change and not topic.endswith(change.group()) else "")
    return phrases.strip_leading(words), topic + word if topic else ""


def _whole_of_list(sentence: Sentence, numeral: Numeral, last: Statement | None) -> Statement | None:
    """在职 152 人，其中行政 28 人、事业 124 人，比上年减少 4 人: what became less is the whole, not its last part."""
    if last is None or last.parent is None or last.numeral.unit != numeral.unit:
        return last
    between = sentence.text[last.numeral.end : numeral.start]
    if "）" in between and "（" not in between:
        return last.parent  # 在职 291 人（行政 26 人，事业 265 人），比上年减少 6 人
    parts = [said for said in sentence.said if said.parent is last.parent]
    listed = len(parts) > 1 and sentence.text[parts[-2].numeral.end : last.numeral.start].startswith(("、", "和"))
    return last.parent if listed and sentence.text.startswith("，", last.numeral.end) else last


def of_same_unit(sentence: Sentence, numeral: Numeral) -> str:
    """Label of the last figure before ``numeral`` in its unit, empty where there is none."""
    told = [sentence.told_before, *sentence.said] if sentence.told_before else list(sentence.said)
    if told and (whole := _whole_of_list(sentence, numeral, told[-1])) and whole.label:
        told.append(whole)  # 支出 7.26 万元，其中 A 费 a、B 费 b，比上年的 8.10 万元下降
    same = (said.label or "" for said in reversed(told) if said.numeral.unit == numeral.unit)
    return next((label for label in same if not _DIFFERENCE.search(label)), "")


def is_result(numeral: Numeral, words: str) -> bool:
    """Whether ``words`` say no more than that this was reached: 实际完成值 95%, 受疫情影响实际举办 3 期."""
    done = numeral.figure_class == "count" and _DONE_AS_PLANNED.fullmatch(words)
    return bool(_RESULT.fullmatch(words) or done)


def label_of_aim(sentence: Sentence, numeral: Numeral) -> str | None:
    """Label of the target that a result follows: 接种率 ≥95%，（抽样 320 名，）实际完成 98.7%."""
    same_unit = (said for said in reversed(sentence.said[-4:]) if said.numeral.unit == numeral.unit and said.label)
    aim = next(same_unit, None)
    if aim is None or TARGET_BEFORE.search(aim.label or ""):
        return None
    if aim.numeral.qualifier in ("at_least", "at_most"):
        aim.role = "target"
    return aim.label
