"""Whose report it is, of which year and kind: told by its title, its cover, its file name or the catalogue."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestration.documents import RejectedDocument
from orchestration.extraction.lexicon import Lexicon, Region
from orchestration.extraction.reading import Paragraph

# 20XX年, 二○××年, **县: hidden on purpose, never to be guessed.
_MASKED_YEAR = re.compile(r"(?:20|19|二[○〇零])[\dXＸxｘ×*＊]?[XＸxｘ×*＊]+年?|[XＸxｘ×*＊]{2,}年")
_MASKED_NAME = re.compile(r"[XＸxｘ×*＊□]+(?=[\u4e00-\u9fff])")
_YEAR = re.compile(r"(?<![\d〔【\[（(])((?:19|20)\d{2})(?=年(?:度)?|[^\d年])")
_CHINESE_YEAR = re.compile(r"([一二][〇○零九][〇○零一二三四五六七八九]{2})年")
_TITLE_END = re.compile(
    r"(?:报告|自评表|自评材料|情况说明|情况|总结|说明|公开|公示|自评|评价表|申报表|监控表|进度表|(?:汇总|一览|明细)表)(?:（[^）]*）)?$"
)
_KINDS = (
    ("monitoring", re.compile(r"运行(?:跟踪)?监控|执行监控|支出进度|执行进度")),
    ("transfer", re.compile(r"转移支付|中央(?:财政)?[^，。]{0,40}资金")),
    ("department", re.compile(r"部门整体|整体支出|部门（单位）整体|整体绩效|部门绩效|单位整体")),
    ("project", re.compile(r"项目")),
)
# The outline and the form of a transfer, whatever the title calls it.
_TRANSFER_OUTLINE = re.compile(r"绩效目标分解下达|转移支付(?:（项目）)?名称|转移支付[^，。]{0,12}自评表")
# 附件2, 附件1-3：, 附表2.1
_ATTACHED = re.compile(r"^附[件表](?:\d+(?:[-—.]\d+)*)?[：:]?\s*")
_BESIDE_NAME = re.compile(r"^\d{3,}-?|（[^）]*(?:章|签)[^）]*）|（\d+）$|[填编]报(?:日期|时间|人)$")
_ADDRESSEE = re.compile(r"(?<=报告)[\u4e00-\u9fff]{2,14}：$")  # …自评情况的报告县财政局：
_ATTACHED_TITLE = re.compile(r"附[件表](?:\d+(?:[-—.]\d+)*)?[：:]\s*\S")
_DEPARTMENT_LABEL = re.compile(
    r"(?:^|[|\t])(?!中央主管|[计度]量|金额|数量)[\u4e00-\u9fff]{0,4}(?:部门|单位)(?:（[^）]{1,6}）)*(?:名称)?(?:及[代编]码)?"
    r"(?:（[^）]{1,6}）)*[：|\t ]+"
    r"(?P<name>[^|\t，。；：]{3,40})"
)
_EXECUTING_UNIT = re.compile(r"(?:项目|具体)?(?:实施|填报|填表|使用|资金使用|承担|编制|项目)单位")
# Words that end like the name of a place without being one.
_NO_PLACE = frozenset(
    "城市 都市 社区 园区 辖区 地区 省市 超市 灾区 林区 牧区 景区 库区 全市 全县 全区 本市 本县 本区".split()  # noqa: SIM905
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:自治州|自治县|自治区|省(?![级直市属])|市(?!场|政|容)|州(?!市)|盟|县|旗|区(?!域))"
)
_PLACES = re.compile(rf"(?:{_PLACE.pattern})+")
_LEVEL_OF_ENDING = {
    "省": "province",
    "州": "city",
    "盟": "city",
    "市": "city",
    "县": "county",
    "旗": "county",
    "区": "district",
}
_REPORT_WORDS = re.compile(
    r"(?:关于|[（(]?(?:19|20)\d{2}\s*年?度?[）)]?|[一二][〇○零九][〇○零一二三四五六七八九]{2}年度?|部门|单位|本级|财政|预算|省级|市级|县级|区级|中央|整体|项目|支出|绩效|资金|专项)*"
    r"(?:部门整体|整体支出|部门支出|项目支出|绩效自评|自评|绩效|财政支出|预算|转移支付).*$"
)
_BODY = re.compile(
    r"(?:(?<![布格结大全时])局|(?<![大客餐])厅|委|部|办|院|中心|会|馆|站|所|校|中学|小学|大学|学院|医院|法院|检察院|公司|队|处|科|署|台|社|团|集团|政府|办公室|委员会|街道|镇|乡|园|库|室|组|联合会|总队|支队|大队|幼儿园"
    r"|[科作]协|[残妇文侨台]联|社科联|工商联)$"
)

_OFFICE = (
    r"(?:(?:自治州|自治县|自治区|[省市州盟县旗区])(?!场|政|容))[\u4e00-\u9fff]{0,14}?"
    r"(?:(?<![布格结大全时棋])局|(?<![大客餐])厅|(?<!居民)(?<!村民)委员会|人民法院|人民检察院|街道办事处|人民政府(?!办)|办公室)"
    r"(?:[\u4e00-\u9fff]{2,6}?(?:[支大总]队|分局))?"
)
# 某市水务局城东污水处理厂提标改造项目: the office that a title names before its project.
_OFFICE_OF_PROJECT = re.compile(
    rf"(?P<office>[\u4e00-\u9fff]{{1,6}}?{_OFFICE})(?=[\u4e00-\u9fff“（][^，。；]*(?:项目|资金|经费|工程|专项|补助))"
)
# 某县人民医院救治能力提升设备购置项目: an institution that does
_INSTITUTION_OF_PROJECT = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{1,6}?(?:自治[州县区旗]|[省市县区州旗盟])(?!场|政|容)[\u4e00-\u9fff]{0,10}?"
    r"(?:人民医院|中医医?院|妇幼保健(?:计划生育服务中心|院)|疾病预防控制中心|第[一二三四五六七八九十]+(?:中学|小学|医院)|中等?职业[\u4e00-\u9fff]{0,4}学校|图书馆|博物馆|文化馆|档案馆))"
    r"(?=[\u4e00-\u9fff“（][^，。；]*(?:项目|资金|经费|工程|专项|补助))"
)
_SIGNED = re.compile(rf"（?(?P<office>[\u4e00-\u9fff]{{1,6}}?{_OFFICE})(?:（[^）]*章[^）]*）)?")
_END_CUT_OFF = re.compile(r"(?:工作)?(?:情况)?的?(?:报告|说明|材料)")
_PLACE_OF_TITLE = re.compile(r"(?:关于)?(?P<place>[\u4e00-\u9fff]{1,8}?(?:自治[州县区旗]|[省市县区州旗盟]))")
# The bureau of finance asks for the report, that of audit looks at it.
_ACTING = (
    r"(?!财政|审计|场|政|容)[\u4e00-\u9fff]{1,12}?(?:(?<![布格结大全时棋])局|(?<![大客餐])厅|(?<!居民)(?<!村民)委员会)"
    r"(?=作为|负责|组织|牵头|会同|联合|对|开展|按照|根据|认真|高度|承担|编制|成立)"
)
_DATED = re.compile(r"(?:(?:19|20)\d{2}年|[一二][〇○零九][〇○零一二三四五六七八九]{2}年).{0,12}）?")


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What a report says of itself before it begins."""

    title: str | None
    department_name: str
    fiscal_year: int
    report_kind: str
    region: Region | None
    region_name: str | None
    admin_level: str | None


