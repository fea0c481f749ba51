"""Lists whose names are told before all their figures: A、B分别为 a、b; A率、B率均为 100%."""

import re
from itertools import pairwise

from orchestration.extraction import phrases
from orchestration.extraction.chinese_numbers import parse_chinese_number
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.prefilter import AtEnd
from orchestration.extraction.projects import PROJECTS_ABOVE
from orchestration.extraction.ranks import metric_names
from orchestration.extraction.roles import CHANGE, COMPARED
from orchestration.extraction.sentence import Sentence

_LONGEST_ADJECTIVE = 4  # characters of a name that shares the noun of the last one: 养老、失业、工伤保险
_WHOLE_NAME = re.compile(r"[率数量额度值比]$")
_SHARED_EACH = AtEnd(r"(?P<names>[^，；：。]*[、和][^，；：。]*?)(?P<maximum>分值|满分|权重)?各(?:为|是|占|有)?$")
_SHARED = AtEnd(r"(?:均|都|皆)已?(?:为|是|达到?|超过?|在)?[约近超]?$")
_OF_LAST = re.compile(r"(?P<number>[两二三四五六七八九2-9])项(?:指标)?的?(?:满分|分值|权重)(?:均|各|都)为?$")
AIMS_OF_LAST = re.compile(r"(?P<number>[两二三四2-4])项(?:指标)?的?目标值?(?:均|都|各)?(?:为|是)$")
"""Aims that the rates told last share."""
_DISTRIBUTED = AtEnd(
    rf"(?P<names>.*?)(?:分别|依次)(?:[较比]上年(?:同期)?|同比)?(?P<verb>为|是|达到?|有|得分?|完成|恢复|补助|支出|分配|增长|增加|上升|提高|下降|减少|降低|削减|{phrases.VERB})?了?(?P<aim>(?:年度|全年|年初|预期)*(?:目标|任务|计划)(?:任务|数|值)?)?(?:至|到)?\0*的?[约近超]?$"
)
# 计量、认证领域分别检查单位 208 家、96 家
_DISTRIBUTED_DEED = AtEnd(
    rf"^(?P<names>[^，]*[、和][^，]*?)分别(?:共|已)?(?P<verb>(?:{phrases.VERB})了?[\u4e00-\u9fff]{{2,6}}?)(?P<aim>)\0*[约近超]?$"
)
# 6月末、9月末预算执行率分别为 a、b
_DATED = re.compile(r"(?P<dates>\0+(?:[、和及]\0+)+)的?(?P<name>[^\0]*)$")
_OF_AIMS = re.compile(r"的?(?:年度|全年|年初|预期|当年)*(?:目标|任务|计划)(?:任务|数|值)?$")
# A、B两项指标分值分别为 6 分、5 分
_OF_MAXIMA = re.compile(r"(?:[两二三四五六七八九2-9]项)?(?:指标)?的?(?:满分|分值|权重)$")
# 分别完成 adds nothing to the name; 分别下达 says which amounts they are.
_ADDS_NOTHING = re.compile(r"为|是|达到?|有|得分?|完成|实现")
_TOGETHER = re.compile(r"(?P<names>.*?)(?P<verb>增长|增加|上升|提高|下降|减少|降低)了?[约近超]?$")
_JOINS_NEXT = re.compile(r"(?:、|和|以及)[^，。；：]*")  # 高血压患者 a 人、糖尿病患者 b 人
_SHARE_OF = re.compile(r"占[^，]{0,14}?的?(?:比重|比例|份额|比)")


def shared_metrics(sentence: Sentence, position: int) -> list[str]:
    """A率、B率均为 100%, A、B分值各 5 分: metrics that share quantity ``position``; empty where there is but one."""
    before, start = sentence.before(position)[0], sentence.quantities[position].start
    of_last = _OF_LAST.search(sentence.text[sentence.clause_start(start) : start])
    if of_last:
        printed = of_last["number"]
        number = int(printed) if printed.isdigit() else int(parse_chinese_number(printed) or 0)
        scored = [said.label or "" for said in sentence.said if said.numeral.figure_class == "score"]
        return scored[-number:] if len(scored) >= number else []  # A得18分，B得17分，两项满分均为20分
    if each := _SHARED_EACH.search(before):
        return _members(phrases.strip_leading(each["names"]))
    if aims := AIMS_OF_LAST.search(sentence.text[sentence.clause_start(start) : start]):
        rates = [s.label or "" for s in sentence.said if s.numeral.figure_class == "percent" and s.role == "actual"]
        number = int(aims["number"]) if aims["number"].isdigit() else int(parse_chinese_number(aims["number"]) or 0)
        return rates[-number:] if len(rates) >= number else []  # A 为 96%，B 为 94%，两项目标均为 95%
    match = _SHARED.search(before)
    names = metric_names(phrases.strip_leading(before[: match.start()])) if match and "、" in before else []
    return names if len(names) > 1 else []


