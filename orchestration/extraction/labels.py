"""What a figure measures: its printed item name and its label."""

import re

from orchestration.extraction import phrases
from orchestration.extraction.comparisons import THAN, is_result, label_of_aim, names_compared, of_same_unit
from orchestration.extraction.names_after import counted_of, recipients, told_after, with_points
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.prefilter import AtEnd
from orchestration.extraction.quantities import RANGE_JOINT
from orchestration.extraction.roles import FROM, REACHED, WAS_BEFORE, base_of_comparison
from orchestration.extraction.score_names import MAXIMUM, names_of_points
from orchestration.extraction.sentence import Sentence, Statement
from orchestration.extraction.wholes import MADE_UP

# 住院率偏高，达到17.8%
_OF_DEGREE = re.compile(
    r"(?:^|[，；：。、\0])(?P<name>[^，；：。、\0]{1,19}[率度量数比额例本平模])"
    r"(?:仍|还|也|总体|明显|相对|整体|普遍|较|偏|不|过|有所|持续|稳步|显著|进一步|大幅|逐年|继续|保持|处于)*"
    r"(?:[高低]位?|[大小慢快足少多]|提[高升]|上升|下降|好转|改善|增长|加快|滞后|理想|达标|领先)，$"
)
# 某中心内设 is said of a body by its name, 做好…工作，发放 of what the sentence is about.
_CONSISTS_OF = re.compile(r"(?:内设|下设|下辖|所属)$")
_LONGEST_BODY, _LONGEST_DEED = 20, 8
_LONGEST_COUNTED = 4
_BARE_BUDGET = re.compile(r"(?:预算|涉及)(?:资金|金额|总额|数)?")
_TO_WHOM = re.compile(r"^[为对](?=[\u4e00-\u9fff]{3})")
# 为235名智力、精神残疾人提供托养服务
_FOR = re.compile(r"^[，\0]*(?:已|共|累计|全年|免费)*为$")
_WHOSE = re.compile(r"(?:下属|直属|所属|内设|下设|下辖)(?=.*(?:等|[所站场队院校馆局园]|中心)$)")
_JOINS = re.compile(r"(?:以及|及|和|与)$")
_OF_WHOLE = re.compile(r"(?P<rate>[^，]{2,20}(?:率|进度|比重|比例|占比))(?:为|达到?|占|相当于)[^，]{2,30}的$")
# 辖 11 个村，共 8,236 户 33,518 人
_IN_ALL = re.compile(r"^[，\0]*(?:现|总|合计)?共?有?共$")
_POPULATION = {"户": "户数", "人": "人口"}
_EQUIVALENT = re.compile(r"折[合算]?为?|相当于")
_NEW = re.compile(r"^新(?:开通|增加?|建成?|设立?|开)?")
_SO_FAR = re.compile(r"累计(?:达到?|已达|已有|为|有)?$")
_COMPLETION = re.compile(r"(?:目标|任务|计划)?完成率")
_SHARE = re.compile(r"占(?:比|[^，]{2,16}的)?|比重")
_AMONG = re.compile(r"^(?!其中)(?P<whole>[\u4e00-\u9fff]{1,12}?)(?:当?中|里)[，]?已?有?$")
_SUM = re.compile(r"^，?(?:以上)?(?:合计|共计|总计)(?:为|达)?$")
_IS_ABOUT = re.compile(r"[，\0]*(?P<topic>[^，。；\d]{2,14}?)(?:方面|情况)，")
_IN_PLACE = re.compile(r"(?<=[\u4e00-\u9fff]{2})[全我本](?:省|市|县|区|州|旗|镇|乡)$")
# 追加文物征集经费 a、绩效奖金 b; a part with a name of the budget keeps it.
_ADDED = re.compile(r"(?:年中|执行中)?(?:追加|调增|核减|调减|压减)(?=..)")
_OF_BUDGET = re.compile(r"(?:资金|拨款|收入|预算|支出|结转|结余|基金)$|^(?:中央|[省市县区]|上级|本级)")
_EACH = re.compile(r"每(?:人|户|亩|床|生|学期)(?:每?(?:年|月|天|次|学期))?$")
_ITS_MONEY = re.compile(r"(?:安排|投入|补助|支持|支出|下达|拨付)(?:资金|经费|补助)?")
_HELP = re.compile(r"(?:救助|补助|补贴|慰问|资助|奖励|供养)(?!.*完成)")  # 实施临时救助 1,043 人次，支出 286.5 万元
_KIND = re.compile(r"类(?:项目|工程)?$|(?:方面|领域)$")
_DID = re.compile(r"(?:最终|全年|已)*实际[\u4e00-\u9fff]{2,6}")
_ABOVE = re.compile("以上|上述|前述")
_STAGE_OF = re.compile(r"^(?:提前|正式|先后|另行|追加|再次|陆续)+")
_OF_POINTS = re.compile(rf"(?:{MAXIMUM.pattern}|(?:得分|评分)(?:分别|依次|为)*$)")
# 在省级 12 项专项中排第三: among how many
_IN_SCOPE = AtEnd(r"在[\u4e00-\u9fff]{0,8}$")
_AMONG_RANKED = re.compile(r"[\u4e00-\u9fff（）、]{1,14}当?中(?:综合)?(?:并列|排|位?列|位?居|名列|稳居)")
_OF_TASK = re.compile(r"为(?:年度|全年|年初|省定|市定)*(?:目标|任务|计划)(?:任务|数|值)?的?")
_LISTED = re.compile(
    r"[的等]$|[到至](?:全|我|各|辖区)(?:省|市|县|区|镇|乡|州|旗)?$|原因$|、[^、，]{1,16}$|(?:^|[\u4e00-\u9fff])[将把][^，。]{4,}$"
    r"|[将把]$|由[^，]{1,12}[和及与]$|^下[属辖设][^，]{2,}$"
)
# 分解到21个处室; 其余9个项目
_DESTINED = re.compile(
    r"分布[在于]$|^由$|(?<=..)分[为成]$|(?:分解|批复|下发|细化|落实|推广|延伸|下沉|覆盖|下达|拨付|发放|送|传达|辐射)[到至]$"
)
_REST = re.compile(r"其余|其他|剩余|另外")
# Nouns that name nothing: 分为 A 和 B 两个方面 counts the listed items, not a metric.
_ABSTRACT = frozenset({"方面", "部分", "环节", "板块", "类别", "大类", "层面", "维度"})


