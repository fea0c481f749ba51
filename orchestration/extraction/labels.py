"""What a figure measures: its role, its printed item name and its label."""

import re

from orchestration.extraction import phrases
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.quantities import RANGE_JOINT
from orchestration.extraction.ranks import metric_names
from orchestration.extraction.score_names import MAXIMUM, POINTS, names_of_points
from orchestration.extraction.sentence import Sentence

_TARGET_AFTER = re.compile(
    r"的?(?:年度|年初|预期|省定|市定|县定|既定|规定|考核|上级|控制)?(?:目标|任务|指标|要求|计划)(?!完成)"
)
_TASK_AFTER = re.compile(
    r"的(?:年度|年初|预期|省定|市定|县定|既定|规定|考核|上级)?(?:目标|任务|指标|要求|计划)(?!完成)"
)
_PLANNED = re.compile(
    r"^\0*(?:年度|年初|全年)?(?:目标|计划|预计|拟)(?:任务|值|为|是|：)?(?!申报|设定|管理|审核|编制)(?P<deed>[\u4e00-\u9fff].*)"
)
_DEED_OR_NOUN = re.compile(r"(?:补助|补贴|培训|建设|扶持|支持|改造|服务|资助|奖励)[\u4e00-\u9fff]{0,6}")
_BEYOND = re.compile(r"超(?:额|过|出)?(?:年度)?(?:目标|任务|计划)$")
_PLANNED_DEED = re.compile(r"(?:计划|预计|拟)(?=[\u4e00-\u9fff]{2,8}$)")
_ACTUALLY = re.compile(r"，(?:全年|年末|至年末|截至年底)?实际")
_LIMITED = re.compile(r"^(?:严格)?控制在(?:每[\u4e00-\u9fff]{1,3})?$")
_WITHIN = re.compile(r"的?[^，。]{0,10}(?:以内|之内|范围内)")
_GOALS = re.compile(r"(?:目标|计划|任务|指标值)(?:为|是|如下|要求|值|(?:主要)?包括)?：(?:(?!实际|已完成|完成情况).)*$")
# 计划完成护砌 9.4 万平方米，整修溢洪道 21 处: all of the sentence is planned.
_PLAN = re.compile(rf"[，\0]*(?:项目|年度|全年|年初)*计划(?:{phrases.VERB})(?:(?!实际|已|最终|全年|截至|预算|万元).)*$")
_DONE = re.compile(r"^\0*(?:全年|累计|共|已|实际)*(?:完成|实施)")
_FROM = re.compile(r"[由从](?:上年度?|去年|年初|\0|的)*$")
_TO = re.compile(r"(?:\0|[\u4e00-\u9fff]){0,6}(?:提高|提升|增加|增长|上升|扩大|下降|减少|降低|降|升)(?:到|至)")
_TARGET_BEFORE = re.compile(
    r"(?:年度|年初|全年|预期)?(?:目标|指标|任务|计划|预期)(?:值|数|任务|任务数)?(?:不?[低少高超][于过])?[≥≤＞＜=]?$"
)
_ACHIEVED = re.compile(r"(?:完成(?!率)|达到|占)[^，]{0,8}(?:目标|任务|计划)(?:任务|数|值)?$")
_CHANGE = re.compile(r"(?:增长|增加|增幅|上升|提高|提升|下降|减少|降低|降幅|回落|下滑|增)(?:了|到|幅度)?$")
_COMPARED = re.compile(r"(?:同比|环比|(?:较|比|与|高于|低于)[^，]{0,12}?(?:[年月期初末数\0]|相比))")
# 与上年相比，支出减少 1,386.20 万元
_BASE = re.compile(r"(?:[与同较比和](?:上年|上一年|去年|年初|\0)[^，。；]{0,8}|同比|环比)，[^，。；]{0,20}$")
_TASKS = re.compile(r"任务$|(?:绩效|个性|共性|[一二三]级)(?:指标|目标)$|(?:设置|设定|设立|编制|申报)的?(?:指标|目标)$")
_NEGATED = re.compile(r"(?:未能?|没有|未曾|不能|难以)(?:够|达到|达|完成|实现|达成)?$")
_DEDUCTED = re.compile(r"(?:扣|扣减|扣除|减|加)(?:了|去|掉)?$")
_GRADE_AFTER = re.compile(r"(?:（不?含）)?(?:以[上下])?的?(?:评?为|是)[“「]?(?:优|良|中|差|合格|不合格|及格)")
_FUND_BUDGET = re.compile(r"(?P<fund>.{2,20}(?:经费|资金))(?:年初|全年|年度)?预算数?")
# 某中心内设 is said of a body by its name, 做好…工作，发放 of what the sentence is about.
_CONSISTS_OF = re.compile(r"(?:内设|下设|下辖|所属)$")
_LONGEST_BODY, _LONGEST_DEED = 20, 8
_LONGEST_COUNTED = 4
_TO_WHOM = re.compile(r"^[为对](?=[\u4e00-\u9fff]{3})")
_SHARE_DONE = re.compile(r"完成[^，。]*(?:预算|决算)数?$|.*(?:决算|支出)数?完成[^，。]*预算数?$")
_WHOSE = re.compile(r"(?:下属|直属|所属|内设|下设)(?=.*等$)")
_JOINS = re.compile(r"(?:以及|及|和|与)$")
_WHOLE_NAME = re.compile(r"[率数量额度值比]$")
_SHARED_EACH = re.compile(r"(?P<names>[^，；：。]*[、和][^，；：。]*?)(?P<maximum>分值|满分|权重)?各(?:为|是|占|有)?$")
_SHARED = re.compile(r"(?:均|都|皆)已?(?:为|是|达到?|超过?|在)?[约近超]?$")
_DISTRIBUTED = re.compile(
    rf"(?P<names>.*?)分别(?P<verb>为|是|达到?|有|得分?|完成|恢复|补助|支出|分配|增长|增加|上升|提高|下降|减少|降低|{phrases.VERB})?了?(?P<aim>(?:年度|全年|年初|预期)*(?:目标|任务|计划)(?:任务|数|值)?)?(?:至|到)?\0*的?[约近超]?$"
)
# 分别完成 adds nothing to the name; 分别下达 says which amounts they are.
_ADDS_NOTHING = re.compile(r"为|是|达到?|有|得分?|完成|实现")
_TOGETHER = re.compile(r"(?P<names>.*?)(?P<verb>增长|增加|上升|提高|下降|减少|降低)了?[约近超]?$")
_OF_WHOLE = re.compile(r"(?P<rate>[^，]{2,20}(?:率|进度|比重|比例|占比))(?:为|达到?|占|相当于)[^，]{2,30}的$")
_THAN = re.compile(r"[略稍远均仍]?(?:高于|低于|多于|少于|超过|相比|对比)的?")
_EQUIVALENT = re.compile(r"折[合算]?为?|相当于")
_RESULT = re.compile(
    r"实际(?:完成值?|达到|通过|实现|值)?|(?:第三方)?(?:问卷|抽样)?(?:调查|测评|评估)结果|全年(?:实际)?完成值?|完成值"
)
_COMPLETION = re.compile(r"(?:目标|任务|计划)?完成率")
_SHARE = re.compile(r"占(?:比|[^，]{2,16}的)?|比重")
_NET_CHANGE = re.compile(r"净[增减]$")
_REACHED = re.compile(r"(?:增加|增长|提高|上升|扩大|下降|减少|降低|提升|降|升)(?:到|至)[约近超]?$")
_AMONG = re.compile(r"^(?!其中)(?P<whole>[\u4e00-\u9fff]{1,12}?)(?:当?中|里)[，]?已?有?$")
_SUM = re.compile(r"^，?(?:以上)?(?:合计|共计|总计)(?:为|达)?$")
_ASSIGNED = re.compile(r"(?:上级|省|市|县|区|州|局|厅)*(?:下达|分解|确定|核定|安排|交办)的?")
_STAGE_OF = re.compile(r"^(?:提前|正式|先后|另行|追加|再次|陆续)+")
_LISTED = re.compile(r"[的等]$|[到至](?:全|我|各|辖区)(?:省|市|县|区|镇|乡|州|旗)?$|原因$|、[^、，]{1,16}$")
# Nouns that name nothing: 分为 A 和 B 两个方面 counts the listed items, not a metric.
_ABSTRACT = frozenset({"方面", "部分", "环节", "板块", "类别", "大类", "层面", "维度"})


