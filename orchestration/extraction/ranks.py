"""Ranks: which metrics hold a place (A、B均排名全市第二) and among whom."""

import re
from typing import NamedTuple

from orchestration.extraction.phrases import standalone, strip_leading, strip_trailing

_BODIES = r"(?:\d+|[一二三四五六七八九十]+)个[\u4e00-\u9fff（）]{1,8}?"
_PLACES = r"各?(?:县（市、区）|市（[州县]）)|各?(?:(?!考核|考评|年度|绩效)[\u4e00-\u9fff]){1,4}?"
_SCOPE = rf"全[国省市区县州盟旗系](?:{_BODIES}|{_PLACES})?"
_RANKING = r"(?:综合)?(?:排名|排行|排序|位居|位列|居于|稳居|跃居|名列|排在|处于|并列|列|居|排)"
_TAIL = re.compile(
    rf"(?:连续[\0]*)?(?:均|都|皆|分别)?(?:在)?(?P<before>{_SCOPE})?(?:[的中内里])?{_RANKING}(?:在)?(?P<after>{_SCOPE}|[\u4e00-\u9fff]{{2,8}})?(?:的)?$"
    rf"|(?:连续[\0]*)?(?:均|都|皆)?(?:在)?(?P<bare>全[国省市区县州盟旗系](?:各?[\u4e00-\u9fff]{{1,4}})?)$"
)
_ADVERB = re.compile(r"(?:同样|同时|也|已经|已|继续|连续|保持|持续|中|里|当中)+$")
_AMONG_BODIES = re.compile(
    r"在(?P<scope>(?:[东中西]部|东北|西北|西南|华[东南北中]|[\u4e00-\u9fff]{1,3}三角)(?:地区|省份|各省|城市)?|(?:全[国省市区县州盟旗]|[省市区县州]直|同类|同级)[\u4e00-\u9fff]{0,8}?"
    r"(?:部门|单位|机关|系统|机构|馆|院|校|局|县|区|市|乡镇|街道|企业))$"
)
_IN_CONTEST = re.compile(r"(?P<of>.+)在(?P<scope>全[国省市区县州盟旗])[^，、]{0,12}?(?:考核|考评|评比|评价|测评)")
_IN_ORDER = re.compile(r"(?:按|从|由)[高低多少大小]到[高低多少大小](?:排[序列名])?")
_WHOLE_PLACE = re.compile(r"^全[国省市区县州盟旗](?!面)")
_BODY_AMONG = re.compile(
    r"[^，、]{1,14}(?:[局委办厅院校馆社所会联镇乡]|中心|街道|单位)在(?P<scope>全[国省市区县州盟旗])(?!面|[^，]{0,8}(?:部门|单位|机关|馆|院|校|局|县|区|市|乡镇|街道|企业)$)"
)
_AMONG = re.compile(r"在?(?P<scope>全[国省市区县州盟旗])(?!面|年)")
_HOW_MANY = re.compile(
    r"^(?:\d+|[一二三四五六七八九十]+)个(?:县（市、区）|区县|县区|市县|市州|州市|地市|部门|单位|乡镇|镇街|街道|[县区市州])?"
)
# What a ranked metric ends in; a list item that ends otherwise is part of the next one (帮扶甲市、乙州、… 人数).
_METRIC = re.compile(
    r"(?:数|率|额|量|场次|人次|户次|产值|总值|投资|占比|比重|比例|考核|考评|评价|工作|指标|得分|成绩|满意度|面积|收入|增速|增幅|指数|水平|测评|评估|进度|规模|效能)$"
)
_SHARED_HEAD = re.compile(
    r"(?:任务完成率|任务数|[\u4e00-\u9fff]{2}(?:人数|人次)|完成率|办结率|人数|人次|总量|总额|占比)$"
)


_CONTEST = re.compile(
    r"(?:^|[在，])(?P<name>(?!在)[^，。；]{2,30}?"
    r"(?:考核|考评|评比|评价|测评|评议|评选|竞赛|比武|评估|检查|评查|督查|抽查|调查|排名|通报))"
    r"(?:的?[\d一二两三四五六七八九十]+个[^，。；]{1,10})?中?，$"  # 的9个县（区）中
)
_PART_OF_CONTEST = re.compile(r"^(?:年[度终中末]|[上下]半年|第?[一二三四]季度|全年)*")
OWN_PLACE = re.compile(
    r"(?:[我全本该](?:省|市|县|区|州|旗|盟|镇|乡|街道|局|院|校|社|委|厅|馆|所|中心|单位|支队|大队|分局|学院|医院)|支队|大队|分局|学院|学校|医院|团[省市州县区]委|[省市县区]局)"
)
"""How a report speaks of its own body or place (我市), which is no metric."""


