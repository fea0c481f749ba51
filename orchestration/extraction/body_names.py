"""The names by which a report speaks of the body that it is of."""

import re
from collections.abc import Sequence

from orchestration.extraction.reading import Paragraph

_SHORT_NAME = re.compile(r"（以?下?(?:统称|简称)：?[“「]?(?P<name>[^，；。（）“”「」]{2,20})[”」]?）")
_SHORTEST = 4
_SHORTEST_SHORT_NAME = 3
# 南县财政局机关, 南县财政局的 …: what is told is told of a part of it, or of something it has.
_GOES_ON = "(?!机关|本级|系统|下属|所属|直属|的|和|、|及|与)"


def names_of_body(department: str | None, paragraphs: Sequence[Paragraph]) -> re.Pattern[str] | None:
    """What finds the names of ``department`` where a clause begins with one, its short names (以下简称…) among them.

    ``None`` where the report does not name its body by a name of its own.
    """
    if department is None or len(department) < _SHORTEST:
        return None
    names = {department}
    named = re.compile(re.escape(department) + _SHORT_NAME.pattern)
    for paragraph in paragraphs:
        if department in paragraph.text:
            names.update(
                found["name"] for found in named.finditer(paragraph.text) if len(found["name"]) >= _SHORTEST_SHORT_NAME
            )
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[，；：。、\0]))(?:{alternatives})(?:{_SHORT_NAME.pattern})?{_GOES_ON}")