def role_of(sentence: Sentence, position: int) -> str | None:
    """Role of quantity number ``position``.

    ``None`` for points that are no score of anything: deducted points, bounds of grades. ``previous`` is the value
    of an earlier time from which something rose or fell.
    """
    numeral, after = sentence.quantities[position], sentence.after(position)
    words = phrases.strip_trailing(sentence.before(position)[0])
    if numeral.figure_class == "score":
        return _role_of_points(numeral, words, after)
    is_rate = numeral.figure_class == "percent"
    if is_rate and _NEGATED.search(words):
        return "negated"
    changed = _CHANGE.search(words) and not _REACHED.search(sentence.before(position)[0])
    compared = _COMPARED.search(words) or _BASE.search(
        sentence.text[max(sentence.start, numeral.start - 40) : numeral.start]
    )
    if numeral.unit_family == "percentage_point" or (changed and (is_rate or compared)):
        return "change"
    if _FROM.search(words) and _TO.match(after):
        return "previous"  # 由（上年的）92.1% 提升到 95.3%
    # 超额完成年度目标（80%）: the parenthesis says what the target was.
    aim = words or phrases.strip_trailing(sentence.before_parenthesis(numeral))
    achieved = is_rate and words and _ACHIEVED.search(words)
    set_after = (_TARGET_AFTER if is_rate else _TASK_AFTER).match(after)
    assigned = re.search(r"(?:下达|设定|确定)的$", words) and re.search(r"任务$", after)
    planned = _PLANNED.match(words)
    # 计划新开工 6,500 套，实际新开工 6,820 套; 控制在 1.1 万元的标准以内
    compared_after = _PLANNED_DEED.search(words) and _ACTUALLY.match(sentence.text, numeral.end)
    limited = _LIMITED.search(words) and _WITHIN.match(after)
    # 计划补助 115 户: a noun that can be done is, where so many of them are to be.
    deed = planned and (
        phrases.starts_with_verb(planned["deed"])
        or (numeral.figure_class == "count" and _DEED_OR_NOUN.fullmatch(planned["deed"]))
    )
    aimed = set_after or assigned or deed
    # 安排重点工作任务 9 项, 设置绩效指标 26 项
    counts_tasks = _TASKS.search(aim) and numeral.unit in ("项", "个", "条")
    # 完成年度目标 20 亿元的 118.5%
    following = sentence.quantities[position + 1 : position + 2]
    shared = following and sentence.text[numeral.end : following[0].start] == "的" and following[0].unit == "%"
    if shared and not is_rate and _TARGET_BEFORE.search(aim):
        return "target"
    named = _TARGET_BEFORE.search(aim) and not _BEYOND.search(aim) and not _DONE.match(words) and not counts_tasks
    told = sentence.text[sentence.start : numeral.start]
    among_goals = _GOALS.search(told) or _PLAN.match(told)
    told_as_aim = aimed or named or among_goals or compared_after or limited
    return "target" if told_as_aim and not achieved else "actual"


