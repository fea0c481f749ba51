"""Statements: what each figure of a paragraph measures, of which whole it is a part, and of which project it speaks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from orchestration.extraction import phrases
from orchestration.extraction.distributed import AIMS_OF_LAST, distributed_metric, shared_metrics
from orchestration.extraction.items_told_of import (
    fund_told_before,
    fund_used_for,
    speak_of_fund,
    speak_of_project,
    speaks_of_item,
)
from orchestration.extraction.labels import completed, names_of
from orchestration.extraction.numeral import QUANTITIES, Numeral
from orchestration.extraction.outline import Section, Topic
from orchestration.extraction.periods import SentencePeriods
from orchestration.extraction.projects import ProjectTopics, projects_above
from orchestration.extraction.ranks import OWN_PLACE, contest_before, ranked_metrics
from orchestration.extraction.reading import Paragraph
from orchestration.extraction.roles import role_of
from orchestration.extraction.score_names import FULL_MARKS_GIVEN
from orchestration.extraction.sentence import Sentence, Statement
from orchestration.extraction.wholes import is_part_of_aim, open_from_last_sentence, update_groups, whole_of

# 满意度 92.4%，在省级 12 项文化类专项中排第三: of whatever was told right before.
_AMONG_COUNTED = re.compile(
    r"[，\0]*(?:[我全本][省市县区州旗盟镇乡局院校馆中心]+)?(?:均|都|也)?在(?P<scope>[^，。；、]{0,12}[\d两二三四五六七八九十][个家项所名支座户](?:[^，。；、（]|（[^（）]*）){1,16}?)(?<!考[核评])(?<!评[比价])当?中(?:综合)?(?:并列|排名?|位?列|位?居|名列|稳居)"
)
# 测评得分 92.8 分，在参评的市直部门中列第 11 位
_AMONG_NAMED = re.compile(
    r"[，\0]*(?:均|都|也)?在(?P<scope>[^，。；、]{2,16}?(?:部门|单位|机关|县区|（市、区）|地市|市州|城市|省份|乡镇|街道|高校|医院|法院))当?中"
    r"(?:综合)?(?:并列|排名?|位?列|位?居|名列|稳居)"
)
_MASKED = frozenset({"numbering", "year", "date", "doc_number"})
_STATED = QUANTITIES | {"rank"}
_SHORTEST_LABEL = 2
_SHORT_NOUNS = frozenset("牛羊猪鸡鸭鹅马驴兔鱼虾蟹")
# Under the heading 基本支出情况 an expenditure is that of the heading until other money is spoken of.
_NATURES = frozenset({"基本支出", "项目支出"})
_OTHER_MONEY = re.compile(r"三公|公务|总支出|整体支出|部门支出")
# 2024年中追加; 2024年中央资金, 2024年初中招生 and 2024年底层架构 are of the whole year.
_PART_OF_YEAR = re.compile(
    r"年(?:中(?![央等小心外型部医药职国共标华考文学草队层高级东西])|初(?![中级步次审评高])|末|底(?![层数薄]))"
)
_NAMED_PART = re.compile(r"半年|季度")
_COMPARES = re.compile(r"[，\0]*(?:同比|环比|[较与比同](?:(?:上|去|前)一?年|\0))")
# 纳入绩效目标管理项目46个 is no aim.
_ABOUT_GOALS = re.compile(r"(?:目标|指标|项目|任务|单位|科室|条)$|纳入|申报|编报|批复|设[置定立]|内设|下属|编制")
_BOUNDS = frozenset({"at_least", "at_most"})
# 上年城镇新增就业 is the same metric a year before; 上年结转 is money of this year.
_OF_LAST_YEAR = re.compile(r"(?:上一?年度?+|去年)(?:同期|[末底])?+的?+(?!结[转余]|提前)(?=..)")
_IN_A_YEAR = re.compile(r"，?而?\0+度?(?:为|是|达到?|仅)*")
_IN_A_LIST = re.compile(r"在[\u4e00-\u9fff]{0,10}(?:通报|排名|排行|名单)")
_OF_ALL = re.compile(r"总额|合计")  # “三公”经费。接待费a，总额较上年下降b
_NO_TOPIC = Topic()
_EACH = re.compile(r"均|都|皆")
# 满意度 91.3%，超过 90% 的目标值，列全市第四
_NOTHING_BETWEEN = re.compile(
    r"(?:的?(?:年度|年初|省定|市定|考核|预期|控制)*(?:目标|任务|计划|指标)(?:值|数)?)?[，（）]*"
)
_JOINS_RANKS = re.compile(r"[、，和]")
_SHARED_MAXIMUM = re.compile(r"(?:分值|满分|权重)(?:均|各|都)(?:为|是|占)?$")


def tell_anything(numerals: Iterable[Numeral]) -> bool:
    """Whether a statement can be made of one of ``numerals``: dates, names and codes measure nothing."""
    return any(numeral.figure_class in _STATED for numeral in numerals)


def find_statements(
    text: str,
    sentences: Sequence[tuple[int, int]],
    numerals: Sequence[Numeral],
    items: Sequence[int],
    *,
    fiscal_year: int,
    topic: Topic = _NO_TOPIC,
    earlier: Sequence[Statement] = (),
    body: re.Pattern[str] | None = None,
    project: str | None = None,
) -> list[Statement]:
    """Statements of the paragraph ``text``, in order.

    ``sentences`` are its sentences and ``items`` the starts of its run-in items, in reading characters: labels are
    completed from what was said in the same item only. ``topic`` is what the section tells, ``earlier`` are the
    statements before it; ``body`` finds the names of the report's own body, which says nothing of a figure;
    ``project`` is the one that the paragraph goes on about.
    """
    masked = _mask(text, numerals)
    if body is not None:
        masked = body.sub(lambda name: "，" * len(name.group()), masked)
    topics = ProjectTopics(text, masked, project, of_department=topic.of_department)
    statements: list[Statement] = []
    for index, (start, end), inside in _sentences_with_figures(sentences, numerals):
        sentence = Sentence(
            masked,
            start,
            end,
            [numeral for numeral in inside if numeral.is_quantity],
            index,
            topic.heading,
            topic.title,
        )
        sentence.told_before = _told_before(sentence, statements)
        ranks = [numeral for numeral in inside if numeral.figure_class == "rank"]
        open_from_last_sentence(sentence, statements[-20:], earlier)
        position, periods = 0, SentencePeriods(text, sentence, fiscal_year)
        above = projects_above(sentence, (statement.project_name for statement in chain(earlier, statements)))
        of_sentence: set[int] = set()
        for numeral in inside:
            found: list[Statement] = []
            if numeral.figure_class == "rank":
                found = _ranks(sentence, numeral, ranks, position)
            elif numeral.is_quantity:
                item = max((item for item in items if item <= numeral.start), default=0)
                found = _quantity(sentence, position, max(item, topics.start_before(numeral.start)))
                position += 1
            else:
                periods.note(numeral)
            for statement in found:
                speak_of_project(statement, above.get(numeral.start) or topics.at(numeral.start))
                # 项目经费中，甲项目预算 a 万元: the project's amounts are no parts of what another sentence told.
                if statement.project_name and statement.parent and id(statement.parent) not in of_sentence:
                    statement.parent = None
                other_money = topic.fund in _NATURES and _OTHER_MONEY.search(masked, 0, numeral.start)
                of_item = speaks_of_item(sentence, topic.fund) and not _OF_ALL.match(statement.label or "")
                if not statement.project_name and not other_money and not of_item:
                    speak_of_fund(statement, topic.fund)
                statement.as_of_month = periods.as_of_month(numeral)
                if statement.role == "actual" and _is_aim(statement, topic.goals):
                    statement.role = "target"
                statement.period_year = periods.other_year(numeral)
                _speak_of_last_year(statement, fiscal_year)
                _speak_of_the_past(statement, sentence, fiscal_year)
            sentence.said.extend(found)
            of_sentence.update(map(id, found))
        statements.extend(sentence.said)
    return statements


def _sentences_with_figures(
    sentences: Sequence[tuple[int, int]], numerals: Sequence[Numeral]
) -> Iterator[tuple[int, tuple[int, int], list[Numeral]]]:
    """Number, bounds and numerals of each of ``sentences`` in which something is told by a figure."""
    following = 0
    for index, (start, end) in enumerate(sentences):
        first = following
        while following < len(numerals) and numerals[following].start < end:
            following += 1
        inside = [numeral for numeral in numerals[first:following] if numeral.start >= start]
        if tell_anything(inside):
            yield index, (start, end), inside


def project_gone_on_about(section: Section, paragraph: Paragraph, earlier: Sequence[Statement]) -> str | None:
    """（三）甲项目。预算…。⏎整治街巷 11 条…: the project of the section's title, of which the paragraph before told."""
    last = earlier[-1] if earlier else None
    if last is None or section.paragraph == paragraph.index or last.paragraph not in section.paragraphs:
        return None
    return last.project_name if last.project_name and last.project_name in (section.title or "") else None