def names_of(sentence: Sentence, position: int, role: str) -> tuple[str, str]:
    """Printed item name and label of quantity number ``position`` from the words around it; may be empty."""
    numeral = sentence.quantities[position]
    before, chained = sentence.before(position)
    after = sentence.after(position)
    if role == "previous":
        return _names_of_earlier(sentence, numeral, phrases.strip_trailing(before), after)
    if role in ("negated", "change", "target"):
        return names_compared(sentence, numeral, before, after, role)
    if numeral.figure_class == "score":
        return names_of_points(sentence, numeral, before, role)
    if (given := _given(sentence, position, before, chained)) is not None:
        return given, given
    if numeral.figure_class == "percent" and (share := _OF_WHOLE.match(phrases.clean_before(before))):
        before = share["rate"]  # 支出进度为总预算的 99%
    return _counted(sentence, numeral, before, after, chained)


def _names_of_earlier(sentence: Sentence, numeral: Numeral, words: str, after: str) -> tuple[str, str]:
    """Names of the value of an earlier time, from the ``words`` before it and those ``after`` it."""
    if base := base_of_comparison(words, after):
        # “三公”经费支出比上年的 22.60 万元下降 3.36%: nothing is told before it but what is compared
        own = phrases.standalone(phrases.clean_before(words[: base.start()]))
        return own, of_same_unit(sentence, numeral) or own
    if WAS_BEFORE.fullmatch(words):
        return "", of_same_unit(sentence, numeral)
    # 就诊率，目标 88%，由上年的 86.3% 提高到 88.9%; 与 2021 年的 1,053 万元相比
    risen = _risen_from(words)
    return risen, risen if len(risen) > 1 else of_same_unit(sentence, numeral)


