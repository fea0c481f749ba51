"""Reasons given for lost points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.extraction.outline import Section

_LOSS = r"(?:扣分|失分|减分|扣减|丢分|未得分|扣除?\d+(?:\.\d+)?分[^。；]{0,12}?)"
_CAUSE = r"(?:(?:[是为系：]|在于|有)+(?:由于|因为|因)?|由于|因为|因(?!素))"
_REASON = re.compile(_LOSS + r"的?[，,]?(?:主要)?(?:原因|因素|理由|说明)?(?:主要)?" + _CAUSE)
_REASON_BEFORE_RUN = re.compile(
    r"(?:扣分|失分|减分|丢分)(?:的)?(?:主要)?(?:原因|因素|理由|说明)?(?:主要)?(?:[：，]|如下)?$"
)


@dataclass(frozen=True, slots=True)
class Deduction:
    """One reason; ``ordinal`` counts within a run 一是 … 二是 …, ``start``/``end`` are reading characters."""

    ordinal: int
    reason: str
    start: int
    end: int


def find_deductions(text: str, run_in: Sequence[Section]) -> list[Deduction]:
    """Reasons for lost points in the paragraph ``text``; ``run_in`` are the run-in items of this paragraph."""
    found: list[Deduction] = []
    for section in run_in:
        if section.number == 1 and _REASON_BEFORE_RUN.search(text[max(0, section.start - 30) : section.start]):
            found.extend(_run(text, run_in, section))
    taken = [(deduction.start, deduction.end) for deduction in found]
    for match in _REASON.finditer(text):
        if any(start - 4 < match.end() <= end for start, end in taken):
            continue
        stop = text.find("。", match.end())
        for ordinal, (start, end) in enumerate(_parts(text, match.end(), len(text) if stop < 0 else stop), start=1):
            reason = text[start:end].strip("，、： ")
            if reason and not re.fullmatch(r"[无没]有?|不扣分|暂无", reason):
                found.append(Deduction(ordinal, reason, start, end))
    return sorted(found, key=lambda deduction: deduction.start)


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
