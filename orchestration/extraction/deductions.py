"""Reasons given for lost points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from orchestration.extraction.outline import Section, following_markers
from orchestration.extraction.reading import Paragraph

_LOST_WORDS = ("扣分", "失分", "减分", "扣减", "丢分")
_LOST = rf"(?:{'|'.join(_LOST_WORDS)})"
_LOSES = r"(?:扣[减除掉了]?|(?<![丢损缺过流消])失去?|丢掉?)"
_MENTIONED = re.compile("|".join((*_LOST_WORDS, "扣", r"[失丢][去掉]?\d", "未得分", r"分，(?:自评|实际)?[得评]")))
_CAUSE = r"(?:(?:[是为系：]|在于|有)+(?:由于|因为|因)?|由于|因为|因(?!素))"
# 扣1分，…测算有偏差: of points alone 有 gives no reason.
_CAUSE_OF_POINTS = _CAUSE.replace("|有", "")
# 扣0.5分。有两个合同…: after a full stop the reason is announced, or it is none of what was told before.
_ANNOUNCED_REASON = r"的?(?:[，,]?(?:主要)?(?:原因|因素|理由|说明)?|。(?:主要)?(?:原因|因素|理由|说明))(?:主要)?"
_REASON = re.compile(
    rf"(?:{_LOST}(?:项|点|因素|事项|指标)?|未得分){_ANNOUNCED_REASON}{_CAUSE}"
    rf"|{_LOSES}\d+(?:\.\d+)?分[^。；完]{{0,12}}?{_ANNOUNCED_REASON}{_CAUSE_OF_POINTS}"
)
# 主要扣分原因如下：, 扣分情况：, 主要扣分点： announce a list.
_ANNOUNCED = (
    rf"(?:主要)?{_LOST}(?:项|点|事项|指标|情况)?(?:目|及|和|与|的)*(?:主要)?"
    r"(?:原因|因素|理由|说明|依据|分析)?(?:说明|分析)?(?:主要)?(?:情况)?"
)
_ENDS_ANNOUNCED = re.compile(_ANNOUNCED + r"(?:有|是|为|包括)?(?:以下[^，。；：]{0,8}|如下)?[：，。]?$")
_BEGINS_LIST = re.compile(_ANNOUNCED + r"[^，。；：]{0,8}：(?:①|（1）|1[.、]|一是)")
_HEADING = re.compile(rf"^[^，。；：]{{0,8}}{_ANNOUNCED}$")
_ITEM = re.compile(r"(?:(?<=[：；。])|^)\d{1,2}[.、](?=[\u4e00-\u9fff“])")
_POINTS_LOST = re.compile(rf"{_LOSES}(?P<points>\d+(?:\.\d+)?)分")
_POINTS_AFTER = re.compile(r"[，,]?[^，。；：]{0,16}?" + _POINTS_LOST.pattern)
_POINTS_BEFORE = re.compile(_POINTS_LOST.pattern + r"[，,。（]?[^，。；：\d]{0,12}[：]?$")
# …，绩效目标合理性满分8分，得7分，扣1分: the points that could be had and were given, told before those that were lost.
_POINTS_RUN = re.compile(
    r"(?:^|(?<=[，；。：]))(?P<name>[^，。；：\d]{0,20}?)(?:满分|分值|权重|标准分)为?\d+(?:\.\d+)?分，"
    r"(?:自评|实际|按[^，]{2,12})?[得评]分?为?\d+(?:\.\d+)?分，?"
)
# 目标设定 8 分，得 7.5 分，个别指标未细化: the reason after both.
_REASON_AFTER = re.compile(
    r"(?:^|(?<=[，；。：]))(?P<name>[^，。；：\d]{2,20}?)(?:满分|分值|权重|标准分)?为?(?P<most>\d+(?:\.\d+)?)分，"
    r"(?:自评|实际)?[得评]分?为?(?P<given>\d+(?:\.\d+)?)分，(?:主要)?(?:原因)?[是系因]?(?P<reason>(?:(?!\d[\d.]*分)[^；。]){4,60})(?=[；。]|$)"
)
_RUN_AFTER = re.compile(_POINTS_RUN.pattern + _POINTS_LOST.pattern)
_THIS_ITEM = re.compile(r"(?:该|本|此)?项?(?:指标)?(?:共|合计|酌情|相应|故|被)*")
# What was said before the reason began: other points, another sentence.
_SAID_BEFORE = re.compile(r"[。；：]|\d分(?:（[^（）]*）)?")
_LEADING = re.compile(r"^[，、\s]*(?:[一二三四五六七八九十]是)?(?:其中|主要|是)*(?:因(?![此地公素而])为?|由于)?")
_CAUSED = re.compile(r"[，、](?:主要)?(?:因(?![此地公素而])为?|由于)")
_CAUSED_OR_BUT = re.compile(rf"{_CAUSED.pattern}|，(?:但是?|然而)")
_WHY = re.compile(
    r"不|未|没|缺|欠|滞后|偏|较|过(?!程)|晚|慢|低(?![保碳值])|少(?![数年])|差(?![旅额])|延迟|推迟|影响|逾期|超期|闲置|笼统|仍(?!然?为)"
)
# 覆盖率年初目标 90%，实际 81.6%，扣 1.2 分; 名列第四，目标是进入前三，扣 0.8 分
_FELL_SHORT = re.compile(
    r"(?:目标|计划|任务|指标)(?:任务|值|数)?(?:为|是|：)?[^，。；]{1,24}，[^。；]*(?:实际|仅|只|完成|达到?|发生|测算|为)"
    r"|，(?:年初|年度|全年)?(?:目标|计划|任务)(?:值|数)?(?:为|是)[^，。；]{2,20}，?$"
)
# 三项共扣 2 分 sums up what is told elsewhere.
_NO_LOSS = re.compile(r"(?:[共计总]|累计|合并)[扣失丢]|扣分(?:情况|原因|标准)|未?扣分$|可扣|应扣")
_AFTER_LOSS = re.compile(r"，(?P<reason>(?:(?!\d[\d.]*分)[^；。]){4,60})(?=[；。]|$)")
# 每低于1%扣0.5分 is a rule and no reason.
_RULE = re.compile(
    r"每|凡|如果?(?!期)|若|标准|规则|不扣|扣完|否则|的$|以上的|以下的|办法|按照?(?:标准|比例|规则|评分|差额|偏差|档次|百分比)"
)
# 执行率未达到 100%，按比例扣 0.43 分: how the points were counted.
_HOW_LOST = re.compile(r"，按照?[^，。；每]{2,8}$")
# 扣分说明：1.过程（30分），得27.59分。…: an item that gives points is no reason, though it may tell some.
_GIVES_POINTS = re.compile(r"得分?\d+(?:\.\d+)?分")
_NO_REASON = re.compile(r"[无没]有?|不扣分|暂无")
_SHORTEST_REASON = 4
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Deduction:
    """One reason; ``ordinal`` counts within a run 一是 … 二是 …, ``start``/``end`` are reading characters.

    ``points`` is where the number of points lost for it begins, ``item`` what the text says lost them; either is
    ``None`` where nothing is printed.
    """

    ordinal: int
    reason: str
    start: int
    end: int
    points: int | None = None
    item: str | None = None


def find_deductions(text: str, run_in: Sequence[Section], announced: Section | None = None) -> list[Deduction]:
    """Reasons for lost points in the paragraph ``text``; ``run_in`` are the run-in items of this paragraph.

    ``announced`` is the paragraph's own section where it is an item of a list of reasons (主要扣分原因如下：).
    """
    if announced is None and not run_in and not _MENTIONED.search(text):
        return []
    if announced and _GIVES_POINTS.search(text):
        announced = None
    found: list[Deduction] = []
    for section in run_in:
        if section.number == 1 and _begins_reasons(text, section):
            found.extend(_run(text, run_in, section))
    for find in (_after_points,) if announced else (_after_points, _before_points, _after_both):
        explained = {_with_points(text, told).points for told in found} - {None}
        for ordinal, start, end, item in find(text):
            reason = _with_points(text, Deduction(ordinal, text[start:end].strip("，、： "), start, end, None, item))
            # What was told once, in whatever words, is one reason; so is what one loss of points is explained by.
            is_told = any(told.start - 4 < end and start < told.end for told in found)
            if not is_told and reason.points not in explained:
                found.append(reason)
    if announced is None:
        found.extend(_without_reason(text, found))
    if announced and not found and len(text) - announced.marker_end >= _SHORTEST_REASON:
        # ③…；④…: the list goes on within the paragraph.
        following = following_markers(text, announced)
        starts = [announced.marker_end, *(end for _, end, _ in following)]
        ends = [*(start for start, _, _ in following), len(text)]
        for ordinal, (start, end) in enumerate(zip(starts, ends, strict=True), start=announced.number or 1):
            found.append(Deduction(ordinal, text[start:end].strip("，；。、 "), start, end))
    given = (deduction for deduction in found if deduction.reason and not _NO_REASON.fullmatch(deduction.reason))
    return sorted((_with_points(text, deduction) for deduction in given), key=lambda deduction: deduction.start)


def _begins_reasons(text: str, first: Section) -> bool:
    """Whether the words before the ``first`` item of a run, or the heading that it begins under, announce reasons."""
    before = text[max(0, first.start - 30) : first.start]
    heading = first.parent.title if first.parent and not before.strip("，。；： ") else None
    return bool(_ENDS_ANNOUNCED.search(before) or (heading and _HEADING.search(heading)))


def announced_reason(section: Section, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether ``section`` is an item of a list of reasons: its heading or the words before it say so."""
    parent = section.parent
    if parent is None or section.kind != "heading" or not section.marker or not re.search(r"\d|[①-⑳]", section.marker):
        return False
    if parent.title and _HEADING.search(parent.title):
        return True
    before = next((paragraphs[i].text.rstrip() for i in reversed(parent.paragraphs) if i < section.paragraph), "")
    # 扣分情况：①…；②…；⏎③…: the list that began in the paragraph before goes on.
    return bool(_ENDS_ANNOUNCED.search(before[-40:]) or (before.endswith("；") and _BEGINS_LIST.search(before)))