def _role_of_points(numeral: Numeral, words: str, after: str) -> str | None:
    if _DEDUCTED.search(words) or numeral.qualifier in ("at_least", "at_most"):
        return None
    if _GRADE_AFTER.match(after) and not POINTS.search(words):
        return None  # 80分（含）至90分为良
    return "maximum" if MAXIMUM.search(words) or (not words and after.startswith("）")) else "actual"


def names_of(sentence: Sentence, position: int, role: str) -> tuple[str, str]:
    """Printed item name and label of quantity number ``position`` from the words around it; may be empty."""
    numeral = sentence.quantities[position]
    before, chained = sentence.before(position)
    after = sentence.after(position)
    if role == "previous":
        return (phrases.standalone(phrases.clean_before(_FROM.sub("", phrases.strip_trailing(before)))),) * 2
    if role in ("negated", "change", "target"):
        return _compared(sentence, numeral, before, after, role)
    if numeral.figure_class == "score":
        return names_of_points(sentence, numeral, before, role)
    if phrases.is_recipient(phrases.strip_trailing(before)):
        return ("".join(phrases.recipient(after)),) * 2
    if chained and sentence.follows_recipient(position):
        return (phrases.recipient(before)[0],) * 2
    if numeral.figure_class == "percent" and (share := _OF_WHOLE.match(phrases.clean_before(before))):
        before = share["rate"]  # 支出进度为总预算的 99%
    return _counted(sentence, numeral, before, after, chained)


