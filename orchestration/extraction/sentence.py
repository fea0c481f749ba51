"""A sentence while its figures are being read: its clauses, what it has said so far, the open lists of parts."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral

# How far back a label is completed from: a reader does not look further either.
_REMEMBERED = 10
_LONGEST_CLAUSE = 60
_LONGEST_CHAIN = 40
_LONGEST_LOOK_BACK = 300
_COMPARISON = re.compile(r"较上|比上|较年|同比|\d|[一二两三四五六七八九十百]+(?:个|家|项|名|所|处|户|件|批|支|座)")
_BOUNDARY = frozenset("，；：。！？\t |")


_ALTERNATIVE = re.compile(r"[县市区乡镇村州街]{1,2}（[县市区旗乡镇村州街道社、]{1,8}）")
_TOPIC = re.compile(r"(?P<name>[\u4e00-\u9fff（）“”、]{3,24})，")


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

    ``colon`` says that a colon opened it: such lists may part their members by semicolons (其中：A；B；C).
    """

    whole: Statement | None
    opener: str
    colon: bool = False
    semicolons: bool = False


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

    def clause_start(self, position: int) -> int:
        """Start of the clause that ends at ``position``: after the last punctuation outside quotes and parentheses."""
        depth = 0
        while position > self.start and self.text[position - 1] in "： \0":
            position -= 1  # 基本支出：6,549.81 万元 is one clause
        earliest = max(self.start, position - _LONGEST_LOOK_BACK)
        for index in range(position - 1, earliest - 1, -1):
            character = self.text[index]
            if character in "）”》":
                if character == "）" and self._holds_quantity(_opening(self.text, index), index):
                    return index + 1
                depth += 1
            elif character in "（“《":
                if depth == 0 and character == "（":
                    return index + 1
                depth = max(0, depth - 1)
            elif depth == 0 and character in _BOUNDARY:
                return index + 1
        return earliest

    def _holds_quantity(self, start: int, end: int) -> bool:
        position = bisect_left(self.quantities, start, key=lambda quantity: quantity.start)
        return position < len(self.quantities) and self.quantities[position].start < end

    def before(self, position: int) -> tuple[str, bool]:
        """Words of the clause before quantity number ``position``; whether the previous one stands in it too."""
        numeral, previous = self.quantities[position], self.quantities[position - 1] if position else None
        clause = self.clause_start(numeral.start)
        if previous is None or previous.end <= clause:
            return self.text[clause : numeral.start], False
        gap = self.text[previous.end : numeral.start]
        _, comma, rest = gap.partition("、")
        return (rest if comma else gap), True

    def after(self, position: int) -> str:
        """Words of the clause after quantity number ``position``, up to the next quantity."""
        numeral = self.quantities[position]
        following = self.quantities[position + 1].start if position + 1 < len(self.quantities) else self.end
        words = self.text[numeral.end : following]
        # 1.2万件（套）馆藏文物: a second measure word in parentheses is not what is counted.
        words = re.sub(r"^[多余]?(?:（[\u4e00-\u9fff]{1,2}）)?(?:左右|以上|以下|以内)?", "", words)
        # 41个县（市、区）
        alternative = _ALTERNATIVE.match(words)
        start = alternative.end() if alternative else 0
        return words[:start] + re.split(r"[，；：。！？、]", words[start:], maxsplit=1)[0]

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
        return bool(re.fullmatch(r"（[^，；。（）]*", self.text[before.end : inside.start]))

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
        between = self.text[self.quantities[position].end : self.quantities[position + 1].start]
        return bool(re.fullmatch(r"[、，和及与]|以及", between))

    def earlier_phrases(self, item: int, position: int) -> list[str]:
        """Noun phrases said before ``position`` in the same item, nearest first: labels, then bare clauses."""
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
        if said and said[0].numeral.end <= stop and (topic := _TOPIC.fullmatch(self.text, stop + 1, end)):
            labels.insert(0, topic["name"])
        clauses = re.split(r"[，；：。！？]", self.text[max(item, end - _REMEMBERED * _LONGEST_CLAUSE) : end])
        return [
            *map(phrases.thing_measured, labels),
            *(
                phrases.noun_phrase(_COMPARISON.split(clause, maxsplit=1)[0])
                for clause in reversed(clauses)
                if len(clause) <= _LONGEST_CLAUSE
            ),
        ]


def _opening(text: str, closing: int) -> int:
    return text.rfind("（", 0, closing)


def _names_a_thing(statement: Statement) -> bool:
    is_standard = "标准每" in (statement.label or "")
    return statement.role != "rank" and statement.numeral.figure_class not in ("percent", "score") and not is_standard