def _with_points(text: str, deduction: Deduction) -> Deduction:
    """``deduction`` with the points that are printed in it, right after or right before it, and what lost them."""
    match = (
        _POINTS_LOST.search(text, deduction.start, deduction.end)
        or _POINTS_AFTER.match(text, deduction.end)
        or _RUN_AFTER.match(text, min(deduction.end + 1, len(text)))
        or _POINTS_BEFORE.search(text[: deduction.start])
    )
    if match is None:
        return deduction
    points = match.start("points")
    return replace(deduction, points=points, item=_what_lost(text, points) or deduction.item)


def _what_lost(text: str, position: int) -> str | None:
    """What the clause that ends at ``position`` says has lost points, ``None`` where it names nothing."""
    clause = re.split(r"[，。；：、（]", text[max(0, position - 30) : position])[-1]
    item = re.sub(f"{_LOSES}$", "", clause).strip()
    is_name = 0 < len(item) <= _LONGEST_NAME and not _WHY.search(item) and not _THIS_ITEM.fullmatch(item)
    return item if is_name and not re.search(r"\d", item) else None


def _after_points(text: str) -> Iterator[tuple[int, int, int, str | None]]:
    """扣分主要原因是…；…。: ordinal, span and item of each reason that follows the words about lost points."""
    matches = list(_REASON.finditer(text))
    # 过程指标扣分，系…；产出指标扣分，系…。: each goes on to where the next one begins.
    ends_before = [max(text.rfind(mark, 0, match.start()) for mark in "；。，") for match in matches[1:]]
    for match, following in zip(matches, [*ends_before, len(text)][: len(matches)], strict=True):
        stop = text.find("。", match.end())
        end = len(text) if stop < 0 else stop
        end = min(end, max(following, match.end()))
        if item := _ITEM.match(text, match.end()):
            # 主要扣分原因：1.…。2.…。: the items go on over the ends of sentences.
            items = [item, *_ITEM.finditer(text, item.end())]
            ends = [*(following.start() for following in items[1:]), len(text)]
            for ordinal, (opened, end_of_item) in enumerate(zip(items, ends, strict=True), start=1):
                yield ordinal, opened.end(), len(text[:end_of_item].rstrip("；。 ")), None
            continue
        item_name = _what_lost(text, match.start())
        for ordinal, (start, end_of_part) in enumerate(_parts(text, match.end(), end), start=1):
            if ordinal > 1 and _POINTS_AFTER.match(text, end_of_part):
                break  # 扣0.7分，主要是备案不全；增长率低于指标值，扣0.96分
            yield ordinal, start, end_of_part, item_name


