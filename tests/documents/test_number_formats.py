"""Numbers of workbooks read as they are displayed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.documents.number_formats import displayed_number, displayed_text

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0.9543, "0.00%", "95.43%"),
        (0.9543, "0%", "95%"),
        (1, "0%", "100%"),
        (43558.83, "General", "43558.83"),
        (43558.83, "", "43558.83"),
        (43558.83, "#,##0.00", "43,558.83"),
        (43558.83, "G/通用格式", "43558.83"),
        (0.1 + 0.2, "General", "0.3"),
        (9.5 / 10.3, "General", "0.922330097"),
        (123456789012, "General", "123456789012"),
        (1e16, "General", "1E+16"),
        (-3, "General", "-3"),
        (2.675, "0.00", "2.68"),  # halves are rounded up as printed, not as stored in binary
        (1.005, "0.00", "1.01"),
        (-0.001, "0.00", "0.00"),
        (12, '0.00"万元"', "12.00万元"),
        (98.78, "0.00\\分", "98.78分"),
        (3359.62, ACCOUNTING, "3,359.62"),
        (-8, ACCOUNTING, "-8.00"),
        (0, ACCOUNTING, "-"),
        (-5.5, "0.00_);(0.00)", "(5.50)"),
        (-86.19, "0.00_ ;[Red]\\-0.00\\ ", "-86.19"),
        (5, '[>=10]0"多";[<10]0"个"', "5个"),
        (-5, "[<0]0.0;0.00", "5.0"),
        (7, "000", "007"),
        (13800138000, "000-0000-0000", "138-0013-8000"),
        (1234567, '0.0,"千"', "1234.6千"),
        (1234567890, "#,##0,,", "1,235"),
        (12345.6789, "0.00E+00", "1.23E+04"),
        (0.5, "#.##", ".5"),
        (1234.5, "#,##0.0#", "1,234.5"),
        (0.3333, "# ?/?", "0.3333"),
        (5, ";;;", ""),
        (5, "[$¥-804]#,##0.00", "¥5.00"),
        (45000, "yyyy/m/d", "2023/3/15"),
        (45000, "yyyy-mm-dd", "2023-03-15"),
        (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        (44927, '[$-804]yyyy"年"m"月"d"日";@', "2023年1月1日"),
        (45000.75, "yyyy/m/d h:mm", "2023/3/15 18:00"),
        (45000.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (45000.5, "h:mm AM/PM", "12:00 PM"),
        (45000, "aaaa", "星期三"),
        (45000, "d-mmm-yy", "15-Mar-23"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy/m/d", "1900/2/28"),
        (-1, "yyyy/m/d", "-1"),
        (9e9, "yyyy/m/d", "9000000000"),
        ("nonsense", "0.00", "nonsense"),
        ("1e999", "0.00", "1e999"),
    ],
)
def test_displayed_number(number: float | str, code: str, shown: str) -> None:
    assert displayed_number(number, code) == shown


def test_days_counted_from_1904() -> None:
    assert displayed_number(43538, "yyyy/m/d", from_1904=True) == "2023/3/15"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("General", "甲"), ("@", "甲"), (ACCOUNTING, "甲"), ('0;0;0;"【"@"】"', "【甲】"), ("0.00", "甲")],
)
def test_displayed_text(code: str, shown: str) -> None:
    assert displayed_text("甲", code) == shown


@given(st.floats(), st.text(alphabet='0#?.,%;@"\\[]_*yMdhs年<>=-+E$', max_size=24))
def test_no_format_breaks_the_reading(number: float, code: str) -> None:
    assert isinstance(displayed_number(number, code), str)
    assert isinstance(displayed_text("甲", code), str)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_amounts_in_the_general_format_keep_their_digits(amount: object) -> None:
    shown = displayed_number(float(str(amount)), "General")
    assert float(shown) == float(str(amount))
