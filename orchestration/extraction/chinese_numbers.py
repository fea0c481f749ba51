"""Numbers written in Chinese characters, or in digits with Chinese multipliers between them (1亿2千万)."""

import re
from decimal import Decimal

_CHARACTER = "[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
CHINESE_NUMBER = f"{_CHARACTER}{_CHARACTER}*(?:点[零〇一二三四五六七八九]+[万亿]?)?"
"""A Chinese number, as a regular expression; a search for one that begins with ``+`` would try every position."""

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇", "一二三四五六七八九十百千零")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_TOKEN = re.compile(r"\d+(?:\.\d+)?|.")
_WELL_FORMED = re.compile(r"(?:[^万亿]*亿)?(?:[^万亿]*万)?[^万亿]*")


def parse_chinese_number(text: str) -> Decimal | None:
    """Value of ``text`` (三百五十万, 二十点五, 1亿2千万), ``None`` where it is no well-formed number."""
    text = text.translate(_FORMAL)
    whole, point, rest = text.partition("点")
    if point:
        decimals = rest.rstrip("万亿")
        multiplier = _LARGE.get(rest[len(decimals) :], 1)
        value = parse_chinese_number(whole)
        if value is None or not decimals or any(character not in _DIGITS for character in decimals):
            return None
        return (value + Decimal("0." + "".join(str(_DIGITS[character]) for character in decimals))) * multiplier
    if not whole or not _WELL_FORMED.fullmatch(whole):
        return None
    if len(whole) > 1 and all(character in _DIGITS for character in whole):
        # 二零二二 is read digit by digit; 三四 (three or four) is no number.
        return Decimal("".join(str(_DIGITS[character]) for character in whole)) if len(whole) >= 3 else None
    return _sum_of_parts(whole)


def _sum_of_parts(number: str) -> Decimal:
    total = section = digit = Decimal(0)
    for token in _TOKEN.findall(number):
        if token in _DIGITS:
            digit = Decimal(_DIGITS[token])
        elif token in _SMALL:
            section += (digit or 1) * _SMALL[token]
            digit = Decimal(0)
        elif token in _LARGE:
            below = section + digit if token == "万" else total + section + digit
            total = (total if token == "万" else Decimal(0)) + (below or Decimal(1)) * _LARGE[token]
            section = digit = Decimal(0)
        else:
            digit = Decimal(token)
    return total + section + digit
