"""Of which fund, project or item an amount is told where its own words do not say: 支出 after 康复救助预算."""

import re

from orchestration.extraction.numeral import Numeral
from orchestration.extraction.sentence import Sentence, Statement

_BUDGET_STAGE = re.compile(
    r"(?:总额|合计)(?:增加|减少|增长|下降)?|(?:年初|全年|年度|本年|调整后?|当年)*(?:支出)?(?:预算|决算|支出|执行)数?(?:增加|减少|增长|下降)?|(?:支出决算数?)?完成(?:年初|全年|调整)?预算数?|(?:实际|全年|累计)*(?:支出|支付|使用|执行)(?:数|率)?"
    r"(?:增加|减少|增长|下降)?|(?:预算)?(?:执行|支出|完成)率"
)
_ALLOTTED = r"(?P<budget>(?:部门|年初|财政|本级)*预算)?(?:共|统筹)?(?:安排)?“?{}”?项目(?:资金|经费)"
_FINAL_ACCOUNTS = re.compile(r"(?:支出|收入)?(?:决算|完成)数?(?:增加|减少|增长|下降)?")
_BUDGET_OF = re.compile(
    r"(?P<fund>(?!(?:年初|全年|年度|调整后?|本年|当年|支出|收入)+(?:预算|决算))[^，。；：]{2,24}?)(?:支出|收入)?(?:年初|全年|年度|调整后?)?(?:预算|决算)数?(?:增加|减少|增长|下降)?"
)
# 儿童康复救助预算 1120 万元，支出 1064 万元; 部门预算 names no item.
_ITS_BUDGET = re.compile(
    r"(?P<item>(?!.*(?:部门|单位|年初|全年|年度|调整|本年|当年|资金|公用|公务|因公|三公|支出|收入|总|经费|追加|批复))"
    r"(?!(?:项目|重点|专项|基本|人员|财政|上级|本级|[省市县区]级?|中央|其他)+(?:预算|安排))"
    r"[\u4e00-\u9fff“”]{4,20}?)(?:预算|安排)(?:数|额|资金)?"
)
BARE_SPENDING = re.compile(r"(?:实际|累计|全年|已|共)*(?:支出|支付|使用|执行|兑付|开支)(?:资金|金额|数)?")
"""Words that tell of an amount only that it was spent."""
_BARE_ARRIVAL = re.compile(r"(?:实际|已|共|全部)*到位(?:资金|数)?")
_PLANNED_FUND = re.compile(r"(?P<item>[^，。；：\d]{2,20}(?:资金|经费|补助|投入))(?:计划|应到位)?(?:投入|安排)?")
_BARE_BUDGET = re.compile(r"(?:年度|年初|全年|本年)?预算(?:数|安排|资金)?")
# 抗疫特别国债用于实验室建设，年度预算 a，实际支付 b
_USED_FOR = re.compile(
    r"[，\0]*(?P<fund>[^，。；：\d]{2,20}?(?:资金|经费|国债|债券|基金|补助|补贴|专款))(?:主要|全部)?用于[^，。；：\d]{2,40}，"
)
# “三公”经费只发生公务接待费一项，预算 a，支出 b
_ONLY_FUND = re.compile(
    r"[，\0]*[^，。；：\d]{0,14}(?:只|仅)(?:发生|安排|列支|有)了?(?P<fund>[^，。；：\d]{2,14}?[费款金])(?:一项)?，"
)


def speaks_of_item(sentence: Sentence, fund: str | None) -> bool:
    """公务接待费预算 26 万元，支出 18 万元: whether the last amount was one of another name than the ``fund``."""
    told = next((said.label or "" for said in reversed(sentence.said) if said.numeral.figure_class == "money"), "")
    return fund is not None and told != "" and fund not in told and not _BUDGET_STAGE.fullmatch(told)


def speak_of_fund(statement: Statement, fund: str | None) -> None:
    """Under the heading “三公”经费情况, 年初预算 is that of the fund and not of the whole body."""
    if (
        fund
        and statement.numeral.figure_class in ("money", "percent")
        and _BUDGET_STAGE.fullmatch(statement.label or "")
    ):
        statement.subject = fund
        statement.label = statement.item_name = fund + (statement.label or "")


def fund_used_for(sentence: Sentence, numeral: Numeral, label: str) -> str | None:
    """Whose budget or expenditure bare words tell after a sentence has said what a fund is for, else ``None``."""
    if numeral.figure_class != "money" or not (_BARE_BUDGET.fullmatch(label) or BARE_SPENDING.fullmatch(label)):
        return None
    told = (pattern.match(sentence.text, sentence.start, numeral.start) for pattern in (_USED_FOR, _ONLY_FUND))
    used = next(filter(None, told), None)
    if used is None or "；" in sentence.text[used.end() : numeral.start]:
        return None
    words = sentence.text[sentence.clause_start(numeral.start) : numeral.start].strip("，\0为是仅只")
    # 本单位全年预算 is that of no fund.
    return used["fund"] if _BARE_BUDGET.fullmatch(words) or BARE_SPENDING.fullmatch(words) else None


def fund_told_before(sentence: Sentence, numeral: Numeral, label: str) -> str | None:
    """Whose expenditure or final accounts bare words tell, ``None`` where they are those of no name told before.

    康复救助预算a，支出b is told of 康复救助; 三公经费支出预算为a，支出决算为b，决算数减少c all of 三公经费.
    """
    if BARE_SPENDING.fullmatch(label) and sentence.said and sentence.said[-1].numeral.figure_class == "money":
        budget = _ITS_BUDGET.fullmatch(sentence.said[-1].label or "")
        return budget["item"] if budget else None
    last = sentence.said[-1] if sentence.said else None
    if last and last.role == "target" and last.numeral.figure_class == "money" and _BARE_ARRIVAL.fullmatch(label):
        planned = _PLANNED_FUND.fullmatch(last.label or "")  # 县区配套资金计划 a，实际到位 b
        return planned["item"] if planned else None
    if not _FINAL_ACCOUNTS.fullmatch(label):
        return None
    told = next((s for s in reversed(sentence.said) if s.numeral.figure_class == "money" and s.label), None)
    named = _BUDGET_OF.fullmatch(told.label or "") if told else None
    return named["fund"] if named else None


def speak_of_project(statement: Statement, project: str | None) -> None:
    """Note the project and leave its name out of the label: 案件执行项目年初预算 → 年初预算."""
    statement.project_name = project
    if project and statement.label and statement.label.startswith((project, f"“{project}")):
        rest = re.sub(rf"^“?{re.escape(project)}”?(?:项目|专项)?(?:资金|经费)?", "", statement.label)
        statement.label = statement.item_name = rest or statement.label
    if project and statement.label == "安排":
        statement.label = "预算安排"  # 护林员补助安排a，支出b
    # 部门预算安排抽检项目资金620万元，监察项目资金185万元
    allotted = project and re.fullmatch(_ALLOTTED.format(re.escape(project)), statement.label or "")
    if allotted:
        statement.label = statement.item_name = "项目预算" if allotted["budget"] else "项目资金"
