"""Rewrites of order: numbered items and sentences that stand for themselves change places."""

import random
import re

from lines import each_line, head_length

_ITEM = re.compile(r"(?P<before>[ \u3000]*[（(]?)(?P<number>\d{1,2})(?P<after>[）)]|[.、])(?!\d)")
# Words that lean on what was said before, or tell of points and projects, whose parts belong together.
_LEANS = re.compile(
    r"上述|以上[各述四三]|前述|其余|此外|另外|该|如下|以下[：:]|得|扣|满分|评分|项目|(?:执行|支出|使用|支付)率|表格|附件|当年|上年末|前者|后者|同上|[一二三四五]是"
)
_CARRIED = re.compile(
    r"其|全年|当年|同期|均|共|累计|另|并|且|较|比|同比|截至|截止|年末|年底|同时|此|这|上述|以上|对|按|各|两|经|已|也|还|从|由|在"
)
_DATED = re.compile(r"(?:19|20)\d{2} ?年|\d 月|截[至止]")
_OWN_SUBJECT = re.compile(r"[\u4e00-\u9fff“”、（）]{4,}")


def swap_items(text: str, rng: random.Random) -> str:
    """Put numbered sibling items of a line each in another order and number them anew."""
    lines = text.split("\n")
    for run in _runs(lines):
        order = run[:]
        rng.shuffle(order)
        bodies = {index: _ITEM.sub("", lines[index], count=1) for index in run}
        markers = {index: match.group() for index in run if (match := _ITEM.match(lines[index]))}
        for place, index in zip(run, order, strict=True):
            lines[place] = markers[place] + bodies[index]
    return "\n".join(lines)


def _runs(lines: list[str]) -> list[list[int]]:
    """Lines that are numbered 1, 2, 3 … in one style, stand next to each other and lean on nothing."""
    runs: list[list[int]] = []
    run: list[int] = []
    style = ""
    for index in range(head_length(lines), len(lines) + 1):
        match = _ITEM.match(lines[index]) if index < len(lines) else None
        if match and int(match["number"]) == len(run) + 1 and (not run or match["after"] == style):
            run.append(index)
            style = match["after"]
            continue
        runs.append(run)
        run, style = ([index], match["after"]) if match and int(match["number"]) == 1 else ([], "")
    return [run for run in runs if len(run) > 1 and all(_stands_alone(lines[index]) for index in run)]


def _stands_alone(line: str) -> bool:
    body = _ITEM.sub("", line, count=1)
    return bool(re.search(r"\d", body)) and body.rstrip().endswith(("。", "；")) and not _LEANS.search(body)


def swap_sentences(text: str, rng: random.Random) -> str:
    """Put the sentences of a numbered paragraph that name their own subject in another order."""

    def change(line: str) -> str:
        marker = _ITEM.match(line)
        numbered = marker and re.search(r"（\d{1,2}）", line[marker.end() :])
        if not marker or numbered or not line.rstrip().endswith("。") or _LEANS.search(line) or _DATED.search(line):
            return line
        sentences = re.findall(r"[^。]*。", line[marker.end() :])
        heading = sentences[:1] if not re.search(r"\d", sentences[0]) and len(sentences[0]) <= 14 else []
        rest = sentences[len(heading) :]
        if len(rest) < 2 or not all(_names_its_subject(sentence) for sentence in rest):
            return line
        rng.shuffle(rest)
        return marker.group() + "".join(heading + rest) + line[len(line.rstrip()) :]

    return each_line(text, change)


def _names_its_subject(sentence: str) -> bool:
    first = _OWN_SUBJECT.match(sentence.strip())
    return bool(first and re.search(r"\d", sentence) and not _CARRIED.match(sentence.strip()))
