"""Of which project a paragraph speaks, and from where on."""

import re
from bisect import bisect_right

_NAMED = re.compile(
    r"(?P<quoted>“(?P<name1>[^“”]{2,60})”(?:的)?(?:项目|专项|工程))"
    r"|(?:(?<=^)|(?<=[，；：。、\0]))(?P<plain>(?P<name2>[^，；：。！？“”]{2,60}?|[^，；：。！？“”的为是]{0,8}“[^“”]{2,20}”[^，；：。！？“”的]{1,30}?)(?:项目|专项)(?:资金|经费)?)(?=[，：（]|$|(?:年初|全年|年度|本年|当年)?\0*(?:预算(?!绩效|管理|支出)|决算|实际支出|执行数|到位|下达|自评(?:总|综合)?得?分|得分|综合得分|绩效自评得分|评价得分|(?:支出)?(?:绩效)?(?:自评|评价)(?:情况|结果)?(?:综述)?：))"
    r"|(?:(?<=^)|(?<=[，；：。、\0]))(?P<spent>(?P<name4>[^，；：。！？“”]{4,60}?)项目)(?=支出\d)"
    r"|(?:(?<=^)|(?<=[，；：。、\0]))(?P<granted>(?P<name5>[^，；：。！？“”]{4,40}?(?:补助|专项|奖补|引导|救助|补贴)资金)(?=(?:年初|全年|中央|实际)?(?:下达|到位|预算|安排)\d))"
    # 4、动物疫病防控经费：预算a; 城区排水工程预算a
    r"|(?:(?<=^)|(?<=[，；：。、\0]))(?P<listed>(?P<name6>[^，；：。！？“”]{4,40}?(?:经费|补助|补贴|资金|工程|建设))：)"
    r"(?=(?:年初|全年|年度)?预算\d)"
    r"|(?:(?<=^)|(?<=[，；：。、\0]))(?P<built>(?P<name7>[^，；：。！？“”]{4,40}?工程))"
    r"(?=[，：]?(?:年初|全年|年度|总)?(?:预算|投资|概算)(?:安排)?\d)"
    # 预算安排抽检项目资金620万元
    r"|(?:(?<=^)|(?<=[，；：。、\0]))(?P<allotted>(?P<name8>[^，；：。！？“”]{4,40}?)项目(?:资金|经费))(?=\d)"
    r"|项目名称：(?P<name3>[^，；：。]{3,60})"
)
# Words of which every name above has one, but for those in quotation marks.
_MENTIONED = re.compile(r"项目|专项|工程|资金|经费|补助|补贴|建设")
_GENERIC = re.compile(
    r"(?:该|本|此|各|部分|个别|少数|多数|有关|相关|上级|上述|以上|其他|其余|其中|重点|支出|部门|单位|绩效|评价|自评|一般|财政|专项|所有|全部|全年|年度|线上|线下|中央|省级|市级"
    r"|区级|县级|本级|基本|预算|资金|建设|实施|完成|安排|个|项|批|类|\d|\0)+"
    r"|(?:年中|年初|执行中|因上级|上级).*|.*(?:三公|公用经费|人员经费|基本支出).*|.*(?:\d\s*个|情况|的|纳入|预算|拨款|政府性基金|收入|资金|前|后)$"
)
# 困难群众救助补助资金项目 names what it is for, 中央财政补助资金项目 only where it comes from.
_FUND = re.compile(
    r"(?!(?:中央|省级|市级|县级|区级|上级|本级|地方|财政|专项|预算)+(?:补助|奖补|引导|救助|补贴))"
    r"[\u4e00-\u9fff]{3,}(?:补助|奖补|引导|救助|补贴)资金"
)
_LEADING_VERB = re.compile(
    r"^(?:(?:部门|年初|财政|本级)*预算)?(?:共|统筹)?(?:实施|开展|推进|完成|安排|落实|组织实施|投入)"
)
_SUBJECT = re.compile(r"^\0*(?:\d+[.、]|（\d+）|[①-⑳])?")
_MONEY = re.compile(r"预算|支出|执行|拨付|支付|资金|安排|下达|到位|使用|得分|评分|等级|等次|万元|亿元|元")
# 项目完成情况：… goes on about the project already named, whatever it calls it.
_CONTINUES = re.compile(r"项目(?:完成|实施|执行|进展|资金使用)情况[：，]?[^。；]{0,60}$")


# Money of the whole body, whatever project was spoken of before.
_OF_THE_BODY = re.compile(
    r"(?<=[。；])(?=(?:全年|本年)?(?:“三公”|三公经费|公务用车|公务接待|因公出国|基本支出|人员经费|公用经费))"
)


class ProjectTopics:
    """The projects that a paragraph names one after the other; what is said after a name is said of that project."""

    def __init__(self, text: str, masked: str) -> None:
        self._starts: list[int] = []
        self._names: list[str | None] = []
        if not _MENTIONED.search(masked):
            return
        ends = [end.start() for end in _OF_THE_BODY.finditer(masked)]
        for match in _NAMED.finditer(masked):
            name = _tidy(
                match["name1"]
                or match["name2"]
                or match["name3"]
                or match["name4"]
                or match["name5"]
                or match["name6"]
                or match["name7"]
                or match["name8"]
            )
            if (
                not name
                or (_GENERIC.fullmatch(name) and not match["granted"] and not _FUND.fullmatch(name))
                or not _MONEY.search(text[match.end() : match.end() + 40])
            ):
                continue
            if self._names and _CONTINUES.search(masked[max(0, match.start() - 100) : match.start()] + "\0"):
                continue
            self._starts.append(match.end())
            self._names.append(name)
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


def _end_of_sentence(text: str, position: int) -> int:
    return end if (end := text.find("。", position)) >= 0 else len(text)


def _tidy(name: str) -> str:
    name = _SUBJECT.sub("", name).replace("\0", "").strip("，、 “”")
    return _LEADING_VERB.sub("", re.sub(r"^(?:其中|一是|二是|三是)", "", name))