def _is_aim(statement: Statement, goals: str | None) -> bool:
    """Whether the figure is one of the ``goals`` that its section sets (``aims``: all of them, ``plans``: bounds)."""
    if goals is None or statement.numeral.qualifier in _BOUNDS:
        return goals is not None
    counted = statement.numeral.figure_class in ("percent", "count")
    return goals == "aims" and counted and not _ABOUT_GOALS.search(statement.label or "")


def _told_before(sentence: Sentence, statements: Sequence[Statement]) -> Statement | None:
    """The figure that a sentence goes on about which begins by comparing it, where there is no other."""
    if not _COMPARES.match(sentence.text, sentence.start, sentence.end):
        return None
    last = [s for s in statements if s.sentence == sentence.index - 1]
    wholes = [s for s in last if s.parent is None]
    return wholes[0] if len(wholes) == 1 and wholes[0].role == "actual" else None


def _speak_of_last_year(statement: Statement, fiscal_year: int) -> None:
    """上年举办招聘会 100 场 is told of 举办招聘会, and of the year before."""
    if last_year := _OF_LAST_YEAR.match(statement.label or ""):
        statement.period_year = fiscal_year - 1
        statement.label = (statement.label or "")[last_year.end() :]
        statement.item_name = _OF_LAST_YEAR.sub("", statement.item_name or "", count=1) or statement.item_name


