"""Lists of parts: which whole a figure is a part of, read literally (其中, parentheses, colons)."""

import re
from collections.abc import Sequence

from orchestration.extraction.items_told_of import BARE_SPENDING
from orchestration.extraction.sentence import Group, Sentence, Statement

_CLOSES_PARTS = re.compile(r"^(?:本?(?:部门|单位|年度?)?)?(?:总(?:支出|收入|额|计|预算|体)|合计|共计|总计)")

# 执行数 and 执行金额 name one thing.
_AMOUNT = re.compile(r"(?:总?额|金额|数|(?<=...)资金)$")
_DONE = re.compile(r"实际|完成|已|达到")
_NAMED_WHOLE = re.compile(
    r"[，\0]*(?:其中[，：]?)?(?:在|从)?(?P<whole>[^，。；：\d]{2,16}?)"
    r"(?:(?:[中里]面?|当中)[，：]|(?:主要|又)?(?:包括|细?分为|构成|下设)(?:[\d一二两三四五六七八九十]+个?(?:[一二三]级)?(?:项|方面|部分|指标)+)?[：，]|(?:从|按照?)[^，。；：\d]{2,10}?(?:来?看|划?分为?)[，：](?:其中：)?|(?P<points>(?:方面|部分|指标|类|项?下|板块|维度|模块)[，：]))"
)
_OPENS_OR_ENDS = re.compile(
    r"其中：?|（|）|；|(?:分|分为|包括|包含|构成|如下|含)：|[；，](?=\0*主要包括)|，包括(?![了在])"
    # 基本支出 a，由人员经费 b 和公用经费 c 组成; 年末结转 a，主要是采购项目结转 b
    r"|，由|，含(?![税氧量水金])|(?<=元)中，|，主要[是为](?=[^，。；\d]{2,20}结[转余]$)"
)
MADE_UP = re.compile(r"[^，。；]{0,60}[组构]成(?=[，。；]|$)")
"""The rest of a clause that says what an amount is made up of: 由人员经费 a 和公用经费 b 组成."""
_CLOSES_LIST = {"，由": re.compile("[组构]成"), "，含": re.compile("[，；]"), "中，": re.compile("；")}
_LISTS = re.compile(r"分为|包括\d?[一二两三四五六七八九十]*个?项")
_AMONG_THEM = re.compile(r"[，\0]*其中")
_PARTS_OF_WHOLE = re.compile(r"各?(?:项(?:指标)?|部分|方面|板块|维度|模块|类|指标)$")


def open_from_last_sentence(sentence: Sentence, recent: Sequence[Statement], earlier: Sequence[Statement]) -> None:
    """A sentence that begins with 其中, 基本支出中 or 项目支出按级次分 lists parts of a whole said before it.

    ``recent`` are the statements of its paragraph, ``earlier`` those of the paragraphs before.
    """
    named = _NAMED_WHOLE.match(sentence.text, sentence.start, sentence.end)
    # 其中过程板块细分为：… names its whole, 其中 alone does not.
    if _AMONG_THEM.match(sentence.text, sentence.start, sentence.end) and not (named and _LISTS.search(named.group())):
        last = [s for s in recent if s.sentence == sentence.index - 1] if sentence.index else _last_said(earlier)
        wholes = [s for s in last if s.parent is None and _can_have_parts(sentence, s)]
        sentence.groups.append(Group(wholes[-1] if wholes else None, "其中", colon=True))
    elif named:
        said = [*earlier, *recent]
        whole = _AMOUNT.sub("", _PARTS_OF_WHOLE.sub("", named["whole"]))
        wholes = [
            s
            for s in said
            if s.item_name
            and whole in s.item_name
            and _PARTS_OF_WHOLE.sub("", _AMOUNT.sub("", s.item_name)).endswith(whole)
            and _can_have_parts(sentence, s)
            # 投入方面，在职人员控制率得5分: of points alone, anything else may be told of a side.
            and not (named["points"] and s.numeral.figure_class != "score")
        ]
        if wholes:  # 基本支出 71,188 万元，…。基本支出中，工资福利支出 64,520 万元
            sentence.groups.append(Group(wholes[-1], "其中", colon=True))


def _last_said(earlier: Sequence[Statement]) -> list[Statement]:
    """What the last sentence with figures of the paragraph before says."""
    return [s for s in earlier if (s.paragraph, s.sentence) == (earlier[-1].paragraph, earlier[-1].sentence)]