def completed(sentence: Sentence, position: int, label: str, item: int) -> tuple[str, str | None]:
    """``label`` made understandable alone from what was said since ``item``, and the phrase carried over for it."""
    last = sentence.said[-1] if sentence.said else None
    if last and last.label and last.numeral.figure_class == "count" and _COMPLETION.fullmatch(label):
        return last.label + label, last.label  # 农机具不少于 1,500 台，实际 1,386 台，完成率 92.4%
    clause = sentence.clause_start(sentence.quantities[position].start)
    is_next = last is not None and sentence.text[last.numeral.end : clause] == "，"
    of_help = label == "支出" and last and last.numeral.figure_class == "count" and _HELP.search(last.label or "")
    if last and last.label and is_next and _ITS_MONEY.fullmatch(label) and (of_help or _KIND.search(last.label)):
        return last.label + label, last.label  # 设备更新类项目 33 个，安排 2,280 万元
    whom = phrases.recipient(sentence.after(position))[1]
    given = label.removesuffix(whom) if whom else label
    whole, subject = phrases.complete(given, sentence.earlier_phrases(item, sentence.quantities[position].start))
    return whole + label[len(given) :], subject


def _given(sentence: Sentence, position: int, before: str, chained: bool) -> str | None:
    """What is given to those whom quantity number ``position`` counts; ``None`` where nobody is given anything."""
    if phrases.is_recipient(phrases.strip_trailing(before)):
        return "".join(phrases.recipient(sentence.after(position)))
    if chained and sentence.follows_recipient(position):
        return phrases.recipient(before)[0]
    if not _FOR.search(before):
        return None
    following = sentence.quantities[position + 1].start if position + 1 < len(sentence.quantities) else sentence.end
    words = re.split(r"[，；：。！？]", sentence.text[sentence.quantities[position].end : following], maxsplit=1)[0]
    return "".join(phrases.recipient(words.rpartition("、")[2])) or None


def _counted(sentence: Sentence, numeral: Numeral, before: str, after: str, chained: bool) -> tuple[str, str]:
    """Names of money, counts and rates: before the figure (招聘会 133 场) or after it (获批 4 个博士工作站)."""
    cleaned = phrases.without_bare_place(phrases.clean_before(REACHED.sub("", before)))
    if cleaned.startswith("由") and MADE_UP.match(sentence.text, numeral.end, sentence.end):
        cleaned = cleaned[1:]  # 由人员经费 a 和公用经费 b 组成
    cleaned = _IN_PLACE.sub("", cleaned)  # 覆盖全县 15 个乡镇
    if chained and numeral.qualifier == "at_most" and RANGE_JOINT.fullmatch(before) and sentence.said:
        return "", sentence.said[-1].label or ""  # 90%至95%
    if (repeated := _repeated(sentence, numeral, before, cleaned)) is not None:
        return "", repeated
    last = sentence.said[-1] if chained and sentence.said else None
    label_before = last.label or "" if last else ""
    # 惠及群众 a 人、企业 b 家: the verb goes on; 资金惠及 a 人、b 家企业: the whole phrase does.
    carried = phrases.carried_words(label_before)
    noun = "" if numeral.figure_class in ("percent", "money") else phrases.counted_noun(after)
    if not noun and numeral.figure_class == "count" and (not cleaned or cleaned in ("最后", "仅剩")):
        noun, cleaned = _shared_noun(sentence, numeral), ""
    is_next = last is not None and last.numeral.unit == numeral.unit and phrases.counted_noun(before) == before
    if chained and noun and (is_next or _JOINS.search(before)):
        cleaned = ""  # 28个展区以及174台拼接屏; 3个县27个乡镇
    special = (
        with_points(sentence, numeral, noun)
        or recipients(before, after, noun)
        or counted_of(numeral, noun, cleaned)
        or told_after(sentence, numeral, after, cleaned)
        or _whole_or_part(sentence, numeral, before, noun, cleaned)
    )
    if special is not None:
        return special
    if noun and (not cleaned or _DESTINED.search(before) or phrases.ends_in_verb(cleaned) or _LISTED.search(cleaned)):
        is_short = len(cleaned) <= (_LONGEST_BODY if _CONSISTS_OF.search(cleaned) else _LONGEST_DEED)
        verb = cleaned if phrases.ends_in_verb(cleaned) and is_short else "" if cleaned else carried
        # 下属农技中心、执法大队等7个单位 are 下属单位.
        whose = _WHOSE.match(cleaned)
        return noun, (whose.group() if whose else phrases.standalone(verb)) + noun
    if not cleaned:
        return "", _carried_over(sentence, numeral, before, last)
    own = phrases.standalone(phrases.drop_recipient(cleaned))
    if numeral.figure_class == "money":
        # 省级资金124万元，为甲村道路25万元，对乙社帮扶0.7万元: to whom is all that tells the parts apart.
        own = _TO_WHOM.sub("", phrases.standalone(cleaned) if phrases.is_bare_verb(own) else own)
    label = phrases.goes_on(own, label_before)
    is_money = numeral.figure_class == "money"
    added = _ADDED.match(label_before) if chained and is_money and not _OF_BUDGET.search(own) else None
    if added and label == own and not phrases.starts_with_verb(own):
        label = added.group() + own
    if label == own and numeral.figure_class == "count" and not phrases.leading_verb(label):
        label = carried + label
    return phrases.strip_leading(phrases.strip_trailing(before)), label


