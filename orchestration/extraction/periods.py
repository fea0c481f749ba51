"""Of which month and of which year a figure is, told by the dates and years of its sentence."""

import re
from collections.abc import Sequence

from orchestration.extraction.numeral import Numeral
from orchestration.extraction.prefilter import AtEnd
from orchestration.extraction.sentence import Sentence

_UP_TO = re.compile(r"(?:截至|截止|至)\s*$")
_MONTH_END = re.compile(r"月[末底份]?$")
_RATE_AFTER = re.compile(r"的?[\u4e00-\u9fff]{0,8}(?:率|进度)")
_WHOLE_YEAR = re.compile(r"全年|年末|年底|年终")
_LAST_YEAR = AtEnd(r"(?:上一?年度?|去年)(?:同期)?的?(?:为|是)?$")
_LISTED_YEAR = re.compile(r"(?:19|20)\d{2}年?度?[、和及]$")


class SentencePeriods:
    """The dates and years of one sentence of ``text``, noted in order, and which figure after them is of which.

    ``fiscal_year`` is the year of the report, which a date that names none is of.
    """

    def __init__(self, text: str, sentence: Sentence, fiscal_year: int) -> None:
        self._text = text
        self._sentence = sentence
        self._fiscal_year = fiscal_year
        self._dates: list[Numeral] = []
        self._years: list[Numeral] = []
        self._month: str | None = None

    def note(self, numeral: Numeral) -> None:
        """Take notice of ``numeral`` where it is a date or a year."""
        if numeral.figure_class == "date":
            self._dates.append(numeral)
            self._month = self._told_month(numeral) or self._month
        elif numeral.figure_class == "year" and numeral.value is not None:
            self._years.append(numeral)

    def as_of_month(self, numeral: Numeral) -> str | None:
        """YYYY-MM up to which the figure is told (截至9月底, 9月末执行率), ``None`` where it is of the whole year."""
        listed = self._listed(numeral, self._dates)
        if listed and self._is_month_end(listed):
            return self._month_of(listed)
        if self._month and _WHOLE_YEAR.search(self._text, self._sentence.clause_start(numeral.start), numeral.start):
            self._month = None
        return self._month

    def other_year(self, numeral: Numeral) -> int | None:
        """The year of the figure where it is another than the report's: the last one told, or the one before."""
        if _LAST_YEAR.search(self._text[max(0, numeral.start - 10) : numeral.start]):
            return self._fiscal_year - 1
        listed = self._listed(numeral, self._years)
        # 项目15个（含2023年转列5个），预算985万元: what a parenthesis says of its year ends with it.
        year = listed or next(
            (year for year in reversed(self._years) if not _closes(self._text[year.end : numeral.start])), None
        )
        if year is None or year.value is None or int(year.value) == self._fiscal_year:
            return None
        return int(year.value) if listed or self._reaches(year, numeral) else None

    def _reaches(self, year: Numeral, numeral: Numeral) -> bool:
        """Whether what is said of ``year`` still holds at ``numeral``."""
        between = self._text[year.end : numeral.start]
        # 分2021、2022两个年度实施: of neither year alone.
        if "；" in between or _LISTED_YEAR.search(self._text[max(0, year.start - 8) : year.start]):
            return False
        context = self._text[max(0, year.start - 1) : year.end + 3]
        since = re.match(r"[自较比从与由转]", context) or "以来" in context or "起" in context[-3:]
        # 结转 2024 年继续使用 213 万元: money left of this year.
        # 从 2022 年的 1,100 亩: the figure right after the year is of that year.
        return not since or bool(re.fullmatch(r"度?的?", between))

    def _told_month(self, date: Numeral) -> str | None:
        """YYYY-MM of a date after 截至 or right before a rate, ``None`` for any other."""
        after = _UP_TO.search(self._text[max(0, date.start - 6) : date.start])
        of_rate = self._is_month_end(date) and _RATE_AFTER.match(self._text, date.end)
        return self._month_of(date) if after or of_rate else None

    def _month_of(self, date: Numeral) -> str | None:
        words = re.sub(r"\d+[-—~～至](?=\d+月)", "", self._text[date.start : date.end])  # 1-6月 ends with June
        digits = [int(number) for number in re.findall(r"\d+", words)]
        if len(digits) >= 2 and digits[0] > 1900:
            return f"{digits[0]:04d}-{digits[1]:02d}"
        return f"{self._fiscal_year:04d}-{digits[0]:02d}" if digits and digits[0] <= 12 else None

    def _is_month_end(self, date: Numeral) -> bool:
        return bool(_MONTH_END.search(self._text, date.start, date.end))

    def _listed(self, numeral: Numeral, times: Sequence[Numeral]) -> Numeral | None:
        """The one of ``times`` that the figure is of in a list: 2022年、2023年招聘人数分别为 a、b."""
        if len(times) < 2 or not numeral.is_quantity:
            return None
        position = self._sentence.quantities.index(numeral)
        first, last = self._sentence.chain(position)
        head = self._sentence.quantities[first].start
        clause = self._sentence.clause_start(head)
        listed = [time for time in times if clause <= time.start < head]
        if first == last or len(listed) != last - first + 1 or "分别" not in self._text[listed[-1].end : head]:
            return None
        return listed[position - first]


def _closes(text: str) -> bool:
    """Whether a parenthesis that was open before ``text`` ends in it."""
    depth = 0
    for mark in re.findall("[（）]", text):
        depth += 1 if mark == "（" else -1
        if depth < 0:
            return True
    return False