def _speak_of_the_past(statement: Statement, sentence: Sentence, fiscal_year: int) -> None:
    """差错率 1.1%，2020 年为 1.8%: beside the result of this year it is the value from which that came."""
    year = statement.period_year
    if statement.role != "actual" or year is None or year >= fiscal_year:
        return
    words = sentence.text[sentence.clause_start(statement.numeral.start) : statement.numeral.start]
    if _IN_A_YEAR.fullmatch(words) and any(s.label == statement.label for s in sentence.said):
        statement.role = "previous"


def _mask(text: str, numerals: Sequence[Numeral]) -> str:
    """``text`` with list markers as commas and dates as NUL characters: neither is part of a label."""
    characters = list(text)
    for numeral in numerals:
        # 连续8月 says when; 学前三年毛入园率 is a name.
        timed = numeral.figure_class == "duration" and text[numeral.start].isdigit()
        part_of_year = numeral.figure_class == "date" and _NAMED_PART.search(text, numeral.start, numeral.end)
        if (numeral.figure_class in _MASKED and not part_of_year) or timed:
            filler = "，" if numeral.figure_class == "numbering" else "\0"
            # 2024年初部门预算: 年初 is a word, of a budget often the one that tells its stage.
            end = numeral.end - bool(_PART_OF_YEAR.match(text, numeral.end - 1))
            characters[numeral.start : end] = filler * (end - numeral.start)
    return "".join(characters)