def _shared_noun(sentence: Sentence, numeral: Numeral) -> str:
    """Noun of the figure that stands right after ``numeral``: 386 户 1,502 名监测对象消除风险 → 监测对象."""
    position = sentence.quantities.index(numeral) + 1
    following = sentence.quantities[position : position + 1]
    adjacent = following and following[0].start == numeral.end and following[0].figure_class == "count"
    return phrases.counted_noun(sentence.after(position)) if adjacent else ""


def _carried_over(sentence: Sentence, numeral: Numeral, before: str, last: Statement | None) -> str:
    """Label of a figure without words of its own, from what it is of or from the ``last`` of its list; may be empty."""
    label = last.label or "" if last else ""
    if (of_all := _sum_of_counted(sentence, numeral, before)) is not None:
        return of_all
    if numeral.unit in _POPULATION and (_IN_ALL.search(before) or label in _POPULATION.values()):
        return _POPULATION[numeral.unit]
    return label if last and last.numeral.unit != numeral.unit else ""


def _sum_of_counted(sentence: Sentence, numeral: Numeral, before: str) -> str | None:
    """专项编制 486 名、工勤编制 14 名，共 500 名: what those counted before it have in common; ``None`` for no sum."""
    counted = [said.label or "" for said in sentence.said[-2:] if said.numeral.unit == numeral.unit]
    if len(counted) < 2 or not _IN_ALL.search(before):
        return None
    first, second = counted
    return next((first[start:] for start in range(len(first) - 1) if second.endswith(first[start:])), "")


def _whole_or_part(
    sentence: Sentence, numeral: Numeral, before: str, noun: str, cleaned: str
) -> tuple[str, str] | None:
    """Names of what is told of the figures before it: their sum, some among them; ``None`` for anything else."""
    counts_aims = numeral.unit == "项" and not cleaned and noun.startswith(("目标", "指标"))  # 两项目标均为 95%
    parts_of_way = numeral.unit in ("批", "批次") and before.endswith("分")
    all_but = sentence.text.startswith(("外", "以外", "之外"), numeral.end) and "除" in before
    is_scope = _IN_SCOPE.search(before) and _AMONG_RANKED.match(sentence.text, numeral.end)
    if (
        counts_aims
        or noun in _ABSTRACT
        or _OF_POINTS.search(noun)
        or parts_of_way
        or all_but
        or is_scope
        or _ABOVE.fullmatch(cleaned)
    ):
        return "", ""
    among = _AMONG.search(before)
    if noun and (among or _REST.fullmatch(cleaned)):
        return noun, (among["whole"] if among else cleaned) + noun  # 8个建设项目中有1个跨年实施; 其余9个项目
    if noun == "项目" and cleaned and not (phrases.ends_in_verb(cleaned) or cleaned.endswith(("项目", "专项", "工程"))):
        return cleaned + noun, phrases.standalone(cleaned + noun)  # 年初批复预算8个项目
    whole = _money_of_counted(sentence, numeral, before, cleaned) if numeral.figure_class == "money" else None
    return (whole, whole) if whole else None


