"""A sentence while its figures are being read: its clauses, what it has said so far, the open lists of parts."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral

# How far back a label is completed from: a reader does not look further either.
_REMEMBERED = 10
_LONGEST_CLAUSE = 60
_LONGEST_CHAIN = 40
_LONGEST_LOOK_BACK = 300
_COMPARISON = re.compile(r"较上|比上|较年|同比|\d|[一二两三四五六七八九十百]+(?:个|家|项|名|所|处|户|件|批|支|座)")
_MARK = re.compile(r"[，；：。！？\t |（）“”《》]")
_CLAUSE_END = re.compile(r"[，；：。！？]")
_WORDS_END = re.compile(r"[，；：。！？、]")
# 1.2万件（套）馆藏文物: a second measure word in parentheses is not what is counted.
# 比任务 1.3 万亩多 600 亩: this 多 is said of the next figure.
_BESIDE_FIGURE = re.compile(
    r"(?:[多余](?![\u4e00-\u9fff]{0,2}\Z))?(?:（[\u4e00-\u9fff]{1,2}）)?(?:左右|以上|以下|以内)?"
)
_IN_PARENTHESIS = re.compile(r"（[^，；。（）]*")
_JOINT = re.compile(r"[、，和及与]|以及")
_TOPIC = re.compile(r"(?P<name>[\u4e00-\u9fff（）“”、]{3,24}?)(?:\d+(?:\.\d+)?分)?，")


@dataclass(slots=True)
class Statement:
    """One metric of one figure.

    ``number`` counts the metrics of a figure; ``parent`` is the statement of the whole, read literally, and may stand
    in an earlier ``paragraph``.
    """

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
    paragraph: int = 0


@dataclass(slots=True)
class Group:
    """Parts that are being listed of a whole; ``opener`` is 其中, a colon or the parenthesis.

    ``colon`` says that a colon opened it: such lists may part their members by semicolons (其中：A；B；C). ``end`` is
    where the words themselves end it (由A和B组成), ``None`` where nothing does.
    """

    whole: Statement | None
    opener: str
    colon: bool = False
    semicolons: bool = False
    end: int | None = None


@dataclass(slots=True)
class Sentence:
    """The sentence under way. ``text`` is the paragraph with dates and list markers masked, so that positions hold.

    ``told_before`` is the only figure of the sentence before, where this one begins by comparing: 收入a。同比增加b。
    """

    text: str
    start: int
    end: int
    quantities: Sequence[Numeral]
    index: int
    heading: str | None = None
    title: str | None = None
    told_before: Statement | None = None
    said: list[Statement] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    # What is looked up again and again while a figure is read, by position.
    _marks: list[int] = field(init=False)
    _clauses: dict[int, int] = field(default_factory=dict)
    _before: dict[int, tuple[str, bool]] = field(default_factory=dict)
    _after: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._marks = [mark.start() for mark in _MARK.finditer(self.text, self.start, self.end)]

    def clause_start(self, position: int) -> int:
        """Start of the clause that ends at ``position``: after the last punctuation outside quotes and parentheses."""
        start = self._clauses.get(position)
        if start is None:
            start = self._clauses[position] = self._find_clause_start(position)
        return start

    def _find_clause_start(self, position: int) -> int:
        while position > self.start and self.text[position - 1] in "： \0":
            position -= 1  # 基本支出：6,549.81 万元 is one clause
        earliest = max(self.start, position - _LONGEST_LOOK_BACK)
        depth = 0
        for number in range(bisect_left(self._marks, position) - 1, -1, -1):
            index = self._marks[number]
            if index < earliest:
                break
            character = self.text[index]
            if character in "）”》":
                if character == "）" and self._holds_quantity(_opening(self.text, index), index):
                    return index + 1
                depth += 1
            elif character in "（“《":
                if depth == 0 and character == "（":
                    return index + 1
                depth = max(0, depth - 1)
            elif depth == 0:
                return index + 1
        return earliest

    def _holds_quantity(self, start: int, end: int) -> bool:
        position = bisect_left(self.quantities, start, key=lambda quantity: quantity.start)
        return position < len(self.quantities) and self.quantities[position].start < end

    def before(self, position: int) -> tuple[str, bool]:
        """Words of the clause before quantity number ``position``; whether the previous one stands in it too."""
        found = self._before.get(position)
        if found is None:
            found = self._before[position] = self._words_before(position)
        return found

    def _words_before(self, position: int) -> tuple[str, bool]:
        numeral, previous = self.quantities[position], self.quantities[position - 1] if position else None
        clause = self.clause_start(numeral.start)
        if previous is None or previous.end <= clause:
            return self.text[clause : numeral.start], False
        gap = self.text[previous.end : numeral.start]
        _, comma, rest = gap.partition("、")
        return (rest if comma else gap), True

    def after(self, position: int) -> str:
        """Words of the clause after quantity number ``position``, up to the next quantity."""
        words = self._after.get(position)
        if words is None:
            words = self._after[position] = self._words_after(position)
        return words

    def _words_after(self, position: int) -> str:
        numeral = self.quantities[position]
        following = self.quantities[position + 1].start if position + 1 < len(self.quantities) else self.end
        beside = _BESIDE_FIGURE.match(self.text, numeral.end, following)
        start = beside.end() if beside else numeral.end
        # 41个县（市、区）
        alternative = phrases.WITH_ALTERNATIVE.match(self.text, start, following)
        stop = _WORDS_END.search(self.text, alternative.end() if alternative else start, following)
        return self.text[start : stop.start() if stop else following]

    def before_parenthesis(self, numeral: Numeral) -> str:
        """Words of the clause before the parenthesis in which ``numeral`` stands."""
        opening = _opening(self.text, numeral.start)
        if opening < self.start:
            return ""
        said = self._last_before(opening)
        words = self.text[max([self.clause_start(opening), *(quantity.end for quantity in said)]) : opening]
        return words.partition("、")[2] if said and words.startswith("、") else words

    def _last_before(self, position: int) -> Sequence[Numeral]:
        """The last quantity before ``position``, alone in a list; an empty one where there is none."""
        index = bisect_left(self.quantities, position, key=lambda quantity: quantity.start)
        return self.quantities[max(0, index - 1) : index]

    def opens_after(self, before: Numeral, inside: Numeral) -> bool:
        """Whether ``inside`` stands in a parenthesis that opens right after ``before``."""
        return bool(_IN_PARENTHESIS.fullmatch(self.text, before.end, inside.start))

    def follows_recipient(self, position: int) -> bool:
        """Whether the quantity before number ``position`` counts recipients (向 300 家单位发放补贴 2 亿元)."""
        return position > 0 and phrases.is_recipient(phrases.strip_trailing(self.before(position - 1)[0]))

    def chain(self, position: int) -> tuple[int, int]:
        """First and last number of the run of quantities around ``position`` that only 、 or 和 part (a、b、c)."""
        first = last = position
        while first and position - first < _LONGEST_CHAIN and self._is_joined(first - 1):
            first -= 1
        while last + 1 < len(self.quantities) and last - position < _LONGEST_CHAIN and self._is_joined(last):
            last += 1
        return first, last

    def _is_joined(self, position: int) -> bool:
        end, start = self.quantities[position].end, self.quantities[position + 1].start
        return bool(_JOINT.fullmatch(self.text, end, start))

    def earlier_phrases(self, item: int, position: int) -> Iterator[str]:
        """Noun phrases said before ``position`` in the same item, nearest first: labels, then bare clauses.

        They are made as they are asked for: most labels need none, and the others the first.
        """
        open_wholes = [group.whole for group in reversed(self.groups[-_REMEMBERED:]) if group.whole]
        # The members of a list that is closed again are not what the sentence is about.
        recent = self.said[-_REMEMBERED:]
        said = [
            s
            for s in reversed(recent)
            if s.numeral.start >= item and (s.parent is None or any(s.parent is whole for whole in open_wholes))
        ]
        labels = [s.label for s in [*open_wholes[:1], *filter(_names_a_thing, said)] if s.label]
        end = self.clause_start(position)
        # …；退化草原修复面积，年初目标6.5万亩: after the semicolon another thing is spoken of.
        stop = self.text.rfind("；", item, end)
        measured = [s for s in said if s.numeral.figure_class != "score"]
        if measured and measured[0].numeral.end <= stop and (topic := _TOPIC.fullmatch(self.text, stop + 1, end)):
            labels.insert(0, topic["name"])
        yield from map(phrases.thing_measured, labels)
        clauses = _CLAUSE_END.split(self.text[max(item, end - _REMEMBERED * _LONGEST_CLAUSE) : end])
        for clause in reversed(clauses):
            if len(clause) <= _LONGEST_CLAUSE:
                yield phrases.noun_phrase(_COMPARISON.split(clause, maxsplit=1)[0])


def _opening(text: str, closing: int) -> int:
    return text.rfind("（", 0, closing)


def _names_a_thing(statement: Statement) -> bool:
    is_standard = "标准每" in (statement.label or "")
    return statement.role != "rank" and statement.numeral.figure_class not in ("percent", "score") and not is_standard