def _quantity(sentence: Sentence, position: int, item: int) -> list[Statement]:
    """Statements of quantity number ``position``: one, or one a metric where several share the value."""
    numeral = sentence.quantities[position]
    update_groups(sentence, sentence.quantities[position - 1].end if position else sentence.start, numeral.start)
    if (distributed := distributed_metric(sentence, position)) is not None:
        role, label = distributed
        names = [label] if label else []
    elif names := shared_metrics(sentence, position):
        words = sentence.text[sentence.clause_start(numeral.start) : numeral.start]
        role = "maximum" if _SHARED_MAXIMUM.search(words) else "target" if AIMS_OF_LAST.search(words) else "actual"
    elif (single := role_of(sentence, position)) is None:
        return []
    else:
        return _with_full_marks(sentence, _single(sentence, position, single, item), numeral.end)
    statements = [
        Statement(numeral, number, sentence.index, role, name, name) for number, name in enumerate(names, start=1)
    ]
    for statement in statements:
        statement.parent = whole_of(sentence, statement)
    if len(statements) == 1 and statements[0].role == "maximum":
        return _with_full_marks(sentence, statements[0], sentence.quantities[sentence.chain(position)[1]].end)
    return statements


def _with_full_marks(sentence: Sentence, statement: Statement, end: int) -> list[Statement]:
    """预算编制（2 分）均得满分: what can be had was given too; ``end`` is that of the last figure of its list."""
    if statement.role != "maximum" or not FULL_MARKS_GIVEN.match(sentence.text, end):
        return [statement]
    return [statement, replace(statement, number=2, role="actual")]


def _single(sentence: Sentence, position: int, role: str, item: int) -> Statement:
    numeral = sentence.quantities[position]
    item_name, label = names_of(sentence, position, role)
    subject = fund_used_for(sentence, numeral, label)
    if subject:
        item_name = label = subject + label
    # A label without words of its own is another figure's, which is whole already.
    elif label and item_name and numeral.figure_class != "score":
        label, subject = completed(sentence, position, label, item)
    if len(label) < _SHORTEST_LABEL and label not in _SHORT_NOUNS:
        label = item_name = ""  # a lone 为, 的 or 占 names nothing
    if fund := fund_told_before(sentence, numeral, label):
        label, subject = fund + label, fund
        item_name = label
    statement = Statement(numeral, 1, sentence.index, role, label or None, item_name or label or None, subject)
    statement.parent = whole_of(sentence, statement)
    if is_part_of_aim(sentence, statement):
        statement.role = "target"
    return statement