def find_title_facts(
    paragraphs: Sequence[Paragraph],
    source_path: str,
    catalogue_entry: Mapping[str, str] | None,
    lexicon: Lexicon,
    fallback: TitleFacts | None = None,
) -> TitleFacts:
    """Facts of the report; ``fallback`` are those of another report in the same file.

    Raises ``RejectedDocument`` with ``no_fiscal_year`` or ``no_department`` where nothing tells them; the reason says
    whether the title hides them (20XX年度, **县林业局).
    """
    entry = catalogue_entry or {}
    paragraphs = [paragraph for paragraph in paragraphs if paragraph.kind in ("prose", "table")]
    title = find_title(paragraphs)
    cover = [paragraph.text for paragraph in paragraphs[:12]]
    year = (
        _year(title)
        or _cover_year(cover)
        or _year(source_path.rpartition("/")[2])
        or _integer(entry.get("fiscal_year", ""))
        or (fallback.fiscal_year if fallback else None)
    )
    if year is None:
        raise _untold("fiscal_year", masked=bool(_MASKED_YEAR.search("".join([title or "", *cover]))))
    department = (
        _department(title)
        or _cover_department(cover)
        or _department(source_path.rpartition("/")[2])
        or entry.get("department_name")
        or (fallback.department_name if fallback else None)
        or _signing_department(paragraphs)
        or _acting_department(title, paragraphs)
    )
    if not department:
        raise _untold("department", masked=bool(_MASKED_NAME.search(title or "")))
    kind = (
        _kind(title or "")
        or _kind(" ".join(cover[:3]))
        or _catalogued_kind(entry.get("report_kind", ""))
        or _kind_of_fund(title or "", paragraphs)
        or "department"
    )
    place, body = entry.get("region_name"), _wider_places(title or "", department) + department
    regions = find_regions(place or body, lexicon) or find_regions(entry.get("publisher", ""), lexicon)
    region_name, level = _region_name_and_level(place or body, regions, is_place=bool(place))
    known = regions[-1] if regions and region_name and region_name.endswith(regions[-1].name) else None
    return TitleFacts(title, department, year, kind, known, region_name, level)