def _money_of_counted(sentence: Sentence, numeral: Numeral, before: str, cleaned: str) -> str | None:
    """Name of an amount without one of its own: that of what was counted right before it, or of a sum of stages."""
    if not cleaned:
        return _sum_of_stages(sentence, before) or _sum_of_topic(sentence, numeral, before)
    last = sentence.said[-1] if sentence.said else None
    if last is None or last.label is None or last.numeral.figure_class != "count":
        return None
    # 编制部门预算项目11个，预算金额a: the budget is theirs.
    if last.label.endswith("项目") and _BARE_BUDGET.fullmatch(cleaned):
        return "项目" + cleaned
    if before != cleaned:
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


def _sum_of_topic(sentence: Sentence, numeral: Numeral, before: str) -> str | None:
    """“三公”经费方面，A 费 a，B 费 b，两项合计 c: what the sentence is about, where the amounts told add up to it."""
    topic = _IS_ABOUT.match(sentence.text, sentence.start, sentence.end)
    told = [s.numeral.value or 0 for s in sentence.said if s.numeral.figure_class == "money" and s.role == "actual"]
    if topic is None or len(told) < 2 or not _SUM.search(before) or sum(told) != numeral.value:
        return None
    return topic["topic"] + "合计"


def _repeated(sentence: Sentence, numeral: Numeral, before: str, cleaned: str) -> str | None:
    """Label of a figure that is said of the metric before it, ``None`` where the figure has words of its own."""
    # 由每人每月 720 元提高到每人每月 756 元
    reached = _EACH.sub("", before)
    if REACHED.search(reached) and not phrases.clean_before(REACHED.sub("", reached)):
        return _from_label(sentence, numeral)
    degree = (
        None if cleaned else _OF_DEGREE.search(sentence.text[sentence.start : sentence.clause_start(numeral.start)])
    )
    last = sentence.said[-1] if sentence.said else None
    if degree or last is None or not last.label:
        return phrases.standalone(degree["name"]) if degree else None
    if is_result(numeral, cleaned) and (aim := label_of_aim(sentence, numeral)) is not None:
        return aim
    deed = _DID.fullmatch(cleaned) if numeral.figure_class == "count" else None
    if deed and last.role == "target" and last.numeral.unit == numeral.unit:
        return last.label  # 计划创建 6 个，实际通过验收 5 个
    if (related := _related(last, last.label, numeral, before, cleaned)) is not None:
        return related
    # 54,972 人，高于 2023 年的 4.9 万人; 就业率 94.08%，2023 年为 90%
    of_other_year = not cleaned and "\0" in before and last.numeral.unit == numeral.unit
    # 抽检 8,460 批次，折合 6.12 批次/千人
    is_equal = THAN.fullmatch(cleaned) or _EQUIVALENT.fullmatch(cleaned)
    return last.label if of_other_year or is_equal else None


def _related(last: Statement, label: str, numeral: Numeral, before: str, cleaned: str) -> str | None:
    """Label of a share or a running total of what ``label`` of ``last`` measures, ``None`` for anything else."""
    if _SHARE.fullmatch(cleaned):
        return label + (cleaned.removesuffix("的") if len(cleaned) > 2 else "占比")
    if numeral.figure_class == "percent" and _OF_TASK.fullmatch(cleaned):
        return label + "完成率"  # 受益学生 7,842 名，为目标任务的 99.27%
    if cleaned == "的" and numeral.figure_class == "percent":
        return label + ("完成率" if last.role == "target" else "占比")  # 为计划任务 12 万亩的 105%
    if not cleaned and _SO_FAR.search(before) and last.numeral.unit == numeral.unit:
        return phrases.thing_measured(_NEW.sub("", label)) + "累计"  # 新开通客运线路 9 条，累计达到 31 条
    return None


def _from_label(sentence: Sentence, numeral: Numeral) -> str:
    """Label of the figure before 提升到: 污水处理率由 92.1% 提升到 95.3%."""
    position = sentence.quantities.index(numeral)
    before = phrases.strip_trailing(sentence.before(position - 1)[0] if position else "")
    return _risen_from(before) or of_same_unit(sentence, numeral)


def _risen_from(words: str) -> str:
    """What rose or fell: 城市低保标准从每人每月 600 元提高到 650 元 → 城市低保标准每人每月."""
    start = FROM.search(words)
    each = start["each"] or "" if start else ""
    return phrases.standalone(phrases.clean_before(FROM.sub("", words))) + each