def completed(sentence: Sentence, position: int, label: str, item: int) -> tuple[str, str | None]:
    """``label`` made understandable alone from what was said since ``item``, and the phrase carried over for it."""
    last = sentence.said[-1] if sentence.said else None
    if last and last.label and last.numeral.figure_class == "count" and _COMPLETION.fullmatch(label):
        return last.label + label, last.label  # 农机具不少于 1,500 台，实际 1,386 台，完成率 92.4%
    whom = phrases.recipient(sentence.after(position))[1]
    given = label.removesuffix(whom) if whom else label
    whole, subject = phrases.complete(given, sentence.earlier_phrases(item, sentence.quantities[position].start))
    return whole + label[len(given) :], subject


def shared_metrics(before: str) -> list[str]:
    """A率、B率均为 100%, A、B分值各 5 分: the metrics that share a value; empty where there is but one."""
    if each := _SHARED_EACH.search(before):
        return _members(phrases.strip_leading(each["names"]))
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
    if not match and last > first and _COMPARED.search(clause):
        match = _TOGETHER.search(clause)  # 同比增长 2.1% 和 3.5%
    if not match:
        return None
    length, verb = last - first + 1, match["verb"] or ""
    changes = bool(_CHANGE.search(verb))
    subject = phrases.standalone(_COMPARED.sub("", match["names"]) if changes else match["names"])
    said = [statement.label or "" for statement in sentence.said if statement.numeral.end <= head.start]
    names = _members(re.sub(r"^[向对给为]", "", subject)) if subject else said[-length:]
    if length < 2 or len(names) != length or not all(names):
        return "actual", ""
    name = names[position - first]
    if changes:
        return "change", name + verb
    if match.re is _DISTRIBUTED and match["aim"]:
        return "actual", name + verb + match["aim"]  # 分别完成年度目标的 110%、105%
    return "actual", name if _ADDS_NOTHING.fullmatch(verb) else name + verb


def _compared(sentence: Sentence, numeral: Numeral, before: str, after: str, role: str) -> tuple[str, str]:
    """Names of what is no result: 未能 100% 完成预算, 较上年增长 5%, 达到 93.9% 的任务."""
    words = phrases.strip_trailing(before)
    if role == "negated":
        return (phrases.counted_noun(after),) * 2
    if role == "target":
        if not words or _THAN.fullmatch(words):
            return "", next((s.label or "" for s in reversed(sentence.said) if s.numeral.unit == numeral.unit), "")
        name = re.sub(
            r"^(?:(?:超额|提前|圆满|全面|按期|已)*完成|实现|达到|[为是占达])", "", phrases.strip_leading(words)
        )
        aim = _PLANNED_DEED.sub("", phrases.standalone(_TARGET_BEFORE.sub("", name)))
        # 示范单位 86 个，超过年初计划的 80 个; 出栏生猪 38 万头，完成市下达任务 36 万头的目标
        says_nothing = _THAN.fullmatch(aim) or _ASSIGNED.fullmatch(aim) or _LIMITED.search(words)
        if says_nothing or not name or (not aim and _DONE.match(words)):
            aim = next((s.label or "" for s in reversed(sentence.said) if s.numeral.unit == numeral.unit), "")
        return name, aim or phrases.standalone(name)
    # 高新技术企业186家，净增31家，同比增长20%: what grew are the enterprises.
    said = sentence.said or ([sentence.told_before] if sentence.told_before else [])
    # 预算a，支出b，完成预算的c%，比上年减少d: what became less is b.
    said = [s for s in said if not (numeral.figure_class == "money" and _SHARE_DONE.match(s.label or ""))]
    last = next((s for s in reversed(said) if not _NET_CHANGE.search(s.label or "")), None)
    measured = phrases.standalone(phrases.clean_before(_COMPARED.split(_CHANGE.sub("", words))[0]))
    topic = measured or (_CHANGE.sub("", last.label or "") if last else "")
    if not measured and phrases.is_stage(topic):  # “三公”经费预算 a 万元，实际支出 b 万元，较上年减少 c 万元
        funds = (_FUND_BUDGET.fullmatch(said.label or "") for said in reversed(sentence.said))
        topic = next((fund["fund"] for fund in funds if fund), "") + topic
    change = _CHANGE.search(words)
    word = change.group() if change and not topic.endswith(change.group()) else ""
    return phrases.strip_leading(words), topic + word if topic else ""


