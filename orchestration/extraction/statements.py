"""Statements: what each figure of a sentence measures, of which whole it is a part, and of which project it speaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.extraction import phrases
from orchestration.extraction.numerals import Numeral
from orchestration.extraction.projects import ProjectTopics
from orchestration.extraction.ranks import ranked_metrics

_BOUNDARY = re.compile(r"[，；：。！？\t ]")
_OPENS_PARTS = re.compile(r"其中|(?:分别?为?|包括|包含|构成|组成|如下|含)[：，]?$|[分括含][：]")
_CLOSES_PARTS = re.compile(r"^(?:本?(?:部门|单位|年度?)?)?(?:总(?:支出|收入|额|计|预算|体)|合计|共计|总计)")
_TARGET_AFTER = re.compile(r"的?(?:年度|年初|预期)?(?:目标|任务|指标|要求|计划)(?!完成)")
_TARGET_BEFORE = re.compile(r"(?:目标|指标|任务|计划|预期)(?:值|数|任务|任务数)?(?:不?[低少高超][于过])?[≥≤＞＜=]?$")
_ACHIEVED = re.compile(r"(?:完成|达到|占)[^，]{0,8}(?:目标|任务|计划)(?:任务|数|值)?$")
_CHANGE = re.compile(r"(?:增长|增加|增幅|上升|提高|提升|下降|减少|降低|降幅|回落|下滑|增)(?:了|到|幅度)?$")
_COMPARED = re.compile(r"(?:同比|环比|(?:较|比|与)[^，]{0,12}?(?:[年月期初末数\0]|相比))")
_NEGATED = re.compile(r"(?:未能?|没有|未曾|不能|难以)(?:够|达到|达|完成|实现|达成)?$")
_MAXIMUM = re.compile(r"(?:满分|分值|权重|标准分|总分值)$")
# Nouns that name nothing by themselves: 分为 A 和 B 两个方面 counts 方面, not what is divided.
_ABSTRACT = frozenset({"方面", "部分", "环节", "板块", "类别", "大类", "层面", "维度"})
_BARE_SCORE = re.compile(r"(?:自评|实际|最终|综合)?(?:得分?|评分|计分?|得分为)?")
_DEDUCTED = re.compile(r"(?:扣|扣减|扣除|减|加)(?:了|去|掉)?$")


@dataclass(slots=True)
class Statement:
    """One metric of one figure. ``parent`` is the statement of the whole, read literally; ``number`` counts the metrics of a figure."""

    numeral: Numeral
    number: int
    sentence: int
    role: str
    label: str | None
    item_name: str | None
    subject: str | None = None
    project_name: str | None = None
    parent: "Statement | None" = None
    rank_scope: str | None = None
    as_of_month: str | None = None
    period_year: int | None = None


@dataclass(slots=True)
class _Group:
    """Parts that are being listed of a whole; ``opener`` is 其中, a colon or the parenthesis.

    ``colon`` says that a colon opened it: such lists may part their members by semicolons (其中：A；B；C).
    """

    whole: Statement | None
    opener: str
    colon: bool = False
    semicolons: bool = False


@dataclass(slots=True)
class _Sentence:
    """The sentence under way. ``text`` is the paragraph with dates and list markers masked, so that positions hold."""

    text: str
    start: int
    end: int
    quantities: Sequence[Numeral]
    index: int
    said: list[Statement] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)


def find_statements(
    text: str, sentences: Sequence[tuple[int, int]], numerals: Sequence[Numeral], items: Sequence[int], fiscal_year: int
) -> list[Statement]:
    """Statements of the paragraph ``text``, in order.

    ``items`` are the starts of its run-in items: labels are completed from what was said in the same item only.
    """
    masked = _mask(text, numerals)
    topics = ProjectTopics(text, masked)
    statements: list[Statement] = []
    for index, (start, end) in enumerate(sentences):
        inside = [numeral for numeral in numerals if start <= numeral.start < end]
        sentence = _Sentence(masked, start, end, [numeral for numeral in inside if numeral.is_quantity], index)
        _open_from_last_sentence(sentence, statements)
        ranks = [numeral for numeral in inside if numeral.figure_class == "rank"]
        for numeral in sorted([*sentence.quantities, *ranks], key=lambda numeral: numeral.start):
            if numeral.figure_class == "rank":
                found = _ranks(sentence, numeral)
            else:
                item = max((item for item in items if item <= numeral.start), default=0)
                found = _quantity(sentence, numeral, item)
            for statement in found:
                _speak_of_project(statement, topics.at(numeral.start))
                statement.as_of_month = _as_of_month(text, start, numeral, inside, fiscal_year)
                statement.period_year = _period_year(text, numeral, inside, fiscal_year)
            sentence.said.extend(found)
        statements.extend(sentence.said)
    return statements


def _speak_of_project(statement: Statement, project: str | None) -> None:
    """Note the project and leave its name out of the label: 案件执行项目年初预算 → 年初预算."""
    statement.project_name = project
    if project and statement.label and statement.label.startswith((project, f"“{project}")):
        rest = re.sub(rf"^“?{re.escape(project)}”?(?:项目)?(?:资金|经费)?", "", statement.label)
        statement.label = statement.item_name = rest or statement.label


def _mask(text: str, numerals: Sequence[Numeral]) -> str:
    """``text`` with list markers as commas and dates as NUL characters: neither is part of a label."""
    characters = list(text)
    for numeral in numerals:
        if numeral.figure_class in ("numbering", "year", "date", "duration", "doc_number"):
            filler = "，" if numeral.figure_class == "numbering" else "\0"
            characters[numeral.start : numeral.end] = filler * (numeral.end - numeral.start)
    return "".join(characters)


def _quantity(sentence: _Sentence, numeral: Numeral, item: int) -> list[Statement]:
    position = sentence.quantities.index(numeral)
    previous = sentence.quantities[position - 1] if position else None
    _update_groups(sentence, previous.end if previous else sentence.start, numeral.start)
    distributed = _distributive(sentence, position)
    if distributed is not None:
        return distributed
    before, chained = _before(sentence, numeral, previous)
    after = _after(sentence, numeral, position)
    role = _role(before, after, numeral)
    if role is None:
        return []
    item_name, label = _names(sentence, numeral, before, after, chained, role)
    subject = None
    if label and numeral.figure_class != "score":
        label, subject = _complete(sentence, label, item, numeral)
    statement = Statement(numeral, 1, sentence.index, role, label or None, item_name or label or None, subject)
    if item_name and _CLOSES_PARTS.match(item_name):
        sentence.groups.clear()
    statement.parent = _whole_of(sentence, statement)
    return [statement]


def _names(sentence: _Sentence, numeral: Numeral, before: str, after: str, chained: bool, role: str) -> tuple[str, str]:
    """Printed item name and label of a figure from the words on its two sides."""
    last = sentence.said[-1] if sentence.said else None
    if role == "maximum":
        name = phrases.clean_before(_MAXIMUM.sub("", phrases.strip_trailing(before))) or phrases.clean_before(_before_parenthesis(sentence, numeral))
        return name, name
    if role == "negated":
        noun = phrases.counted_noun(after)
        return noun, noun
    name = phrases.strip_trailing(before)
    if phrases.is_recipient(phrases.strip_trailing(before)):
        given, whom = phrases.recipient(after)
        return given + whom, given + whom
    if chained and _follows_recipient(sentence, numeral):
        given, _ = phrases.recipient(before)
        return given, given
    if role == "target":
        name = re.sub(r"^(?:完成|实现|达到)", "", phrases.clean_before(before))
        return name, phrases.standalone(_TARGET_BEFORE.sub("", name) or name)
    noun = "" if numeral.figure_class in ("percent", "score", "money") else phrases.counted_noun(after)
    cleaned = phrases.clean_before(before)
    if role == "change":
        measured = phrases.clean_before(_COMPARED.split(_CHANGE.sub("", phrases.strip_trailing(before)))[0])
        topic = phrases.standalone(measured) or (last.label if last and last.label else "")
        word = _CHANGE.search(cleaned)
        return cleaned, topic if word and topic.endswith(word.group()) else topic + (word.group() if word else "")
    if noun and (not cleaned or phrases.ends_in_verb(cleaned) or re.search(r"[的等]$", cleaned) or noun in _ABSTRACT):
        verb = cleaned if phrases.ends_in_verb(cleaned) and len(cleaned) <= 8 else ""
        if not cleaned and chained and last and last.label:
            verb = last.label if phrases.ends_in_verb(last.label) else phrases.leading_verb(last.label)
        return noun, phrases.standalone(verb) + noun
    if numeral.figure_class == "score" and _BARE_SCORE.fullmatch(cleaned) and last and last.role == "maximum" and last.label:
        return last.label, last.label  # 投入指标满分 15 分，得 15 分
    if not cleaned:
        return ("", last.label) if chained and last and last.label and last.numeral.unit != numeral.unit else ("", "")
    label = phrases.standalone(phrases.drop_recipient(cleaned))
    if chained and last and last.label and numeral.figure_class == "count" and not phrases.leading_verb(label):
        # 惠及群众 a 人、企业 b 家: the verb goes on; 资金惠及 a 人、b 家企业: the whole phrase does.
        label = (last.label if phrases.ends_in_verb(last.label) else phrases.leading_verb(last.label)) + label
    return phrases.strip_leading(name), label


def _complete(sentence: _Sentence, label: str, item: int, numeral: Numeral) -> tuple[str, str | None]:
    earlier = _earlier_phrases(sentence, item, numeral.start)
    whom = phrases.recipient(_after(sentence, numeral, sentence.quantities.index(numeral)))[1]
    given = label.removesuffix(whom) if whom else label
    completed, subject = phrases.complete(given, earlier)
    return completed + label[len(given) :], subject


def _follows_recipient(sentence: _Sentence, numeral: Numeral) -> bool:
    """Whether the figure before, in the same clause, counts recipients (向 76,787 家单位发放稳岗补贴 1.56 亿元)."""
    position = sentence.quantities.index(numeral)
    if not position:
        return False
    before, _ = _before(sentence, sentence.quantities[position - 1], sentence.quantities[position - 2] if position > 1 else None)
    return phrases.is_recipient(phrases.strip_trailing(before))


def _before(sentence: _Sentence, numeral: Numeral, previous: Numeral | None) -> tuple[str, bool]:
    """Words of the clause before the figure, and whether they continue the clause of the previous figure."""
    clause = _clause_start(sentence, numeral.start)
    if previous is None or previous.end <= clause:
        return sentence.text[clause : numeral.start], False
    gap = sentence.text[previous.end : numeral.start]
    _, comma, rest = gap.partition("、")
    return (rest if comma else gap), True


def _after(sentence: _Sentence, numeral: Numeral, position: int) -> str:
    following = sentence.quantities[position + 1].start if position + 1 < len(sentence.quantities) else sentence.end
    words = sentence.text[numeral.end : following]
    words = re.sub(r"^[多余]?(?:左右|以上|以下|以内)?", "", words)
    return re.split(r"[，；：。！？、]", words, maxsplit=1)[0]


def _clause_start(sentence: _Sentence, position: int) -> int:
    """Start of the clause that ends at ``position``: after the last punctuation that is not inside quotes or a closed parenthesis."""
    depth = 0
    while position > sentence.start and sentence.text[position - 1] in "： \0":
        position -= 1  # 基本支出：6,549.81 万元 is one clause
    for index in range(position - 1, sentence.start - 1, -1):
        character = sentence.text[index]
        if character in "）”》":
            if character == "）" and any(index > quantity.start >= _opening(sentence.text, index) for quantity in sentence.quantities):
                return index + 1
            depth += 1
        elif character in "（“《":
            if depth == 0 and character == "（":
                return index + 1
            depth = max(0, depth - 1)
        elif depth == 0 and _BOUNDARY.match(character):
            return index + 1
    return sentence.start


def _opening(text: str, closing: int) -> int:
    return text.rfind("（", 0, closing)


def _before_parenthesis(sentence: _Sentence, numeral: Numeral) -> str:
    opening = _opening(sentence.text, numeral.start)
    if opening < sentence.start:
        return ""
    return sentence.text[_clause_start(sentence, opening) : opening]


def _role(before: str, after: str, numeral: Numeral) -> str | None:
    """Role of the figure; ``None`` for points that are no score of anything (deducted points, bounds of grades)."""
    words = phrases.strip_trailing(before)
    if numeral.figure_class == "score":
        if _DEDUCTED.search(words):
            return None
        if numeral.qualifier in ("at_least", "at_most"):
            return None  # bounds of grades (90 分以上为优), not points of anything
        if _MAXIMUM.search(words) or (not words and after.startswith("）")):
            return "maximum"
    if _NEGATED.search(words) and numeral.figure_class == "percent":
        return "negated"
    if _CHANGE.search(words) and (numeral.unit_family in ("percent", "percentage_point") or _COMPARED.search(words)):
        return "change"
    if numeral.figure_class == "percent" and _ACHIEVED.search(words):
        return "actual"
    if (_TARGET_AFTER.match(after) and numeral.figure_class != "score") or _TARGET_BEFORE.search(words):
        return "target"
    return "actual"


def _distributive(sentence: _Sentence, position: int) -> list[Statement] | None:
    """A、B、C分别为 a、b、c: the statement of the member at ``position``, ``None`` outside such a list, empty where it does not fit."""
    first = position
    while first and re.fullmatch(r"[、，和及与]|以及", sentence.text[sentence.quantities[first - 1].end : sentence.quantities[first].start]):
        first -= 1
    head = sentence.quantities[first]
    clause = sentence.text[_clause_start(sentence, head.start) : head.start]
    match = re.search(r"(?P<names>.*?)分别(?P<verb>为|是|达到?|有|完成|增长|增加|上升|提高|下降|减少|降低)?了?[约近超]?$", clause)
    if not match:
        return None
    last = first
    while last + 1 < len(sentence.quantities) and re.fullmatch(
        r"[、，和及与]|以及", sentence.text[sentence.quantities[last].end : sentence.quantities[last + 1].start]
    ):
        last += 1
    length, verb = last - first + 1, match["verb"] or ""
    changes = bool(_CHANGE.search(verb))
    subject = phrases.standalone(_COMPARED.sub("", match["names"]) if changes else match["names"])
    names = _distribute(subject) if subject else [s.label or "" for s in sentence.said if s.numeral.end <= head.start][-length:]
    if last == first or len(names) != length or not all(names):
        return []
    name = names[position - first] + (verb if changes else "")
    return [Statement(sentence.quantities[position], 1, sentence.index, "change" if changes else "actual", name, name)]


def _distribute(names: str) -> list[str]:
    """参加养老、失业、工伤保险 → 参加养老保险, 参加失业保险, 参加工伤保险: shared first and last words go to every member."""
    members = re.split(r"、|和|以及|及", names)
    verb = phrases.leading_verb(members[0])
    bare = [members[0][len(verb) :], *members[1:]]
    *others, last = bare
    if others and len({len(other) for other in others}) == 1 and len(last) > len(others[0]):
        shared = last[len(others[0]) :]
        bare = [other + shared for other in others] + [last]
    return [verb + member for member in bare]


def _ranks(sentence: _Sentence, numeral: Numeral) -> list[Statement]:
    start = max([_clause_start(sentence, numeral.start), *(q.end for q in sentence.quantities if q.end <= numeral.start)])
    labels, scope = ranked_metrics(sentence.text[start : numeral.start])
    if not labels and sentence.said and (last := sentence.said[-1]).label:
        return [Statement(numeral, 1, sentence.index, "rank", last.label, last.item_name, last.label, rank_scope=scope)]
    return [
        Statement(numeral, number, sentence.index, "rank", label, label, rank_scope=scope) for number, label in enumerate(labels, start=1)
    ] or [Statement(numeral, 1, sentence.index, "rank", None, None, rank_scope=scope)]


def _earlier_phrases(sentence: _Sentence, item: int, position: int) -> list[str]:
    """Noun phrases said before ``position`` in the same item, nearest first; a statement's own label counts before bare clauses."""
    said = [phrases.noun_phrase(statement.label) for statement in reversed(sentence.said) if statement.label and statement.role != "rank"]
    wholes = [phrases.noun_phrase(group.whole.label) for group in reversed(sentence.groups) if group.whole and group.whole.label]
    clauses = re.split(r"[，；：。！？]", sentence.text[item : _clause_start(sentence, position)])
    return [*wholes[:1], *said, *(phrases.noun_phrase(clause) for clause in reversed(clauses) if len(clause) <= 60)]