# 中共寻甸县委, 政协南县委员会: the place stands behind what kind of body it is.
_OF_THE_PARTY = re.compile(r"^(?:中国共产党|中共|中国人民政治协商会议|政协)(?!中央)")
_FACTS = {"fiscal_year": ("年度", "year"), "department": ("部门", "body")}


def _untold(fact: str, *, masked: bool) -> RejectedDocument:
    chinese, english = _FACTS[fact]
    if masked:
        said = f"{chinese}被遮盖（XX、**），文件名和目录也未写明。The {english} is masked, and nothing else tells it."
    else:
        said = f"标题、封面、文件名、目录均未写明{chinese}。No title, cover, file name, catalogue tells the {english}."
    return RejectedDocument(f"no_{fact}", said)


def _wider_places(title: str, department: str) -> str:
    """辽宁省 where the title goes on about the place of 营滨市望海区民政局 after it, else nothing."""
    own = _PLACE.match(department)
    start = title.find(own.group()) if own else 0
    return title[:start] if start > 0 and _PLACES.fullmatch(title, 0, start) else ""


def _region_name_and_level(body: str, regions: Sequence[Region], *, is_place: bool) -> tuple[str | None, str | None]:
    """The place that a body belongs to and its level: divisions of the dictionary, then those that it does not hold.

    ``body`` is the name of one, which goes on after its place, or the place alone.
    """
    name = _OF_THE_PARTY.sub("", body)
    known = "".join(region.name for region in regions)
    level = regions[-1].level if regions else None
    if not name.startswith(known):
        return known or None, level
    end = len(name) + is_place
    while (place := _PLACE.match(name, len(known))) and place.group() not in _NO_PLACE and place.end() < end:
        known, level = known + place.group(), _level_of(place.group())
    return known or None, level


def find_title(paragraphs: Sequence[Paragraph]) -> str | None:
    """The title: the first lines joined up to one that ends as titles do, ``None`` where there is none."""
    # 附件：… names what follows; it is the title only where nothing that follows is one.
    named = [paragraph for paragraph in paragraphs[:6] if not _ATTACHED_TITLE.match(paragraph.text)]
    if title := _joined_title(named) or _joined_title(paragraphs[:6]):
        return title
    return next(
        (
            p.text
            for p in paragraphs[:3]
            if p.kind == "prose" and 6 <= len(p.text) <= 60 and not re.search(r"[。；：]", p.text)
        ),
        None,
    )


def _joined_title(paragraphs: Sequence[Paragraph]) -> str | None:
    joined = ""
    following = [paragraph.text.strip() for paragraph in paragraphs[1:]]
    for paragraph, rest in zip(paragraphs, [*following, ""], strict=False):
        text = _ADDRESSEE.sub("", _ATTACHED.sub("", paragraph.text.strip(" |｜\t"), count=1))
        # 单位名称 | 某局: what follows are the rows of a cover; 一、基本情况: or the text itself.
        if len(joined) + len(text) > 80 or re.search(r"[。；|]|^[一二三四五六七八九十]{1,3}、", text):
            return None
        joined += text
        if _TITLE_END.search(joined):
            return joined + rest if _END_CUT_OFF.fullmatch(rest) else joined  # …绩效自评⏎报告
    return None


def find_regions(name: str, lexicon: Lexicon) -> list[Region]:
    """The chain of administrative divisions at the beginning of ``name``, from the widest to the narrowest.

    Empty where the divisions of that name are several and none of the wider ones decides (鼓楼区).
    """
    chain: list[Region] = []
    rest = _OF_THE_PARTY.sub("", name)
    while rest:
        candidates = [
            region
            for length in range(min(len(rest), 15), 1, -1)
            for region in lexicon.regions_of_name.get(rest[:length], [])
        ]
        within = [region for region in candidates if not chain or _is_within(region, chain[-1], lexicon)]
        if len({region.code for region in within}) != 1:
            break
        chain.append(within[0])
        rest = rest[len(within[0].name) :]
    return chain


def _level_of(place: str) -> str:
    return "province" if place.endswith("自治区") else _LEVEL_OF_ENDING[place[-1]]


