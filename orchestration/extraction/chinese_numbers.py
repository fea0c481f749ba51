"""Numbers written in Chinese characters."""

import re
from decimal import Decimal

CHINESE_NUMBER = "[零〇一二两三四五六七八九十百千万亿]+"
"""Characters of a Chinese number, as a regular expression."""

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_WELL_FORMED = re.compile(
    r"(?:[一二两三四五六七八九十百千零〇]*亿)?(?:[一二两三四五六七八九十百千零〇]*万)?[一二两三四五六七八九十百千零〇]*"
)


def parse_chinese_number(text: str) -> Decimal | None:
    """Value of ``text`` (三百五十万, 二十点五), ``None`` where it is no well-formed number."""
    whole, _, decimals = text.partition("点")
    if not whole or not _WELL_FORMED.fullmatch(whole):
        return None
    if len(whole) > 1 and all(character in _DIGITS for character in whole):
        # 二〇二二 is read digit by digit; 三四 (three or four) is no number.
        return Decimal("".join(str(_DIGITS[character]) for character in whole)) if len(whole) >= 3 else None
    total = section = digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        else:
            total = (
                (total + section + digit) * _LARGE[character]
                if character == "亿"
                else total + (section + digit) * _LARGE[character]
            )
            section = digit = 0
    value = Decimal(total + section + digit)
    if decimals:
        if any(character not in _DIGITS for character in decimals):
            return None
        value += Decimal("0." + "".join(str(_DIGITS[character]) for character in decimals))
    return value