def _open_from_last_sentence(sentence: _Sentence, earlier: Sequence[Statement]) -> None:
    """A sentence that begins with 其中 lists parts of the last whole of the sentence before."""
    if re.match(r"[，\0]*其中", sentence.text[sentence.start : sentence.end]):
        wholes = [s for s in earlier if s.sentence == sentence.index - 1 and s.parent is None and s.role == "actual"]
        sentence.groups.append(_Group(wholes[-1] if wholes else None, "其中", colon=True))


def _update_groups(sentence: _Sentence, start: int, end: int) -> None:
    """Follow the words between two figures: 其中, parentheses and colons open lists of parts, semicolons and closing ones end them."""
    last = sentence.said[-1] if sentence.said and sentence.said[-1].role == "actual" else None
    gap = sentence.text[start:end]
    if start == sentence.start and not sentence.said:
        return
    for match in re.finditer(r"其中：?|（|）|；|(?:分|分为|包括|包含|构成|如下|含)：|[；，](?=\0*主要(?:包括|用于))", gap):
        token = match.group()
        if token == "；":
            if sentence.groups and sentence.groups[-1].opener == "其中" and _ends_at_semicolon(sentence, sentence.groups[-1]):
                sentence.groups.pop()
        elif token == "）":
            while sentence.groups and sentence.groups.pop().opener != "（":
                continue
        elif token == "（":
            if "）" not in gap[match.end() :]:
                sentence.groups.append(_Group(last, "（"))
        elif token.startswith("其中") and sentence.groups and sentence.groups[-1].opener == "（":
            continue
        elif last is not None:
            sentence.groups.append(_Group(last, "其中" if token.startswith("其中") else "：", colon="：" in token))