def _is_within(region: Region, wider: Region, lexicon: Lexicon) -> bool:
    current: Region | None = region
    while current is not None and current.parent_code:
        if current.parent_code == wider.code:
            return True
        current = lexicon.regions.get(current.parent_code)
    return False


def _year(text: str | None) -> int | None:
    if not text:
        return None
    if match := _YEAR.search(text):
        return int(match.group(1))
    if match := _CHINESE_YEAR.search(text):
        return int(
            "".join(str("〇一二三四五六七八九".find(c.replace("零", "〇").replace("○", "〇"))) for c in match.group(1))
        )
    return None


def _cover_year(cover: Sequence[str]) -> int | None:
    for line in cover:
        if len(line) <= 60 and (
            match := re.search(r"((?:19|20)\d{2})年度|(?:评价|预算|自评)?年度[：|｜\t ]*((?:19|20)\d{2})", line)
        ):
            return int(match.group(1) or match.group(2))
    return None


def _integer(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def _department(title: str | None) -> str | None:
    """The body named in a title: what stands before the words of the report (部门整体支出绩效自评报告)."""
    if not title or _MASKED_NAME.search(_REPORT_WORDS.sub("", title, count=1)):
        return None
    before_year = re.match(r"(?:关于)?([^\d]{4,40}?)(?:关于)?(?:19|20)\d{2}年", title)
    if before_year and _BODY.search(before_year.group(1)):
        return before_year.group(1)
    whose = re.sub(
        r"^(?:关于|[（(]?(?:19|20)\d{2}年?度?[）)]?|[一二][〇○零九][〇○零一二三四五六七八九]{2}年度?|\s)+", "", title
    )
    name = _REPORT_WORDS.sub("", whose, count=1).strip(" ：“”（）-_")
    name = re.sub(r"(?:关于)?(?:19|20)\d{2}年?度?$", "", name)
    if 4 <= len(name) <= 40 and _BODY.search(name):
        return name
    office = _OFFICE_OF_PROJECT.match(whose) or _INSTITUTION_OF_PROJECT.match(whose)
    return office["office"] if office else None


def _signing_department(paragraphs: Sequence[Paragraph]) -> str | None:
    """The office that signs and dates the report on its last lines."""
    last = [paragraph.text.strip() for paragraph in paragraphs[-6:]]
    signed = (_SIGNED.fullmatch(name) for name, date in pairwise(last) if _DATED.fullmatch(date))
    return next((match["office"] for match in signed if match), None)


def _acting_department(title: str | None, paragraphs: Sequence[Paragraph]) -> str | None:
    """The only office of the place in the title that the text says to have done something: 某县交通运输局组织实施."""
    place = _PLACE_OF_TITLE.match(title or "")
    if not place:
        return None
    acting = re.compile(re.escape(place["place"]) + _ACTING)
    offices = {match.group() for paragraph in paragraphs for match in acting.finditer(paragraph.text)}
    return offices.pop() if len(offices) == 1 else None


def _cover_department(cover: Sequence[str]) -> str | None:
    labelled = [match for line in cover for match in _DEPARTMENT_LABEL.finditer(line)]
    # 主管部门 before 实施单位, wherever each of them stands.
    for match in sorted(labelled, key=lambda match: bool(_EXECUTING_UNIT.match(match.group().strip("|\t")))):
        name = _BESIDE_NAME.sub("", match["name"].strip(" -—"))
        return None if _MASKED_NAME.search(name) else name.strip() or None
    for line in cover[:6]:
        # A body that stands alone below the title, with or without a date: （某县民政局 2023年2月）
        name = re.sub(r"[（）\s]|(?:19|20)\d{2}年.*$|二[〇○零].*$", "", line)
        if re.fullmatch(r"[\u4e00-\u9fff]{4,30}", name) and _BODY.search(name) and not _TITLE_END.search(name):
            return name
    return None


def _kind_of_fund(title: str, paragraphs: Sequence[Paragraph]) -> str | None:
    """The kind of a report on a fund that its title does not tell: 2023年度农村危房改造补助资金绩效自评报告."""
    if not re.search(
        r"(?:资金|经费|补助|补贴)(?:使用|管理)?(?:情况)?(?:的)?(?:(?:19|20)\d{2}年度?)?(?:绩效|自评|支出)", title
    ):
        return None
    is_transfer = any(_TRANSFER_OUTLINE.search(paragraph.text[:60]) for paragraph in paragraphs)
    return "transfer" if is_transfer else "project"


def _catalogued_kind(text: str) -> str | None:
    """One of the kinds by its name or in words (项目); people write the catalogue, and anything else says nothing."""
    return text if text in dict(_KINDS) else _kind(text)


def _kind(text: str) -> str | None:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)
