"""Of which project a paragraph speaks, and from where on."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from orchestration.extraction.prefilter import only_where_it_begins
from orchestration.extraction.sentence import Sentence

# Words of items that every budget has; what is named without them is told as a project.
_MONEY_OF_THE_BODY = only_where_it_begins(
    "一般公共|政府性|国有资本|工资|商品和服务|其他|预算|收支|收入|支出|执行|决算|公用|(?:在职|在编|离退休|退休|编外|聘用)?人员(?=经费|支出|类|预算|工资|安排|\\d)|三公|配套|上级|(?<![\u4e00-\u9fff]{3})(?:项目经费|工作经费|专项资金)|财政|总体|整体|绩效|公务|出国"
    "|追加|调整|调增|结转|(?:中央|[省市县区]级|本级)(?=资金|补助|预算|安排|拨款|专项|支出|经费|转移|下达|\\d)|基金|拨款|部门|单位|全年|年初|专户|合计"
)
_NAMED = re.compile(
    r"(?P<quoted>“(?P<name1>[^“”]{2,60})”(?:的)?(?:项目|专项|工程))"
    # all of the following hold one of these words before the clause ends
    r"|(?:^|(?<=[，；：。、\0]))(?=[^，；：。！？]{2,62}?(?:项目|专项|工程|资金|经费|补助|补贴|建设|预算|安排))(?:(?P<plain>(?P<name2>[^，；：。！？“”]{2,60}?|[^，；：。！？“”的为是]{0,8}“[^“”]{2,20}”[^，；：。！？“”的]{1,30}?)(?:项目|专项)(?:资金|经费)?)(?=[，：（]|$|(?:年初|全年|年度|本年|当年)?\0*(?:预算(?!绩效|管理|支出)|决算|实际支出|执行数|到位|下达|自评(?:总|综合)?得?分|得分|综合得分|绩效自评得分|评价得分|(?:支出)?(?:绩效)?(?:自评|评价)(?:情况|结果)?(?:综述)?：))"
    r"|(?P<spent>(?P<name4>[^，；：。！？“”]{4,60}?)项目)(?=支出\d)"
    r"|(?P<granted>(?P<name5>[^，；：。！？“”]{4,40}?(?:补助|专项|奖补|引导|救助|补贴)资金)(?=(?:年初|全年|中央|实际)?(?:下达|到位|预算|安排)\d))"
    # 4、动物疫病防控经费：预算a; 城区排水工程预算a
    r"|(?P<listed>(?P<name6>[^，；：。！？“”]{4,40}?(?:经费|补助|补贴|资金|工程|建设))：)"
    r"(?=(?:年初|全年|年度)?预算\d)"
    r"|(?P<built>(?P<name7>[^，；：。！？“”]{4,40}?工程))"
    r"(?=[，：]?(?:年初|全年|年度|总)?(?:预算|投资|概算)(?:安排)?\d)"
    # 护林员补助安排a，支出b，执行率c: an item with a budget, an expenditure and a rate of its own
    rf"|(?P<executed>(?P<name10>(?:(?!{_MONEY_OF_THE_BODY})[\u4e00-\u9fff“”（）]){{4,30}}?))"
    r"(?=(?:年初|全年|年度)?(?:预算|安排|预算安排)(?:资金|数)?[\d.,]+[万亿]?元，(?:实际|已|累计|全年)*(?:支出|执行|使用|支付|完成)(?:支出|资金|数)?[\d.,]+[万亿]?元，"
    r"(?:预算|资金)?(?:执行|支出|使用|支付|完成)(?:率|进度)(?:只有|仅|为|达到?|是)*(?:\d|百分之))"
    # 人代会会议费预算a，支出b；代表活动经费预算c，支出d: or no rate in a list of such items
    rf"|(?P<itemised>(?P<name12>(?!政府采购)(?:(?!{_MONEY_OF_THE_BODY})[\u4e00-\u9fff“”（）]){{4,30}}?))"
    r"(?=(?:年初|全年|年度)?(?:预算|安排|预算安排)(?:资金|数)?[\d.,]+[万亿]?元，(?:实际|已|累计|全年)*(?:支出|执行|使用|支付|完成)(?:支出|资金|数)?[\d.,]+[万亿]?元(?:；|。))"
    # 预算安排抽检项目资金620万元
    r"|(?P<allotted>(?P<name8>[^，；：。！？“”]{4,40}?)项目(?:资金|经费))(?=\d)"
    r")"
    # （一）优抚褒扬。预算a，支出b
    r"|^，+(?P<headed>(?P<name9>(?:(?!预算|收支|收入|支出|执行|决算|资金|总体|整体|绩效|公务|经费|财务|投入|概况|出国)[\u4e00-\u9fff“”]){3,30}?)(?:项目|专项)?[。：，])"
    r"(?=(?:年初|全年|年度)?预算(?:安排|资金|数)*\d)"
    # 2.养老服务体系建设资金。安排预算a，支出b: an item of a list, whose marker is masked
    r"|(?<=，，)(?P<item>(?P<name11>(?:(?!预算|收支|决算|支出|收入|三公|公用|人员)[\u4e00-\u9fff“”（）]){4,30}?(?:经费|补助|补贴|资金|工程|项目|专项)))[。：]"
    r"(?=(?:(?:年初|全年|年度)?(?:安排|下达|到位)?(?:预算)?|预算安排)(?:资金)?\d)"
    r"|项目名称：(?P<name3>[^，；：。]{3,60})"
)
_NAMES = tuple(group for group in _NAMED.groupindex if group.startswith("name"))
# Words of which every name above has one, or the budget that follows it.
_MENTIONED = re.compile(
    r"项目|专项|工程|资金|经费|补助|补贴|建设|安排|[。：](?:年初|全年|年度)?预算|(?:执行|支出|使用|支付|完成)(?:率|进度)"
)
_GENERIC = re.compile(
    r"(?:该|本|此|各|部分|个别|少数|多数|有关|相关|上级|上述|以上|其他|其余|其中|重点|支出|部门|单位|绩效|评价|自评|一般|财政|专项|所有|全部|全年|年度|线上|线下|中央|省级|市级"
    r"|区级|县级|本级|基本|预算|资金|建设|实施|完成|安排|个|项|批|类|[一二两三四五六七八九十]|\d|\0)+"
    r"|[我本][局院委厅校社馆所会镇乡县市区省部处]|(?:年中|年初|执行中|因上级|上级).*|全年.{2,4}|.*(?:三公|公用经费|基本支出).*|(?:.*[、和及])?(?:在职|编制内|机关|单位|部门|离退休)?人员(?:工资)?经费.*|.*(?:\d\s*个|情况|的|纳入|预算|拨款|政府性基金|收入|资金|前|后)$"
)
# 困难群众救助补助资金项目 names what it is for, 中央财政补助资金项目 only where it comes from.
_FUND = re.compile(
    r"(?!(?:中央|省级|市级|县级|区级|上级|本级|地方|财政|专项|预算)+(?:补助|奖补|引导|救助|补贴|发展|衔接|扶持|奖励))"
    r"[\u4e00-\u9fff]{3,}(?:补助|奖补|引导|救助|补贴|发展|衔接|扶持|奖励)资金"
)
# 中央补助资金到位1600万元 is told of the level that granted it.
_GRANT_OF_LEVEL = re.compile(
    r"(?:中央|省级?|自治区|市级?|州级?|县级?|区级?|上级|本级|地方|财政|专项|配套|补助|奖补|和|、)+(?:资金)?"
)
_LEADING_VERB = re.compile(
    r"^(?:(?:部门|年初|财政|本级)*预算)?(?:共|统筹)?(?:实施|开展|推进|完成|安排|落实|组织实施|投入)"
)
_CAUSE = re.compile(r"受|因|由于|鉴于|按照?|根据")
_OF_CAUSE = re.compile(r"[^，。；]{0,10}(?:影响|原因|要求|规定)")
_NEXT_ITEM = re.compile(r"；(?=[^，。；\d]{2,30}(?:预算|安排)\d)")
_SUBJECT = re.compile(r"^\0*(?:\d+[.、]|（\d+）|[①-⑳])?")
_MONEY = re.compile(r"预算|支出|执行|拨付|支付|资金|安排|下达|到位|使用|得分|评分|等级|等次|万元|亿元|元")
# 项目完成情况：… goes on about the project already named, whatever it calls it.
_CONTINUES = re.compile(r"项目(?:完成|实施|执行|进展|资金使用)情况[：，]?[^。；]{0,60}$")


PROJECTS_ABOVE = re.compile(r"(?:以上|上述|前述)[个项\d一二两三四五六七八九十]*(?:重点|专项|支出|预算)*项目的?")
"""What names the projects told of before, whose figures then follow in their order."""

# Money of the whole body, whatever project was spoken of before.
_OF_THE_BODY = re.compile(
    r"(?<=[。；])(?=(?:全年|本年)?(?:“三公”|三公经费|公务用车|公务接待|因公出国|基本支出|人员经费|公用经费)"
    r"|(?:其余|其他|另外|剩余)(?:的)?[\d一二两三四五六七八九十]+个(?:[^，。；]{0,6})?项目)"
)


class ProjectTopics:
    """The projects that a paragraph names one after the other; what is said after a name is said of that project."""

    def __init__(self, text: str, masked: str, spoken_of: str | None = None, *, of_department: bool = True) -> None:
        """``spoken_of`` is the project that the paragraph goes on about.

        In a report that is not ``of_department`` items are projects where one of them has a rate, else uses of its own.
        """
        self._starts: list[int] = [0] if spoken_of else []
        self._names: list[str | None] = [spoken_of] if spoken_of else []
        if not _MENTIONED.search(masked):
            return
        ends = [end.start() for end in _OF_THE_BODY.finditer(masked)]
        matches = list(_NAMED.finditer(masked))
        items_are_uses = not of_department and not any(match["executed"] for match in matches)
        for match in matches:
            if match["itemised"] and items_are_uses:
                continue
            name = _tidy(next(filter(None, match.group(*_NAMES))))
            # 社区惠民资金项目 is called a project, 社区惠民资金 alone is not.
            told = bool(match["executed"] or match["item"] or match["itemised"]) or (match["plain"] or "").endswith(
                "项目"
            )
            caused = _CAUSE.match(name) and _OF_CAUSE.match(masked, match.end())  # 受增资和上级专项下达影响
            if (
                not name
                or caused
                or _GRANT_OF_LEVEL.fullmatch(name)
                or (_is_generic(name, told=told) and not match["granted"])
                or not _MONEY.search(text[match.end() : match.end() + 40])
            ):
                continue
            if self._names and _CONTINUES.search(masked[max(0, match.start() - 100) : match.start()] + "\0"):
                continue
            self._starts.append(match.end())
            self._names.append(name)
            if match["executed"] or match["itemised"]:
                ends.append(_end_of_item(masked, match.end()))
            # …25万元，农村改厕项目资金21万元；市级资金260万元: what is listed among others ends with its member.
            listed = re.search(r"\d[万亿]?元[^；。]{0,4}$", masked[max(0, match.start() - 8) : match.start()])
            if listed and 0 < (close := masked.find("；", match.end())) < _end_of_sentence(masked, match.end()):
                ends.append(close)
        for end in sorted(ends) if self._names else ():
            index = bisect_right(self._starts, end)
            self._starts.insert(index, end)
            self._names.insert(index, None)

    def start_before(self, position: int) -> int:
        """Where what is said of the project spoken of at ``position`` begins, 0 where it is none."""
        index = bisect_right(self._starts, position) - 1
        return self._starts[index] if index >= 0 and self._names[index] else 0

    def at(self, position: int) -> str | None:
        """Name of the project spoken of at ``position``, ``None`` where it is none."""
        index = bisect_right(self._starts, position) - 1
        return self._names[index] if index >= 0 else None


def projects_above(sentence: Sentence, named: Iterable[str | None]) -> dict[int, str]:
    """以上项目自评得分依次为 a、b、c: the projects ``named`` before that list by where each of its figures begins.

    Empty where the list is not of their number: which of them it is of cannot be told.
    """
    if not (mention := PROJECTS_ABOVE.search(sentence.text, sentence.start, sentence.end)):
        return {}
    listed = [position for position, numeral in enumerate(sentence.quantities) if numeral.start >= mention.end()]
    first, last = sentence.chain(listed[0]) if listed else (0, 0)
    projects = list(dict.fromkeys(filter(None, named)))
    if len(projects) < 2 or len(projects) != last - first + 1:
        return {}
    return {
        numeral.start: project for numeral, project in zip(sentence.quantities[first : last + 1], projects, strict=True)
    }


def _end_of_sentence(text: str, position: int) -> int:
    return end if (end := text.find("。", position)) >= 0 else len(text)


def _end_of_item(text: str, position: int) -> int:
    """Where the sentence ends that tells of an item, or where the next item of its list begins (；乙补贴预算…)."""
    end = _end_of_sentence(text, position)
    following = _NEXT_ITEM.search(text, position, end)
    return following.start() if following else end


def _is_generic(name: str, *, told: bool) -> bool:
    """Whether ``name`` names no project; 救助资金 does where its budget, expenditure and rate are ``told``."""
    bare = re.sub(r"(?:资金|经费)$", "", name) if told else name
    return bool(_GENERIC.fullmatch(bare)) and not _FUND.fullmatch(name)


def _tidy(name: str) -> str:
    name = _SUBJECT.sub("", name).replace("\0", "").strip("，、 “”")
    return _LEADING_VERB.sub("", re.sub(r"^(?:其中|一是|二是|三是)", "", name))
