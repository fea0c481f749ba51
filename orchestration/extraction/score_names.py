"""What points are given for, and of how many."""

import re

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.ranks import OWN_PLACE, contest_before
from orchestration.extraction.sentence import Sentence, Statement

MAXIMUM = re.compile(r"(?:满分|分值|权重|标准分|总分值)$")
_NAMED_BEFORE_POINTS = re.compile(
    r"(?:^|[，。；：])(?P<name>[^，。；：\d]{2,20})，(?:满分|分值|权重|标准分|总分值)为?$"
)
# “过程”中预算完成率: an indicator, by the side that it belongs to
_OF_SIDE = re.compile(r"^“?[\u4e00-\u9fff]{2,6}”?(?:方面|部分|指标|类)?中的?(?=[\u4e00-\u9fff“]{4})")
_BARE_SCORE = re.compile(r"(?:自评|实际|最终|综合)?(?:得分?|评分|计分?)|自评|得满分?")
# 过程类（满分 30 分）27.86 分
_AFTER_MAXIMUM = re.compile(r"）[，：]?(?:为|是)?")
_THEN_POINTS = re.compile(r"，(?:实际)?[得计]分?为?")
# “三公”经费变动率为负，得 4 分
_RESULT_IN_WORDS = re.compile(
    rf"(?:^|[，。；：])(?P<name>[^，。；：\d]{{2,20}}[率度性])(?:为负|为零|达标|合格|符合要求){_THEN_POINTS.pattern}$"
)
FULL_MARKS_GIVEN = re.compile(
    r"分?）?(?:全(?:部)?得到?|(?:、[\u4e00-\u9fff“”]{2,14}（\d+(?:\.\d+)?分?）)*，?(?:以上)?(?:各项|指标)?(?:均|都|全部)?(?:自评)?(?:得|获得?|计|评)了?满分)"
)
"""After a maximum that all were given: 预算编制（2分）、信息公开（3分）均得满分; 实际72人次，6分全得."""
_FULL_MARKS = re.compile(r"(?:评价|指标)?(?:总分|总分值|满分)")
# 在全省消费者满意度测评中得 87.35 分
_IN_SURVEY = re.compile(
    r"^在(?:[全本我][国省市区县州盟旗系统]{1,2})?(?P<name>[^，]{2,24}?(?:测评|考核|考评|评价|调查|评比|竞赛|检查|评查))中$"
)
_OWN_POINTS = re.compile(rf"{OWN_PLACE.pattern}(?:年度|综合|平均|最终)*(?:得|得分|均分|平均分|总分|评分)?")
_THIS_ITEM = re.compile(r"(?:该|本|此)(?:项|部分|类)?(?:指标|内容)?")
_HOW_GIVEN = re.compile(r"按照?[^，]{1,12}(?:比例|标准|规定|进度|情况|方法|公式|办法|率)(?:计算|折算|计)?")
# Reasons and outcomes are names of nothing.
_NO_NAME = re.compile(
    r"^(?:因(?!素|地|公)|由于|受(?![众益助理教训让试访案灾检损聘])|但|且)|未|没有|(?:完成|达到|实现)了?(?:年度)?(?:计划|目标|任务|预期)|(?:停机|偏[高低慢差弱])$"
)
_ABOUT_SCORES = re.compile(r"得分|评分|评价|自评|结论|情况|分析|结果")
POINTS = re.compile(r"得分|评分")
_ALL_POINTS = 100
_MOST_POINTS = 40  # of one indicator


def names_of_points(sentence: Sentence, numeral: Numeral, before: str, role: str) -> tuple[str, str]:
    """Printed item name and label of points, from the words ``before`` them; may be empty."""
    if role == "maximum":
        return _names_of_maximum(sentence, numeral, before)
    last = sentence.said[-1] if sentence.said else None
    name = phrases.clean_before(before)
    if not (last and last.label) and _BARE_SCORE.fullmatch(name) and sentence.heading:
        return sentence.heading, sentence.heading  # under the heading 3.1 投入（15 分）: 自评得 15 分
    is_how = _HOW_GIVEN.fullmatch(re.sub("得$", "", name))  # 预算执行率 10 分，按执行率折算得 9.41 分
    is_bare = bool(_BARE_SCORE.fullmatch(name) or is_how or _stands_after_maximum(sentence, numeral, last))
    to_be_had = _points_to_be_had(sentence, numeral) if is_bare else None
    if is_bare and to_be_had is None and (rated := _rated_before(sentence, numeral, last)):
        return rated, rated
    is_points = last is not None and last.numeral.figure_class == "score" and last.role in ("maximum", "actual")
    to_be_had = to_be_had or (last if last and last.label and is_points else None)
    if to_be_had and is_bare:
        to_be_had.role = "maximum"  # 投入指标满分 15 分，得 15 分; 项目决策 20 分，得 18 分
        return to_be_had.label or "", to_be_had.label or ""
    if last and last.role == "actual" and _FULL_MARKS.fullmatch(last.item_name or "") and POINTS.search(name):
        last.role = "maximum"  # 总分 100 分，自评得分 96 分
    name = _OF_SIDE.sub("", re.sub(r"(?<!总)得$", "", name) if len(name) > 2 else name)
    this = _item_spoken_of(sentence) if _THIS_ITEM.fullmatch(name) else _survey_before(sentence, numeral, name)
    return (this, this) if this else (name, phrases.standalone(name).strip("“”"))