def update_groups(sentence: Sentence, start: int, end: int) -> None:
    """Follow the words between two figures: 其中, 含, parentheses and colons open lists, semicolons end them."""
    if start == sentence.start and not sentence.said:
        return
    _close_lists(sentence, end)
    matches = [
        match
        for match in _OPENS_OR_ENDS.finditer(sentence.text, start, end)
        if match.group() != "，由" or MADE_UP.match(sentence.text, match.end(), sentence.end)
    ]
    last = (
        next((said for said in reversed(sentence.said[-4:]) if _can_have_parts(sentence, said)), None)
        if matches
        else None
    )
    before = len(sentence.groups)
    for match in matches:
        token = match.group()
        if token == "；":
            if len(sentence.groups) > before:
                sentence.groups.pop()  # 人员经费a，主要包括工资、补贴；公用经费b: none of them has a figure
            elif (
                sentence.groups
                and sentence.groups[-1].opener == "其中"
                and _ends_at_semicolon(sentence, sentence.groups[-1])
            ):
                sentence.groups.pop()
        elif token == "）":
            if any(group.opener == "（" for group in sentence.groups):
                while sentence.groups.pop().opener != "（":
                    continue
        elif token == "（":
            if "）" not in sentence.text[match.end() : end]:
                sentence.groups.append(Group(last, "（"))
        elif token.startswith("其中") and sentence.groups and sentence.groups[-1].opener == "（":
            continue
        elif last is not None:
            opener = "其中" if token.startswith(("其中", "，包括", "，由", "，含", "中，", "，主要")) else "："
            # The parts of a part end at the semicolon that parts it from the next one.
            listed = token.startswith("，包括") and last.parent is None
            closes = _CLOSES_LIST.get(token)
            closed = closes.search(sentence.text, match.end(), sentence.end) if closes else None
            closed_at = (closed.end() if closed else sentence.end) if closes else None
            sentence.groups.append(Group(last, opener, listed or "：" in token, end=closed_at))


def _close_lists(sentence: Sentence, position: int) -> None:
    """End the lists whose own words have ended them before ``position`` (由A和B组成, 含A、B，)."""
    while sentence.groups and (sentence.groups[-1].end or position) < position:
        sentence.groups.pop()


def whole_of(sentence: Sentence, statement: Statement) -> Statement | None:
    """The statement of the whole of which ``statement`` is a part, ``None`` where it is none.

    A total closes all lists before it: it is never a part.
    """
    if statement.item_name and _CLOSES_PARTS.match(statement.item_name):
        sentence.groups.clear()
    if not sentence.groups or statement.role != "actual" or statement.numeral.figure_class == "percent":
        return None
    whole = sentence.groups[-1].whole
    if statement.numeral.figure_class == "score":
        # 管理效率下设三个二级指标，其中预算执行 10 分: parts of what has points, not of how many there are.
        scored = (group.whole for group in reversed(sentence.groups) if group.whole)
        whole = next((told for told in scored if told.numeral.figure_class == "score"), None)
    if whole is None or whole is statement or whole.numeral.unit != statement.numeral.unit or whole.role == "target":
        return None
    # 全年预算 a，含上年结转 b，实际支出 c: what was spent of an amount is no part of it.
    if sentence.groups[-1].end is not None and BARE_SPENDING.fullmatch(statement.item_name or ""):
        return None
    return whole


def is_part_of_aim(sentence: Sentence, statement: Statement) -> bool:
    """Whether a count is one of the parts of what is aimed at: 建设任务 8.4 万亩，其中新建 6.9 万亩、改造 1.5 万亩."""
    whole = sentence.groups[-1].whole if sentence.groups else None
    if whole is None or whole.role != "target" or statement.role != "actual":
        return False
    numeral = statement.numeral
    is_alike = numeral.figure_class == "count" and numeral.unit == whole.numeral.unit
    return is_alike and not _DONE.search(sentence.text, whole.numeral.end, numeral.start)


def _can_have_parts(sentence: Sentence, statement: Statement) -> bool:
    if statement.role == "target":
        # 救助 28 万人次，超过 26 万人次的目标，其中…: the parts are those of the result.
        told = (said for said in sentence.said if said.role == "actual" and said.numeral.unit == statement.numeral.unit)
        return statement.numeral.figure_class == "count" and next(told, None) is None
    return statement.role == "actual" and statement.numeral.figure_class != "percent"


def _ends_at_semicolon(sentence: Sentence, group: Group) -> bool:
    """Whether a semicolon ends ``group`` rather than parting its members, which shows after the first of them."""
    if group.colon and not group.semicolons:
        members = [s for s in sentence.said if group.whole and s.parent is group.whole and s.role == "actual"]
        group.semicolons = len(members) <= 1
    return not group.semicolons