def _before_points(text: str) -> Iterator[tuple[int, int, int, str | None]]:
    """因…，扣2分: ordinal and span of each reason that stands before the points that were lost for it."""
    start, ordinal = 0, 0
    for match in _POINTS_LOST.finditer(text):
        runs = [run for run in _POINTS_RUN.finditer(text, start, match.start()) if run.end() == match.start()]
        told_until = runs[-1].start() if runs else match.start()
        item = _named(runs[-1]["name"]) if runs else None
        start = max([start, *(said.end() for said in _SAID_BEFORE.finditer(text, start, told_until))])
        leading = _LEADING.match(text[start:told_until])
        begin, end = start + (leading.end() if leading else 0), told_until
        causes = list((_CAUSED_OR_BUT if runs else _CAUSED).finditer(text, begin, end))
        is_caused = bool(causes) or bool(leading and _CAUSED.search("，" + leading.group()))
        begin = causes[-1].end() if causes else begin
        start = match.end()
        before, comma, name = text[begin:end].rstrip("，").rpartition("，")
        fell_short = bool(_FELL_SHORT.search(text, begin, end))
        if not fell_short and comma and len(name) <= _LONGEST_NAME and not _WHY.search(name):
            end = begin + len(before)  # 采购启动较晚，预算执行扣1.6分: the last clause says of what
        reason = text[begin:end]
        says_why = is_caused or fell_short or _WHY.search(reason)
        told = _HOW_LOST.sub("", text[begin : match.start()])
        if len(reason) >= _SHORTEST_REASON and says_why and not _RULE.search(told):
            ordinal += 1
            yield ordinal, begin, len(text[:end].rstrip("，")), item
        elif len(reason) < _SHORTEST_REASON and (after := _reason_after(text, match.end())):
            # 得 14 分，扣 1 分，人员调动较多: nothing stands before the points but other points.
            ordinal += 1
            yield ordinal, *after, item