def _counted(sentence: Sentence, numeral: Numeral, before: str, after: str, chained: bool) -> tuple[str, str]:
    """Names of money, counts and rates: before the figure (招聘会 133 场) or after it (获批 4 个博士工作站)."""
    cleaned = phrases.without_bare_place(phrases.clean_before(_REACHED.sub("", before)))
    if chained and numeral.qualifier == "at_most" and RANGE_JOINT.fullmatch(before) and sentence.said:
        return "", sentence.said[-1].label or ""  # 90%至95%
    if (repeated := _repeated(sentence, numeral, before, cleaned)) is not None:
        return "", repeated
    last = sentence.said[-1] if chained and sentence.said else None
    label_before = last.label or "" if last else ""
    # 惠及群众 a 人、企业 b 家: the verb goes on; 资金惠及 a 人、b 家企业: the whole phrase does.
    carried = phrases.carried_words(label_before)
    noun = "" if numeral.figure_class in ("percent", "money") else phrases.counted_noun(after)
    if chained and noun and _JOINS.search(before):
        cleaned = ""  # 28个展区以及174台拼接屏
    if (special := _whole_or_part(sentence, numeral, before, noun, cleaned)) is not None:
        return special
    if noun and (not cleaned or phrases.ends_in_verb(cleaned) or _LISTED.search(cleaned)):
        is_short = len(cleaned) <= (_LONGEST_BODY if _CONSISTS_OF.search(cleaned) else _LONGEST_DEED)
        verb = cleaned if phrases.ends_in_verb(cleaned) and is_short else "" if cleaned else carried
        # 下属农技中心、执法大队等7个单位 are 下属单位.
        whose = _WHOSE.match(cleaned)
        return noun, (whose.group() if whose else phrases.standalone(verb)) + noun
    if not cleaned:
        return "", label_before if last and last.numeral.unit != numeral.unit else ""
    own = phrases.standalone(phrases.drop_recipient(cleaned))
    if numeral.figure_class == "money":
        # 省级资金124万元，为甲村道路25万元，对乙社帮扶0.7万元: to whom is all that tells the parts apart.
        own = _TO_WHOM.sub("", phrases.standalone(cleaned) if phrases.is_bare_verb(own) else own)
    label = phrases.goes_on(own, label_before)
    if label == own and numeral.figure_class == "count" and not phrases.leading_verb(label):
        label = carried + label
    return phrases.strip_leading(phrases.strip_trailing(before)), label


def _whole_or_part(
    sentence: Sentence, numeral: Numeral, before: str, noun: str, cleaned: str
) -> tuple[str, str] | None:
    """Names of what is told of the figures before it: their sum, some among them; ``None`` for anything else."""
    parts_of_way = numeral.unit in ("批", "批次") and before.endswith("分")
    all_but = sentence.text.startswith(("外", "以外", "之外"), numeral.end) and "除" in before
    if noun in _ABSTRACT or parts_of_way or all_but:
        return "", ""
    if noun and (among := _AMONG.search(before)):
        return noun, among["whole"] + noun  # 8个建设项目中有1个跨年实施
    if noun == "项目" and cleaned and not (phrases.ends_in_verb(cleaned) or cleaned.endswith(("项目", "专项", "工程"))):
        return cleaned + noun, phrases.standalone(cleaned + noun)  # 年初批复预算8个项目
    whole = _money_of_counted(sentence, before, cleaned) if numeral.figure_class == "money" else None
    return (whole, whole) if whole else None