def _ranks(sentence: Sentence, numeral: Numeral, ranks: Sequence[Numeral], position: int) -> list[Statement]:
    """Statements of a rank, one a metric; ``position`` quantities of the sentence stand before it."""
    if (distributed := _distributed_rank(sentence, numeral, ranks)) is not None:
        return distributed
    clause = sentence.clause_start(numeral.start)
    start = max(clause, sentence.quantities[position - 1].end) if position else clause
    labels, scope = ranked_metrics(sentence.text[start : numeral.start])
    among = _AMONG_COUNTED.fullmatch(sentence.text, clause, numeral.start)
    if among is None and _said_right_before(sentence, clause):
        among = _AMONG_NAMED.fullmatch(sentence.text, clause, numeral.start)
    if among:
        labels, scope = [], among["scope"]
    contest = contest_before(sentence.text[sentence.start : clause])
    if contest and (among or (len(labels) == 1 and OWN_PLACE.fullmatch(labels[0]))):
        # 在全省安全生产考核中，我市排名第四
        if scope is None or among:
            labels, scope = [contest.name], contest.place + (scope or "") or None
        else:
            labels = [contest.place + contest.name]
    elif contest and labels and scope is None:
        scope = contest.place or None  # 在全市水利建设考核中，除险加固工作排名第二
    recent = _said_right_before(sentence, clause)
    if recent and len(labels) == 1 and _IN_A_LIST.fullmatch(labels[0]):
        labels = []  # 服务率由 86.4% 提高到 92.7%，在自治区通报中位列第四
    each = _EACH.search(sentence.text[start : numeral.start])
    goes_to_each = labels and each and len(recent) > 1 and _told_of(sentence, numeral, labels[0])[1] is not None
    if goes_to_each:
        # 家政培训 a 人次、电商培训 b 人次，人数均排名第一: the bare word goes to each.
        labels = [(statement.label or "") + labels[0] for statement in recent]
    elif not labels and recent:
        told = [_measured(sentence, statement) for statement in (recent if each else recent[-1:])]
        labels = [statement.label for statement in told if statement.label]
    elif not labels and each:
        labels = _listed_before(sentence, clause)
    statements = []
    for number, label in enumerate(labels or [None], start=1):
        named = next((s.label for s in reversed(sentence.said) if label and s.label and s.label.endswith(label)), None)
        is_whole = named or goes_to_each or not label
        whole, subject = (named or label, None) if is_whole else _told_of(sentence, numeral, label or "")
        statements.append(Statement(numeral, number, sentence.index, "rank", whole, label, subject, rank_scope=scope))
    return statements


def _told_of(sentence: Sentence, numeral: Numeral, label: str) -> tuple[str, str | None]:
    """``label`` of a rank made understandable alone, and the phrase carried over for it."""
    return phrases.complete(label, sentence.earlier_phrases(sentence.start, numeral.start))


def _measured(sentence: Sentence, statement: Statement) -> Statement:
    """参保率达96.5%，比上年提高1.2个百分点，居全州第三: what rose is ranked, not its rise."""
    if statement.role != "change":
        return statement
    label = statement.label or ""
    said = (s for s in reversed(sentence.said) if s.role == "actual" and s.label and label.startswith(s.label))
    return next(said, statement)


def _listed_before(sentence: Sentence, clause: int) -> list[str]:
    """Metrics of the clauses since the last figure: A、B，以及C，均排名第二."""
    last_end = max([sentence.start, *(statement.numeral.end for statement in sentence.said[-1:])])
    return ranked_metrics(re.sub(r"，(?:以及|还有)?", "、", sentence.text[last_end:clause].strip("，；、")))[0]


def _distributed_rank(sentence: Sentence, numeral: Numeral, ranks: Sequence[Numeral]) -> list[Statement] | None:
    """A、B分别排名全省第二、第三: the statement of the rank's own metric, ``None`` where ranks are not distributed."""
    first = last = ranks.index(numeral)
    while first and _JOINS_RANKS.fullmatch(sentence.text, ranks[first - 1].end, ranks[first].start):
        first -= 1
    while last + 1 < len(ranks) and _JOINS_RANKS.fullmatch(sentence.text, ranks[last].end, ranks[last + 1].start):
        last += 1
    words = sentence.text[sentence.clause_start(ranks[first].start) : ranks[first].start]
    if last == first or "分别" not in words:
        return None
    labels, scope = ranked_metrics(words)
    label = labels[ranks.index(numeral) - first] if len(labels) == last - first + 1 else None
    return [Statement(numeral, 1, sentence.index, "rank", label, label, rank_scope=scope)]


def _said_right_before(sentence: Sentence, clause: int) -> list[Statement]:
    """Statements of values that end right where the clause at ``clause`` begins, with those chained to them."""
    run: list[Statement] = []
    end = clause
    for statement in reversed([said for said in sentence.said if said.numeral.start < clause]):
        between = sentence.text[statement.numeral.end : end]
        chained = "；" not in between and (not run or ("、" in between and "，" not in between))
        if statement.role == "rank" or not chained or (not run and not _NOTHING_BETWEEN.fullmatch(between)):
            break
        run.insert(0, statement)
        end = statement.numeral.start
    return run