def distributed_metric(sentence: Sentence, position: int) -> tuple[str, str] | None:
    """A、B、C分别为 a、b、c: role and label of quantity number ``position``.

    ``None`` outside such a list; the label is empty where names and figures are not of one number.
    """
    first, last = sentence.chain(position)
    head = sentence.quantities[first]
    clause = sentence.text[sentence.clause_start(head.start) : head.start]
    match = _DISTRIBUTED.search(clause)
    if not match and last > first and "分别" in clause:
        match = _DISTRIBUTED_DEED.search(clause)
        if match and len(_members(match["names"])) != last - first + 1:
            match = None  # 和平区、望海区分别建设公园 3 个、2 个
    if not match and last > first and COMPARED.search(clause):
        match = _TOGETHER.search(clause)  # 同比增长 2.1% 和 3.5%
    if not match:
        return None
    if last > first and (above := PROJECTS_ABOVE.search(match["names"])):
        return "actual", match["names"][above.end() :]
    if (maxima := _OF_MAXIMA.search(match["names"])) and head.figure_class == "score":
        names = re.split("、|和|以及|及", phrases.strip_leading(match["names"][: maxima.start()]))
        return "maximum", names[position - first] if len(names) == last - first + 1 else ""
    return _distributed_member(sentence, match, position, first, last)


def _distributed_member(
    sentence: Sentence, match: re.Match[str], position: int, first: int, last: int
) -> tuple[str, str]:
    """Role and label of quantity number ``position`` of the run from ``first`` to ``last`` that ``match`` announces."""
    head = sentence.quantities[first]
    length, verb = last - first + 1, match["verb"] or ""
    changes = bool(CHANGE.search(verb))
    dated = _DATED.search(match["names"])
    if dated and length == len(re.findall(r"\0+", dated["dates"])):
        done = "" if _ADDS_NOTHING.fullmatch(verb) else verb
        return "change" if changes else "actual", phrases.standalone(dated["name"]) + done
    subject = phrases.standalone(COMPARED.sub("", match["names"]) if changes else match["names"])
    subject = "" if subject == "实际" else subject
    aims = _OF_AIMS.search(subject)  # A、B的年度任务分别为 a、b
    subject = subject[: aims.start()] if aims else subject
    said = [statement.label or "" for statement in sentence.said if statement.numeral.end <= head.start]
    if _SHARE_OF.fullmatch(subject):
        names = [f"{label}占比" for label in said[-length:] if label]  # a、b、c，占总支出的比重分别为 x、y、z
    else:
        names = _members(re.sub(r"^[向对给为]", "", subject)) if subject else said[-length:]
    if len(names) == 1 < length == len(told := _told_together(sentence, head, length)):
        names = [label + names[0] for label in told]  # A、B分别为 a、b 人，发放资金分别为 x、y 万元
    if length < 2 or len(names) != length or not all(names):
        return "actual", ""
    name = names[position - first]
    if changes:
        return "change", name + verb
    if aims:
        return "target", name
    if match.re is _DISTRIBUTED.pattern and match["aim"]:
        return "actual", name + verb + match["aim"]  # 分别完成年度目标的 110%、105%
    return "actual", name if _ADDS_NOTHING.fullmatch(verb) else name + verb


def _told_together(sentence: Sentence, head: Numeral, length: int) -> list[str]:
    """Labels of the last ``length`` figures before ``head`` where they make up one list of one unit, else none."""
    said = [statement for statement in sentence.said if statement.numeral.end <= head.start][-length:]
    listed = len({statement.numeral.unit for statement in said}) == 1 and all(statement.label for statement in said)
    joined = [sentence.text[a.numeral.end : b.numeral.start] for a, b in pairwise(said)]
    is_list = all(_JOINS_NEXT.fullmatch(words) for words in joined)
    return [statement.label or "" for statement in said] if listed and is_list else []


def _members(names: str) -> list[str]:
    """Members of a list with the words they share: 参加养老、失业、工伤保险 → 参加养老保险, 参加失业保险, …."""
    members = re.split(r"、|和|以及|及", names)
    if len(members) == 1 and names.startswith("城乡"):
        return ["城市" + names[2:], "农村" + names[2:]]  # 城乡低保标准分别提高 6%、8%
    verb = phrases.leading_verb(members[0])
    verb = "" if verb == members[0] else verb  # 投入、过程、产出 are names
    *others, last = [members[0][len(verb) :], *members[1:]]
    shared = ""
    if (
        others
        and len({len(other) for other in others}) == 1
        and len(others[0]) <= _LONGEST_ADJECTIVE
        and not _WHOLE_NAME.search(others[0])
    ):
        shared = last[len(others[0]) :]
    return [verb + other + shared for other in others] + [verb + last]
