"""Grades that prose gives beside or instead of points: 自评得分 96.5 分，等级为优."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.extraction.projects import ProjectTopics
from orchestration.extraction.sentence import Statement

_WORDS = "优秀|良好|优良|中等|合格|及格|较好|一般|较差|不合格|不及格|优|良|中|差"
_GRADE = rf"(?:{_WORDS}|[ABCD](?![A-Za-z]))"
_QUOTED_GRADE = rf"[“「]?{_GRADE}[”」]?"
_ENDS = r"(?=(?:以上)?(?:等次|等级|级|档次|档|等)?(?:[，。；：、）]|$|和))"
_SAID = re.compile(
    rf"(?:(?:等级|等次|档次|级别|评级|结论|结果|绩效|评价|自评)(?:均|都|分别)?(?:被)?(?:评定|评|定|认定|确定|划分)?(?:[为是：属于]+|(?=[“「]))|(?:评定|评|定|认定|评价|自评|评估)(?:等级|等次)?[为是]|属于?|(?<=\d分)[，（]?(?:均|分别)?(?:为|属|即)?)"
    rf"(?P<grades>{_QUOTED_GRADE}(?:[、和]{_QUOTED_GRADE})*){_ENDS}"
)
_ENDS_OF_WORDS = "".join(sorted({word[-1] for word in _WORDS.split("|")}))
_MENTIONED = re.compile(rf"[{_ENDS_OF_WORDS}ABCD][”」]?{_ENDS}")
# 90（含）分以上为优、80-90 分为良: the bounds of grades, which grade nothing.
_BAND = re.compile(r"(?:以上|以下|以内|不足|不满|[高低大小]于|含|\d[-—～至]\d|[≥≤＞＜<>])[^，；。：]{0,14}$")


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade in reading characters ``start`` to ``end``; ``statement`` is the score that it is said of."""

    grade: str
    start: int
    end: int
    sentence: int
    project_name: str | None
    statement: Statement | None


def find_grades(text: str, sentences: Sequence[tuple[int, int]], statements: Sequence[Statement]) -> list[Grade]:
    """Grades of the paragraph ``text``; ``statements`` are those of its figures, in order."""
    if not _MENTIONED.search(text):
        return []
    found: list[Grade] = []
    for index, (start, end) in enumerate(sentences):
        scores = [s for s in statements if s.sentence == index and s.role == "actual" and s.numeral.unit == "分"]
        graded = start
        for match in _SAID.finditer(text, start, end):
            if _BAND.search(text[max(start, match.start() - 16) : match.start("grades")]):
                continue
            grades = list(re.finditer(_GRADE, match["grades"]))
            since = max(graded, text.rfind("；", graded, match.start()))
            before = [score for score in scores if since <= score.numeral.start < match.start()]
            offset, graded = match.start("grades"), match.end()
            for grade, statement in zip(grades, _scores_of(before, len(grades)), strict=True):
                project = statement.project_name if statement else ProjectTopics(text, text).at(match.start())
                found.append(
                    Grade(grade.group(), offset + grade.start(), offset + grade.end(), index, project, statement)
                )
    return found


def _scores_of(scores: Sequence[Statement], count: int) -> Sequence[Statement | None]:
    """The scores that ``count`` grades are said of: as many, or the first, which is the sum where parts follow it."""
    if count == 1 and scores:
        return scores[:1]
    return scores if len(scores) == count else (None,) * count