def _ends_at_semicolon(sentence: _Sentence, group: _Group) -> bool:
    """Whether a semicolon ends ``group`` rather than parting its members, which shows after the first of them."""
    if group.colon and not group.semicolons:
        group.semicolons = sum(1 for statement in sentence.said if statement.parent is group.whole and group.whole) <= 1
    return not group.semicolons


def _whole_of(sentence: _Sentence, statement: Statement) -> Statement | None:
    if not sentence.groups or statement.role != "actual" or statement.numeral.figure_class == "percent":
        return None
    whole = sentence.groups[-1].whole
    if whole is None or whole is statement or whole.numeral.unit != statement.numeral.unit:
        return None
    return whole


def _as_of_month(text: str, start: int, numeral: Numeral, inside: Sequence[Numeral], fiscal_year: int) -> str | None:
    for date in reversed([other for other in inside if other.figure_class == "date" and other.end <= numeral.start]):
        if not re.search(r"(?:截至|截止|至)\s*$", text[start : date.start]):
            continue
        digits = [int(number) for number in re.findall(r"\d+", text[date.start : date.end])]
        if len(digits) >= 2 and digits[0] > 1900:
            return f"{digits[0]:04d}-{digits[1]:02d}"
        if digits and digits[0] <= 12:
            return f"{fiscal_year:04d}-{digits[0]:02d}"
    return None


def _period_year(text: str, numeral: Numeral, inside: Sequence[Numeral], fiscal_year: int) -> int | None:
    """The year printed last before the figure in its sentence where it is another than the report's."""
    years = [other for other in inside if other.figure_class == "year" and other.end <= numeral.start and other.value is not None]
    if not years or (year := int(years[-1].value or 0)) == fiscal_year:
        return None
    context = text[max(0, years[-1].start - 1) : years[-1].end + 3]
    return None if re.match(r"[自较比从]", context) or "以来" in context or "起" in context[-3:] else year
