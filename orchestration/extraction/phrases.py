"""Words around a figure: what belongs to its label and what only joins it to the sentence."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import tee

from orchestration.extraction.prefilter import AtEnd, any_of

_RECENT = 64  # phrases: the figures of a sentence look back at the same clauses, those of another hardly ever
# Verbs that take what is counted as their object. Words that are as often nouns (培训, 服务, 补贴, 支出) are left out.
_VERBS = (
    "发放|核发|拨付|支付|兑现|拨发|举办|承办|开展|组织|完成|处理|办理|受理|审核|审批|"
    "查处|接待|引进|引入|招引|获批|新增|建成|新建|改造|修建|实施|推进|安排|下达|投入|"
    "惠及|涉及|覆盖|受益|帮扶|扶持|资助|救助|培育|培养|认定|评定|评审|挖掘|录入|采集|"
    "征集|收集|收到|收取|征收|筹集|追缴|追回|领取|享受|参加|参与|促进|带动|吸纳|安置|"
    "转移|招聘|招录|录用|招收|录取|选派|选聘|聘用|聘请|派出|派驻|巡查|检查|排查|抽查|"
    "督查|督办|整改|化解|调解|立案|结案|审结|执结|办结|接转|印发|制定|出台|发布|编写|"
    "返还|追讨|补发|发还|退还|发表|申请|申报|注册|设立|设置|成立|下设|设有|内设|共设|拥有|现有|共有|具有|配备|"
    "购置|采购|购买|更新|种植|栽植|补植|养护|修缮|维修|接种|筛查|收治|救治|慰问|走访|"
    "张贴|制作|提供|建立|打造|创建|评选|表彰|授予|颁发|减免|减征|节约|盘活|收缴|追加|"
    "调减|调增|收回|列支|进行|设定|纳入|实现|解决|消除|清理|拆除|清运|处置|回收|签订|"
    "划分|编报|摸排|核查|组建|挽回|移送|约谈|罚没|没收|查封|扣押|选取|抽取|发现|接收|修复|绿化|硬化|铺设|架设|安装|连接|途经|贯穿|改扩建|新改建|改建|扩建|"
    "投放|播放|刊发|刊登|推送|推出|创作|接入|开通|开设|增设|新设|吸收|回访|通报|曝光|下架|"
    "整治|疏浚|破获|侦破|抓获|签约|缴纳|取得|获得|荣获|落实|争取|作出|出具|帮助|支持|给予|管护|维护|建设|服务|培训|指导|选定|遴选"
)
VERB = any_of(_VERBS.split("|"))
"""These verbs as alternatives of a regular expression, the longest first."""
# Verbs that are nouns at the end of a phrase or inside one: they end a phrase but never begin its object.
_NOUN_LIKE = frozenset(
    {"整治", "服务", "培训", "建设", "维护", "管护", "调解", "认定", "申请", "检查", "结案", "立案", "指导"}
)
# Verbs that begin the name of a metric as often as they govern one (新增就业, 促进创业).
_NAMING = frozenset({"新增", "促进", "带动", "吸纳"})
_OBJECT_VERB = re.compile(any_of(verb for verb in _VERBS.split("|") if verb not in _NOUN_LIKE))
_ENDS_IN_VERB = AtEnd(rf"(?:{VERB}|[设获有占种派辖])(?:了|起)?$")
_LAST_VERB = AtEnd(rf"(?:{VERB})$")
_STARTS_WITH_VERB = re.compile(rf"(?:{VERB}|获)")
_BARE_VERB = re.compile(rf"(?:成功|已|按期|及时|实际|累计|当庭|顺利|新)*(?:{VERB}|净[增减]){{1,2}}")
_RECIPIENT = AtEnd(r"(?:(?<![方导取意倾去志])向|[对给]|(?<![作成称认分行])为)$")
_RECIPIENT_PHRASE = re.compile(rf"^.*?(?<![方导取意倾去志])[向对给为](?:[^，]{{0,40}}?)(?={_OBJECT_VERB.pattern})")
_VERB_AND_OBJECT = re.compile(rf"(?P<noun>[\u4e00-\u9fff]{{0,18}}?)(?P<verb>{_OBJECT_VERB.pattern})了?(?P<object>.*)")

_TRAILING = AtEnd(
    r"(?:分别|依次|[仅只还另]有|划分(?:为|成)?|共计|合计|总计|累计|总共|达到|达成|大约|超过|超出|不少于|不低于|不小于|不超过|不高于|不大于|不多于|至少|至多|接近|将近|突破|多达|高达"
    r"|(?:控制|稳定|保持|维持)在|最快|最短|最多|最高|仅为|仅|约为|(?<![签预合节契制公违履])约|近|(?<![彩B])超|逾|(?<![行作])为|是|(?<![下到])达|至|(?<![达报收签])到(?!位)|共|已|(?<![人户亩年月日平])均|各|合|(?<![拥现设共具所没含实])有"
    r"|(?<=[\u4e00-\u9fff]{2})(?:包括|包含|以及)|(?<=[共可])分(?:为|成)?|(?<=..)(?:相应|随之|同步)|（\0*）|(?:(?<=完成预算)|(?<=完成年初预算)|(?<=完成[全年][年度]预算)|(?<=成年初预算数)|(?<=成全年预算数)|(?<=完成预算数))的|(?<=目标)的|(?<=任务)的|(?<=计划)的|[≥≤＞＜><=±：:“”\"、，\s\0])$"
)
# 岭财资环〔2022〕118号文提前下达
_BY_LETTER = re.compile(r"(?<![据照以\0])\0+文件?(?=(?:提前|正式|另行|追加)*(?:下达|安排|拨付|追加))")
_LEADING = re.compile(
    # 省财政厅、省林草局共下达
    r"^(?:(?=[^，。；：\d]*(?:下达|拨付))(?:[^，。；：、\d]{2,8}(?:厅|局|委|部|委员会)[、和及与])*[^，。；：、\d]{2,8}(?:厅|局|委|部|委员会)(?:共同?|联合|累计|先后|已)?(?=(?:提前|正式|追加)*(?:下达|拨付))"
    r"|(?=[^《]*《)(?:[^，。；：、\d《]{2,8}(?:厅|局|委|部|办|政府|委员会)[、和及与]?)*《[^》]*》（[^）]*\0[^）]*）|按(?=每)|按[\u4e00-\u9fff]{2,8}?(?:划?分为?|：)(?=[\u4e00-\u9fff])|各(?:县市区?|市县|县（市、区）|地|部门)(?=已|共|累计|实际)|的?标准(?=拨付|发放|给予|补助|安排|下达|筹集)|[^，。；：、\d]{2,8}情况[为是](?=[\u4e00-\u9fff])|(?=[^，。；：、\d]*(?:批准|批复|核定))(?:(?!年初)[^，。；：、\d]){0,6}(?:人大(?:常委会)?|人民代表大会(?:常务委员会)?|财政[局厅部]?|政府)(?:批准|批复|核定)(?:[我本][局院委厅校社馆所会镇乡县市区省部处]|本(?:单位|部门)|部门)?的?(?=部门|年初|预算|全年|收支|总)|\0+(?:之?前|底前|末前|以前|起|间|期间|内)(?=[\u4e00-\u9fff])|[\0、，。；：\s”）]+|[^，]{0,20}?(?:以|根据|按照|依据)(?:[\0、和及]*文件|[\0、和及]*\0文?)(?:精神|规定|要求)?|(?:该|本|此)项目(?=[\u4e00-\u9fff])|其中|(?:资金|收入|经费)?来源(?:主要)?[为是](?=[\u4e00-\u9fff]{2})|经[\u4e00-\u9fff]{0,8}?(?:批准|同意)(?=(?:结转|调整|调减|追加))|(?:主要)?原因[是为系]|围绕[^，。]{2,24}?(?=(?:设置|设定|设立|开展|制定|组织)[\u4e00-\u9fff])|主要[是系为](?!期)|[^，。；：、\d]{2,10}?(?:主要)?(?:包括|包含)(?=[\u4e00-\u9fff]{3})|另外|此外|而(?!且|后|言)|同时|并且|而且|以及|即|另|并(?!联|购|网)|且|和(?!谐|平|解|美)|及(?!时|格)|与(?!会)"
    r"|(?:以上|以下|以内)的?(?=[\u4e00-\u9fff])|全年度?(?![预执支])|年内|本年度?|当年|今年|目前|截[至止](?:\0|年底|年末|目前|期末)*|到(?:\0|年底|年末|目前|期末)+|年底|年末|年初(?=.)(?![^，]{0,8}(?:预算|批复|目标|指标|计划|安排|下达))|含(?![量氧税金水])|包括|包含|\0*以来|年度(?=[^预执支总资]{2})|累计|共计|合计数?|总计|总共"
    r"|仅(?=[\u4e00-\u9fff]{2})|(?:另|还)有(?=[\u4e00-\u9fff])|(?:加上?|有)(?=上年|以前年度|年初结|年中追加)|已经|已|共(?!青|享|建|产|同|治|和|管|用|有)|均(?!衡|等)|约)"
)
_PLACE = re.compile(
    r"^(?:(?:共有|现有|拥有|设有)(?=[\u4e00-\u9fff]{2})|[全我本](?:国|省|市|区|县|州|盟|旗|局|院|校|系统|单位|镇|乡|街道)|辖区内?)(?=[\u4e00-\u9fff\d“])"
)
_MODIFIED = re.compile(
    r"(?:已|未|达到|超过|符合|不符合)[\u4e00-\u9fff]{2,10}?(?<!项目)(?<!工程)(?<!单位)(?<!企业)的(?=[\u4e00-\u9fff]{2})"
)
WITH_ALTERNATIVE = re.compile(r"[县市区乡镇村州街]{1,2}（[县市区旗乡镇村州街道社、]{1,8}）")
"""Counted places with their alternatives: 县（市、区）, 镇（街道）."""
_NOUN_END = re.compile(
    r"[，。；：、！？的（）\s\0]|(?<=项目)(?=资金|预算|支出|执行|年初|全年)|以及|(?<=.)[构组]成|当?中有|(?<=..)(?<![高初])中(?=择优|遴选|筛选|评选|抽取|确定|选[出取定])|以上|以下|左右|全部|全都|均|都|(?<=..)共(?!同)|共计|总计|累计|合计|(?<=..)被|总计|(?<=..)未"
)
_JOINS_NEXT = re.compile(r"(?<=..)(?:以及|和|及|与)$")  # 12 个乡镇和 6 个县直部门
_PLACE_NAME = re.compile(r"[\u4e00-\u9fff]{1,7}[省市县区旗州盟镇乡]")
_BARE_PLACE = re.compile(
    r"(?:领导|指导|监督|统筹|管理|联系)?[全我本](?:国|省|市|区|县|州|盟|旗|局|院|校|系统|单位|镇|乡)(?:现|共)?有?"
)
# Rates that say nothing of what they are rates; 列养率 and 结案率 are names.
_BARE_RATE = re.compile(
    r"(?:按期|按时|一次|一次性|总体|综合|平均|总|年均|目标|任务|计划)*(?:完成|达成|实现|合格|达标|优良|优秀|覆盖|及时|准确|执行|使用|到位|通过|满意|知晓|办结|利用|增长|提高|下降"
    r"|回收|应答|发放|兑现|支付|验收|处理|处置|整改|反馈|回复|答复|参与|出勤|签约|入库|有效|成功|正常|完好|受益|录用|响应|发现|查处|规范|公开|落实|上报|报送|普及|抽检|检出|调解|安置|不合格|再犯罪|合规|治愈|转化|采纳|入住|增|降)?[率度]|(?:目标)?任务完成率|增速|增幅|总量|人均"
)
_EXECUTION = re.compile(
    r"(?:预算|资金|项目|支出)*(?:执行|支出|支付|使用|拨付|到位|完成|发放)(?:(?:进度|比)?率|进度)|进度"
)
# Stages of money say all by themselves; of a budget or another stage they say nothing new.
_GENERIC_VALUE = re.compile(r"(?:年度|年初|全年|实际|预期|绩效)*(?:指标|目标|完成|任务|计划任务)(?:值|数)?")
_PER_HEAD = r"每(?:人|户|亩|头|家|床|班|生)(?:每?(?:年|月|天|次|学期))?(?:标准)?"
_EACH = re.compile(rf"(?:达到?|为|提高到)?(?P<each>{_PER_HEAD})")
_WHO_GRANTS = re.compile(r"(?:[^，、]{2,10}(?:厅|局|委|部|委员会|政府)[、和及与]?)+分?|按[^，、]{1,8}分")
_EACH_AT_END = re.compile(rf"(?:达到?|为|提高到)?{_PER_HEAD}$")
_DONE_OF_PLAN = re.compile(r"完成(?:年度|全年|年初|当年|本年)*(?:目标|任务|计划|预算)")
# 残疾人2项补贴 is a name, and one with a digit; other words with digits are none.
# 12315 投诉 is named by its hotline.
_NO_CANDIDATE = re.compile(r"^的|^在[全省市]|排名|位列|^(?!12[0-9]{1,3}(?!\d)[^\d]*$).*\d(?!项补)")
_CLASS_YEAR = re.compile(r"^(?:19|20)\d{2}[届级]")  # 2022届毕业生
_STAGE = re.compile(
    r"(?:已|实际|全年|累计|正式|提前|年中|共)*(?:下达|拨付|支付|到位|收回|追加|调减|调增|列支|执行|支出|使用|安排)"
)
_OF_A_LEVEL = re.compile(
    r"(?:中央|省级?|自治区|市级?|州级|县级?|区级?|旗县?|地方|上级|本级)(?:财政)?(?:补助|配套)?(?:资金)?"
)
_NOT_DONE = re.compile(r"未能?$")
_SPENT = re.compile(r"已?(?:支出|使用|拨付|支付)$")
_DONE_TO = re.compile(r"^(?:实际|最终|全面|超额)(?:完成|确定|实施)(?=[\u4e00-\u9fff]{3})")
_BUDGET_WORDS = re.compile(r"预算|决算|下达|到位|拨付|支出|支付|执行|收入|追加|调减|调增|收回|安排")
_BARE_AMOUNT = re.compile(
    r"(?:发放|支付|拨付|补贴|补助|投入|支出|涉及|涉案|合计|总|惠及|受益|年度)*(?:金额|资金|总额|人数|人次|数量|面积|总数|总量|户数|件数|总金额|规模)"
)


def clean_before(phrase: str) -> str:
    """The words before a figure without what joins them to it or to the sentence (时间, 副词, 系词, qualifiers)."""
    return strip_leading(strip_trailing(phrase))


@lru_cache(_RECENT)
def strip_trailing(phrase: str) -> str:
    """Without the copulas and qualifiers at the end."""
    return _without_endings(_TRAILING, phrase)


@lru_cache(_RECENT)
def strip_leading(phrase: str) -> str:
    """Without the conjunctions, times and adverbs at the beginning, and without masked dates anywhere."""
    if "\0" not in phrase:
        return _without_beginnings(_LEADING, phrase)
    return _without_beginnings(_LEADING, _BY_LETTER.sub("", phrase)).replace("\0", "")


def standalone(phrase: str) -> str:
    """The label proper: without the place that the whole report is about (全区, 我局)."""
    return strip_leading(_without_beginnings(_PLACE, phrase))


def without_bare_place(phrase: str) -> str:
    """Empty where only a place stands before the figure (全市 1,128 个调解委员会): it names nothing counted."""
    return "" if _BARE_PLACE.fullmatch(phrase) else phrase


def ends_in_verb(phrase: str) -> bool:
    """Whether the counted thing must follow the figure (获批 4 个 …)."""
    return bool(_ENDS_IN_VERB.search(phrase))


def starts_with_verb(phrase: str) -> bool:
    """Whether ``phrase`` says what is to be done (完成造林) and is no name (申报覆盖率)."""
    return bool(_STARTS_WITH_VERB.match(phrase))


def carried_words(label: str) -> str:
    """What of a label goes on in the next member of a chain: all of 资金惠及, the verb of 惠及群众."""
    match = _ENDS_IN_VERB.search(label)
    return label if match and match.group() not in _NOUN_LIKE else leading_verb(label)


def leading_verb(phrase: str) -> str:
    """The verb with which ``phrase`` begins, or the empty string."""
    match = _STARTS_WITH_VERB.match(phrase)
    return match.group() if match and match.group() not in _NOUN_LIKE else ""


def is_recipient(phrase: str) -> bool:
    """Whether the figure counts those to whom something is given (向 76,787 家单位发放 …)."""
    return bool(_RECIPIENT.search(phrase))


def recipient(following: str) -> tuple[str, str]:
    """What is given, and to whom, from the words after a counted recipient: 单位发放稳岗补贴 → (发放稳岗补贴, 单位).

    Both are empty where no verb follows.
    """
    match = _VERB_AND_OBJECT.match(following) if following else None
    return (match["verb"] + strip_trailing(match["object"]), match["noun"]) if match else ("", "")


def drop_recipient(phrase: str) -> str:
    """Without the phrase that names the recipient: 向退休人员发放慰问金 → 发放慰问金."""
    return _RECIPIENT_PHRASE.sub("", phrase, count=1)


def counted_noun(following: str) -> str:
    """The counted noun that begins right after a figure (个博士工作站 → 博士工作站), cut where the sentence goes on."""
    # 9个镇（街道）
    if alternative := WITH_ALTERNATIVE.match(following):
        return alternative.group()
    # 19台已达使用年限的办公设备
    modified = _MODIFIED.match(following)
    noun = _NOUN_END.split(following[modified.end() :] if modified else following, maxsplit=1)[0]
    verb = _OBJECT_VERB.search(noun, 2) if len(noun) > 2 else None
    return _JOINS_NEXT.sub("", (noun[: verb.start()] if verb else noun)[:24])


@lru_cache(_RECENT)
def noun_phrase(clause: str) -> str:
    """What a clause is about: its words after the last verb that has an object."""
    cleaned = _NOT_DONE.sub("", standalone(strip_trailing(clause)))
    start = 0
    for match in _OBJECT_VERB.finditer(cleaned):
        # 公务用车购置费及运行维护费 is one name.
        is_noun = cleaned[match.end() : match.end() + 1] in tuple("费款金率量数额及和与")
        if len(cleaned) - match.end() >= 2 and match.group() not in _NAMING and not is_noun:
            start = match.end()
    phrase = _SPENT.sub("", strip_leading(cleaned[start:]))
    # 住院费用支付比例 is a name, not 比例 of something paid; 新建幼儿园数量 says of which.
    is_name = len(phrase) < 3 or phrase.endswith(("数量", "面积", "规模", "满意度", "满意率"))
    return cleaned if start and is_name and len(cleaned) <= 16 else phrase


def is_stage(label: str) -> bool:
    """Whether ``label`` says only what became of money (实际支出, 下达)."""
    return bool(_STAGE.fullmatch(label))


def thing_measured(label: str) -> str:
    """What a label is about: 发放失业补助金 is about 失业补助金, 城镇新增就业 is a name and stays whole."""
    done = _DONE_TO.sub("", label)
    return noun_phrase(done) if leading_verb(done) else done


def goes_on(label: str, before: str) -> str:
    """``label`` with what it is said of where it is a bare verb: 刑事案件受理 a 件、审结 b 件."""
    return _without_last_verb(before) + label if before and is_bare_verb(label) else label


def complete(label: str, earlier: Iterable[str]) -> tuple[str, str | None]:
    """``label`` made understandable alone, and the noun phrase carried over for it (``None`` where none was needed).

    ``earlier`` are the noun phrases said before it in the same item, nearest first.
    """
    verb = leading_verb(label)
    rest = label[len(verb) :]
    of_plan = _DONE_OF_PLAN.match(label)
    names_rate = bool(_EXECUTION.fullmatch(label))
    is_short_name = 1 < len(rest) <= 3 and not (_BARE_AMOUNT.fullmatch(rest) or _BUDGET_WORDS.fullmatch(rest))
    each = _EACH.fullmatch(label)
    is_value = each or _GENERIC_VALUE.fullmatch(label)
    bare_verb = is_bare_verb(label)
    is_open = not names_rate and (bare_verb or _BARE_RATE.fullmatch(label) or _BARE_AMOUNT.fullmatch(label))
    if not (of_plan or is_value or is_open or (is_short_name and not names_rate)):
        return label, None
    dateless = (_CLASS_YEAR.sub("", phrase) for phrase in earlier)
    candidates: Iterator[str] = (phrase for phrase in dateless if len(phrase) > 1 and not _NO_CANDIDATE.search(phrase))
    if of_plan and (topic := next(candidates, None)):
        return topic + label, topic
    if is_short_name and not names_rate:
        # 发放补贴, said after 核发价格临时补贴: the short object stands for the whole name.
        names, candidates = tee(candidates)
        for phrase in names:
            if phrase.endswith(rest) and len(rest) < len(phrase) <= 16:
                return verb + phrase.removeprefix(verb), phrase
    if is_value and (topic := next(candidates, None)):
        # 低保标准达到每人每月 703 元、每人每年 5,340 元; 合格率指标值 95%
        topic = _EACH_AT_END.sub("", topic)
        return topic + (each["each"] if each else ""), topic
    if not is_open:
        return label, None
    told_of = next(_told_of(label, candidates, bare_verb=bare_verb), None)
    return _completed(label, told_of, bare_verb=bare_verb) if told_of else (label, None)


def _told_of(label: str, candidates: Iterator[str], *, bare_verb: bool) -> Iterator[str]:
    """Those of ``candidates`` that a label of a deed or a stage may be told of."""
    if _STAGE.fullmatch(label):
        # 勐澜县1920万元、宁江市1700万元。各县市已支付4842万元: no place among others is what the sentence is about.
        # 下达a，其中中央资金b、省级资金c；支付d: no member of a list is what was paid either.
        return (
            phrase
            for number, phrase in enumerate(candidates)
            if not _BUDGET_WORDS.search(phrase)
            and not _PLACE_NAME.fullmatch(phrase)
            and not _WHO_GRANTS.fullmatch(phrase)
            and not ((number or label == "安排") and _OF_A_LEVEL.fullmatch(phrase))
        )
    if not bare_verb:
        return candidates
    return (
        phrase
        for phrase in candidates
        if not _STAGE.fullmatch(phrase)
        and not _OF_A_LEVEL.fullmatch(phrase)
        and not _WHO_GRANTS.fullmatch(phrase)
        and phrase[-1] not in "率度"
    )


def _completed(label: str, told_of: str, *, bare_verb: bool) -> tuple[str, str | None]:
    """``label`` with what it is told of before it."""
    topic = _without_last_verb(told_of) if bare_verb else told_of  # 刑事案件受理 a 件、审结 b 件
    if topic in label:
        return label, None
    if (deed := _LAST_VERB.search(label)) and topic.startswith(deed.group()):
        label = ""  # 计划整治沟渠 18 条，实际整治 20 条
    # 案件办结 + 办结率: what both end and begin with is said once.
    overlap = 2 if len(label) > 2 and topic.endswith(label[:2]) else 0
    return topic + label[overlap:], topic


def _without_last_verb(phrase: str) -> str:
    match = _ENDS_IN_VERB.search(phrase)
    return phrase[: match.start()] if match and match.start() and match.group() not in _NOUN_LIKE else phrase


def is_bare_verb(label: str) -> bool:
    """Whether ``label`` says what was done and nothing of what it was done to (审结, 累计完成)."""
    return bool(_BARE_VERB.fullmatch(label))


def _without_beginnings(beginning: re.Pattern[str], phrase: str) -> str:
    while (match := beginning.match(phrase)) and match.end():
        phrase = phrase[match.end() :]
    return phrase


def _without_endings(ending: AtEnd, phrase: str) -> str:
    while match := ending.search(phrase):
        phrase = phrase[: match.start()]
    return phrase