def _stands_after_maximum(sentence: Sentence, numeral: Numeral, last: Statement | None) -> bool:
    if last is None or last.role != "maximum":
        return False
    return bool(_AFTER_MAXIMUM.fullmatch(sentence.text, last.numeral.end, numeral.start))


def _points_to_be_had(sentence: Sentence, numeral: Numeral) -> Statement | None:
    """免疫密度 8 分，目标值 90%，实际达到 97.4%，得 8 分: the points told before results, of which some were given."""
    said = next((s for s in reversed(sentence.said) if s.numeral.figure_class == "score"), None)
    if said is None or said.role != "actual" or said is sentence.said[-1] or not said.label:
        return None
    most, given = said.numeral.value, numeral.value
    words = sentence.text[max(sentence.start, said.numeral.start - 3) : said.numeral.start]
    parted = "；" in sentence.text[said.numeral.end : numeral.start]
    is_given = POINTS.search(said.label) or re.search(r"[得评]分?为?$", words)
    return said if most and given is not None and given <= most and not parted and not is_given else None


def _survey_before(sentence: Sentence, numeral: Numeral, name: str) -> str | None:
    """What others gave points for, else ``None``: 在全省满意度测评中得 87 分, 考核中，我区均分 91 分."""
    survey = _IN_SURVEY.match(name)
    if survey is None and not _OWN_POINTS.fullmatch(name):
        return None
    clause = sentence.clause_start(numeral.start)
    contest = contest_before(sentence.text[sentence.start : clause]) if survey is None else None
    told = survey["name"] if survey else contest.name if contest else None
    return told + "得分" if told else None


def _rated_before(sentence: Sentence, numeral: Numeral, last: Statement | None) -> str | None:
    """What bare points are given for where they follow its result: 在职人员控制率为 91.67%，得 5 分."""
    if numeral.value is None or numeral.value > _MOST_POINTS:
        return None  # 执行率 95%，得 96 分: those of a project
    if last and last.numeral.figure_class == "percent" and last.role == "actual":
        return last.label if _THEN_POINTS.fullmatch(sentence.text, last.numeral.end, numeral.start) else None
    told = _RESULT_IN_WORDS.search(sentence.text[max(sentence.start, numeral.start - 30) : numeral.start])
    return phrases.clean_before(told["name"]) or None if told else None


def _names_of_maximum(sentence: Sentence, numeral: Numeral, before: str) -> tuple[str, str]:
    last = sentence.said[-1] if sentence.said else None
    name = _OF_SIDE.sub("", phrases.clean_before(MAXIMUM.sub("", phrases.strip_trailing(before))))
    if not name and last and sentence.opens_after(last.numeral, numeral):
        return last.item_name or "", last.label or ""  # 过程指标得 28.5 分（满分 30 分）
    start = max(sentence.start, numeral.start - 30, *(said.numeral.end for said in sentence.said[-1:]))
    alone = _NAMED_BEFORE_POINTS.search(sentence.text[start : numeral.start])
    if not name and numeral.value != _ALL_POINTS and alone:
        name = phrases.clean_before(alone["name"])  # 整体效能，分值 25 分
    if _NO_NAME.search(name):
        name = ""  # …，因机组停机，满分 7 分
    name = name or phrases.clean_before(sentence.before_parenthesis(numeral))
    if not name and numeral.value != _ALL_POINTS:
        name = _indicator_told_of(sentence) or _heading_of_points(sentence, numeral)
    if _THIS_ITEM.fullmatch(name):
        name = _item_spoken_of(sentence) or name
    # 自评采用百分制，满分100分: of the whole.
    return (name.strip("“”") or ("满分" if numeral.value == _ALL_POINTS else ""),) * 2


def _indicator_told_of(sentence: Sentence) -> str:
    """The indicator whose figures stand before its points: 读者满意度不低于 90%，实际为 94.6%，满分 10 分，得 10 分."""
    told: list[Statement] = []
    for statement in reversed(sentence.said):
        if statement.numeral.figure_class == "score":
            break
        told.append(statement)
    return next((statement.label for statement in reversed(told) if statement.label), "")


def _heading_of_points(sentence: Sentence, numeral: Numeral) -> str:
    """1.整体效能。分值 25 分，自评 23.47 分: the heading, where the sentence begins with its points."""
    begins = MAXIMUM.fullmatch(sentence.text[sentence.start : numeral.start].strip("，\0 "))
    title = sentence.title or ""
    return title if begins and not sentence.said and not _ABOUT_SCORES.search(title) else ""


def _item_spoken_of(sentence: Sentence) -> str | None:
    """What 该项指标 is: 在职人员控制率 94.83%，该指标 5 分, or the section's title: 1.整体效能 … 该项 25 分."""
    return _indicator_told_of(sentence) or sentence.title