def _reason_after(text: str, position: int) -> tuple[int, int] | None:
    """Span of the clause right after points that were lost, where it says why."""
    after = _AFTER_LOSS.match(text, position)
    if after is None or not _WHY.search(after["reason"]) or _RULE.search(after["reason"]):
        return None
    return after.span("reason")


def _after_both(text: str) -> Iterator[tuple[int, int, int, str | None]]:
    """目标设定 8 分，得 7 分，…: ordinal, span and item of each reason that follows points some of which were lost."""
    ordinal = 0
    for match in _REASON_AFTER.finditer(text):
        if Decimal(match["given"]) < Decimal(match["most"]) and _WHY.search(match["reason"]):
            ordinal += 1
            yield ordinal, *match.span("reason"), _named(match["name"])


def _without_reason(text: str, found: Sequence[Deduction]) -> Iterator[Deduction]:
    """Losses of which the text only tells how many points they cost: 满意度扣 0.4 分."""
    explained = {_with_points(text, told).points for told in found}
    earlier = 0
    for match in _POINTS_LOST.finditer(text):
        before = (text.rfind(mark, 0, match.start()) + 1 for mark in "。；：")
        start = max(earlier, *before, *(one.end for one in found if one.end <= match.start()))
        earlier = match.end()
        told = text[start:earlier]
        inside = any(one.start <= match.start() < one.end for one in found)
        is_rule = _RULE.search(told) or _RULE.search(text, start, match.start())
        if match.start("points") in explained or inside or is_rule or _NO_LOSS.search(told):
            continue
        item = _what_lost(text, match.start("points"))
        yield Deduction(1, told.strip("，、： "), start, match.end(), match.start("points"), item)


def _named(name: str) -> str | None:
    """``name`` where it is one of an indicator, and no reason or outcome."""
    return name if name and not _WHY.search(name) and not _THIS_ITEM.fullmatch(name) else None


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between the semicolons of a sentence, up to the next clause about points (…；效益指标得 10 分)."""
    for part in re.finditer(r"[^；]+", text[start:end]):
        if part.start() and re.search(r"\d分", part.group()):
            return
        yield start + part.start(), start + part.end()


def _run(text: str, run_in: Sequence[Section], first: Section) -> list[Deduction]:
    run: list[Deduction] = []
    for section in run_in[run_in.index(first) :]:
        if section.number != len(run) + 1:
            break
        reason = text[section.marker_end : section.end].strip("，；。、 ")
        run.append(Deduction(len(run) + 1, reason, section.marker_end, section.end))
    return run