class Contest(NamedTuple):
    """A contest without the place of which all take part; ``place`` is empty where none is told."""

    name: str
    place: str


def contest_before(text: str) -> Contest | None:
    """The contest that ``text`` ends in (在全省安全生产考核中，), ``None`` where it ends in none."""
    match = _CONTEST.search(text)
    if match is None:
        return None
    name = _PART_OF_CONTEST.sub("", match["name"].replace("\0", ""))
    place = _WHOLE_PLACE.match(name)
    return Contest(name[place.end() :], place.group()) if place else Contest(name, "")


def ranked_metrics(clause: str) -> tuple[list[str], str | None]:
    """Labels of the metrics that share a rank, from the words before it, and the scope of the ranking.

    The list is empty where the clause names no metric; dates are masked with NUL characters.
    """
    clause = _IN_ORDER.sub("", clause)
    match = _TAIL.search(clause)
    scope = (match["before"] or match["after"] or match["bare"]) if match else None
    subject = _ADVERB.sub("", strip_trailing((clause[: match.start()] if match else clause).replace("\0", "")))
    contest = _IN_CONTEST.fullmatch(subject) if scope is None else None
    if contest and (whole := _WHOLE_PLACE.match(contest["of"])):
        scope, subject = contest["scope"], contest["of"][whole.end() :]  # 全市工会工作在全省考核中排名第三
    elif scope is None and not _AMONG_BODIES.fullmatch(subject) and (among := _AMONG.match(subject)):
        scope = among["scope"]  # 在全市绩效考核中排名第二, 在全市 7 个区县教育工作考核中排名第二
        subject = _HOW_MANY.sub("", subject[among.end() :])
    elif scope is None and (among := _BODY_AMONG.match(subject)):
        scope, subject = among["scope"], subject[among.end() :]  # 区信访局在全市年度考核中排名第四
    elif contest:
        scope, subject = contest["scope"], contest["of"]  # 河长制工作在全省考核中排名第六
    elif scope is None and (among := _AMONG_BODIES.search(subject)):
        scope, subject = among["scope"], subject[: among.start()]  # 传播力在全国省级博物馆中排名第九
    return [label for item in metric_names(strip_leading(subject)) for label in _parts(item)], scope


def metric_names(subject: str) -> list[str]:
    """Names of the metrics that ``subject`` lists (A率、B率).

    Words that end no metric share the last words of the next one (甲人员、乙人员再就业率) or are part of it.
    """
    items: list[str] = []
    pending: list[str] = []
    for part in subject.split("、"):
        pending.append(part)
        if _METRIC.search(part):
            items.extend(_share_ending(pending))
            pending = []
    if pending:
        items.append("、".join(pending))
    return [item for item in (standalone(item) for item in items) if item]


def _share_ending(parts: list[str]) -> list[str]:
    """甲人员, 乙人员再就业率 → 甲人员再就业率, 乙人员再就业率; one name where no word joins the parts."""
    *others, last = parts
    for length in range(len(others[0]) if others else 0, 1, -1):
        joint = others[0][-length:]
        position = last.rfind(joint)
        if position >= 0 and all(other.endswith(joint) for other in others):
            return [other + last[position + length :] for other in others] + [last]
    return ["、".join(parts)]


def _parts(item: str) -> list[str]:
    """南粤家政和农村电商培训人数 names two metrics that share their last words."""
    left, joint, right = item.partition("和")
    if not joint or "和" in right or len(left) < 4 or "、" in item:
        return [item]
    if _METRIC.search(left):
        of = re.fullmatch(r"(?P<metric>.{3,})的(?P<head>任务完成率|完成率|增速|占比)", right)
        return [left + of["head"], of["metric"] + of["head"]] if of else [item]
    head = _SHARED_HEAD.search(right)
    return [left + head.group(), right] if head and head.start() >= 3 else [item]
