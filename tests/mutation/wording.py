"""Rewrites of words: synonyms, units of the same meaning, percents and small counts in Chinese characters."""

import random
import re

from lines import UNITS, each_line, each_quantity

# Pairs that say the same before a figure; each is a pattern of what may be replaced, and the word put in its place.
_SYNONYMS: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    ((r"(?<![到发抵直多高下])达(?= ?\d)", "达到"), (r"(?<!下)达到(?= ?\d)", "达")),
    ((r"(?<![签预合节契制公违履大])约(?= ?\d)", "大约"), (r"大约(?= ?\d)", "约")),
    ((r"增长(?= ?[\d.]+ ?%)", "上升"), (r"上升(?= ?[\d.]+ ?%)", "增长")),
    ((r"(?<=[\u4e00-\u9fff])合计(?= ?\d)", "共计"), (r"共计(?= ?\d)", "合计")),
    ((r"截至(?=\d)", "截止"), (r"截止(?=\d)", "截至")),
    ((r"(?<=预算)执行率(?=为? ?\d)", "支出率"), (r"(?<=预算)支出率(?=为? ?\d)", "执行率")),
    ((r"(?<=，)执行率(?=为? ?\d)", "支出率"), (r"(?<=，)支出率(?=为? ?\d)", "执行率")),
    ((r"执行数(?=为? ?\d)", "执行金额"), (r"执行金额(?=为? ?\d)", "执行数")),
    ((r"年初预算(?=为? ?\d)", "年初预算数"), (r"年初预算数(?=为? ?\d)", "年初预算")),
    ((r"全年预算(?=为? ?\d)", "全年预算数"), (r"全年预算数(?=为? ?\d)", "全年预算")),
    # Only where no semicolon follows: after 其中： it parts the members, after 其中 it may end them.
    (
        (r"(?<=[，。；（])其中(?=[\u4e00-\u9fff][^。；]*(?:。|$))", "其中："),
        (r"其中：(?=[\u4e00-\u9fff][^。；]*(?:。|$))", "其中"),
    ),
)
SAME_UNIT = {"人": "名", "名": "人", "公里": "千米", "千米": "公里", "公斤": "千克", "平方米": "㎡", "株": "棵"}
"""Units that count the same in the dictionary and are as usual in the other's place."""
_DIGITS = "〇一两三四五六七八九十"
_COUNTED = ("个", "项", "家", "名", "所", "场", "处", "座", "支", "辆", "台", "类")
_SMALL_COUNT = re.compile(
    rf"(?<![\d.,，．第每几数约近超逾足至到\-—～~≥≤A-Za-z])(?P<number>[2-9]|10) ?(?P<unit>{'|'.join(_COUNTED)})"
    r"(?![月次百工季自])(?=[\u4e00-\u9fff，。；、）])"
)
_WRITTEN_COUNT = re.compile(
    rf"(?<![一二两三四五六七八九十百千万亿零第每几数“\d])(?P<number>[二两三四五六七八九十])(?P<unit>{'|'.join(_COUNTED)})"
    r"(?![月次百工季自])(?=[\u4e00-\u9fff，。；、）])"
)
_WHOLE_PERCENT = re.compile(r"(?<![\d.,，．≥≤<>＜＞=\-—～~±])(?P<number>\d{1,2})(?: ?[%％])(?! ?[-—～~至到]\s?\d)")


def synonyms(text: str, rng: random.Random) -> str:
    """Say the same in another word of the dictionaries."""
    rules = [rng.choice(pair) for pair in _SYNONYMS if rng.random() < 0.7]

    def change(line: str) -> str:
        for pattern, word in rules:
            line = re.sub(pattern, word, line)
        return line

    return each_line(text, change)


def unit_words(text: str, rng: random.Random) -> str:
    """Print 名 for 人, 千米 for 公里, ㎡ for 平方米, where the clause ends with the unit."""
    share = rng.choice((0.3, 1.0))

    def change(match: re.Match[str]) -> str:
        other = SAME_UNIT.get(match["unit"])
        closes = re.match(r"[，。；、）]|$", match.string[match.end() :])
        if other is None or not closes or (match["multiplier"] and other == "名") or rng.random() > share:
            return match.group()
        return match["number"] + match["gap"] + match["multiplier"] + other

    return each_line(text, lambda line: each_quantity(line, change))


def percents(text: str, rng: random.Random) -> str:
    """Write whole percents in Chinese characters: 百分之五 for 5%, in all of a paragraph or nowhere."""

    def change(line: str) -> str:
        if rng.random() < 0.5:
            return line
        return _WHOLE_PERCENT.sub(lambda match: "百分之" + chinese(int(match["number"])), line)

    return each_line(text, change)


def small_counts(text: str, rng: random.Random) -> str:
    """Write counts up to ten in Chinese characters, or those so written in digits."""
    share = rng.choice((0.3, 1.0))

    def written(match: re.Match[str]) -> str:
        number = _DIGITS[int(match["number"])]
        return match.group() if _no_count(match) or rng.random() > share else number + match["unit"]

    def digits(match: re.Match[str]) -> str:
        number = 2 if match["number"] == "二" else _DIGITS.index(match["number"])
        return match.group() if _no_count(match) or rng.random() > share else f"{number}{match['unit']}"

    if rng.random() < 0.5:
        return each_line(text, lambda line: _SMALL_COUNT.sub(written, line))
    return each_line(text, lambda line: _WRITTEN_COUNT.sub(digits, line))


def _no_count(match: re.Match[str]) -> bool:
    excluded = UNITS[match["unit"]][1]
    before, after = match.string[: match.start()], match.string[match.end() :]
    # 6.两项任务: beside the number of an item digits would be one number with it.
    listed = re.search(r"[\d一二三四五六七八九十][、和及与] ?$|\d[.．] ?$", before)
    quoted = before.rfind("“") > before.rfind("”")
    graded = match["unit"] == "类"  # 三类坝 are dams of the third class
    return bool(listed or quoted or graded or (excluded and re.match(excluded, after)))


def chinese(number: int) -> str:
    """A number below 100 in Chinese characters."""
    tens, ones = divmod(number, 10)
    ones_word = "零一二三四五六七八九"[ones] if ones or not tens else ""
    tens_word = ("" if tens == 1 else "零一二三四五六七八九"[tens]) + "十" if tens else ""
    return tens_word + ones_word
