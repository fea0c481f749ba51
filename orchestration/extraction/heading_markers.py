"""The numbers with which headings and items begin: 一、, （一）, 1.2, ①."""

import re

HEADING = re.compile(
    r"(?:第[一二三四五六七八九十\d]{1,3}(?:部分|章|节)|[一二三四五六七八九十]{1,3}[、．]|（[一二三四五六七八九十]{1,3}）"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s?(?=[\u4e00-\u9fff“])|\d{1,2}[.、](?!\d)|（\d{1,2}）|[①-⑳]"
    # 1 数量指标。修补…, 一 项目概况: numbers that a space parts from the title of what follows
    r"|[1-9]\d?(?=(?![个年月日天时号级类批项家户人名处件条次台辆套座所只头株棵亩公平万亿元分度%‰米吨千位门期场份篇宗起岁届倍折里、])[\u4e00-\u9fff“”]{2,12}。[\u4e00-\u9fff“])"
    r"|[一二三四五六七八九十]{1,2}(?=(?![般是体方级公批季年月日类线流些直次旦切律把起个手审键律])[\u4e00-\u9fff、“”（）]{1,16}(?:情况|概况|概述|目标|结论|问题|措施|建议|分析|结果|得分|评价|成效|使用|事项|打算)$)"
    # 4 存在的问题: a number without a mark is one before the words of a title only.
    r"|[1-9]\d?(?=[\u4e00-\u9fff、“”（）]{0,20}(?:情况|概况|概述|目标|结论|问题|措施|建议|分析|结果|说明|事项|评价|成效|使用|管理|实施|得分|绩效|做法|打算|应用|附件"
    r"|组织|收支|履职|依据|背景|方法|体系|开展|过程|产出|效益|效果|投入|方向|思路|不足|困难|经验|总结|资金|预算|支出|职责|公开)$))"
)
"""How a numbered paragraph begins, in reading characters."""

# 1.2 分项情况 is a heading, 1.2公顷林地… is a figure: a unit may follow only in a short title without punctuation.
_DECIMAL_HEADING = re.compile(
    r"(?:[1-9]|[12]\d)(?:\.(?:[1-9]|[12]\d))+(?![\d%‰])(?:(?=公(?![里顷斤])|平(?!方)|立(?!方)|千(?![瓦米克])|人(?=[员才均民力社事])|分(?=[类级配管散])|个别|家庭)|(?=[^年月日天万亿个分元人名户家次件台辆套座株头亩公平立千米吨])|(?=[^，。；：]{1,24}$))"
)
_DECIMAL = re.compile(r"\d+\.\d")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})(?P<mark>[.．、])(?=[\u4e00-\u9fff“])")


def heading_marker(text: str) -> str | None:
    """The number with which a heading begins, ``None`` where ``text`` is no heading."""
    match = HEADING.match(text)
    is_number = _DECIMAL.match(text) and not _DECIMAL_HEADING.match(text)
    return None if match is None or is_number else match.group().rstrip()


def counts_on_from(text: str, following: str) -> bool:
    """Whether ``following`` begins with the number after one that stands within ``text``: …。1.…。 and 2.…."""
    item = _NUMBERED.match(following)
    if item is None:
        return False
    before = rf"[。；：]{int(item['number']) - 1}{re.escape(item['mark'])}(?=[\u4e00-\u9fff“])"
    return re.search(before, text) is not None