def _money_of_counted(sentence: Sentence, before: str, cleaned: str) -> str | None:
    """Name of an amount without one of its own: that of what was counted right before it, or of a sum of stages."""
    if not cleaned:
        return _sum_of_stages(sentence, before)
    last = sentence.said[-1] if sentence.said else None
    if last is None or last.label is None or last.numeral.figure_class != "count" or before != cleaned:
        return None
    # 年初批复预算8个项目985万元: 985 is what stands before the count.
    name = last.label.removesuffix(cleaned)
    return name if len(cleaned) <= _LONGEST_COUNTED and 1 < len(name) < len(last.label) else None


def _sum_of_stages(sentence: Sentence, before: str) -> str | None:
    """提前下达a，正式下达b，合计c: what the sum is of, ``None`` where the amounts before it were not all one stage."""
    stages = [_STAGE_OF.sub("", s.label or "") for s in sentence.said[-2:] if s.numeral.figure_class == "money"]
    if len(stages) < len(sentence.said[-2:]) or not stages or not _SUM.search(before):
        return None
    last = stages[-1]
    return last + "合计" if phrases.is_stage(last) and all(last in stage for stage in stages) else None


def _repeated(sentence: Sentence, numeral: Numeral, before: str, cleaned: str) -> str | None:
    """Label of a figure that is said of the metric before it, ``None`` where the figure has words of its own."""
    if not cleaned and _REACHED.search(before):
        return _from_label(sentence, numeral)
    last = sentence.said[-1] if sentence.said else None
    if last is None or not last.label:
        return None
    if _SHARE.fullmatch(cleaned):
        return last.label + (cleaned.removesuffix("的") if len(cleaned) > 2 else "占比")
    if cleaned == "的" and numeral.figure_class == "percent":
        return last.label + ("完成率" if last.role == "target" else "占比")  # 为计划任务 12 万亩的 105%
    if _RESULT.fullmatch(cleaned):
        return _label_of_aim(sentence, numeral)
    # 54,972 人，高于 2023 年的 4.9 万人; 就业率 94.08%，2023 年为 90%
    of_other_year = not cleaned and "\0" in before and last.numeral.unit == numeral.unit
    # 抽检 8,460 批次，折合 6.12 批次/千人
    is_equal = _THAN.fullmatch(cleaned) or _EQUIVALENT.fullmatch(cleaned)
    return last.label if of_other_year or is_equal else None


def _label_of_aim(sentence: Sentence, numeral: Numeral) -> str | None:
    """Label of the target that a result follows: 接种率 ≥95%，（抽样 320 名，）实际完成 98.7%."""
    same_unit = (said for said in reversed(sentence.said[-4:]) if said.numeral.unit == numeral.unit and said.label)
    aim = next(same_unit, None)
    if aim is None or _TARGET_BEFORE.search(aim.label or ""):
        return None
    if aim.numeral.qualifier in ("at_least", "at_most"):
        aim.role = "target"
    return aim.label


def _from_label(sentence: Sentence, numeral: Numeral) -> str:
    """Label of the figure before 提升到: 污水处理率由 92.1% 提升到 95.3%."""
    position = sentence.quantities.index(numeral)
    before = sentence.before(position - 1)[0] if position else ""
    return phrases.standalone(phrases.clean_before(_FROM.sub("", phrases.strip_trailing(before))))


def _members(names: str) -> list[str]:
    """Members of a list with the words they share: 参加养老、失业、工伤保险 → 参加养老保险, 参加失业保险, …."""
    members = re.split(r"、|和|以及|及", names)
    if len(members) == 1 and names.startswith("城乡"):
        return ["城市" + names[2:], "农村" + names[2:]]  # 城乡低保标准分别提高 6%、8%
    verb = phrases.leading_verb(members[0])
    *others, last = [members[0][len(verb) :], *members[1:]]
    shared = ""
    if others and len({len(other) for other in others}) == 1 and not _WHOLE_NAME.search(others[0]):
        shared = last[len(others[0]) :]
    return [verb + other + shared for other in others] + [verb + last]
