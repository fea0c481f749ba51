"""What of a web page is its content: not its menus, scripts, forms and footers."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree

_NEVER_CONTENT = (
    "script", "style", "noscript", "template", "iframe", "nav", "aside", "footer", "input", "button", "select",
    "textarea", "object", "embed", "svg", "canvas", "audio", "video", "link", "meta", "dialog", "rt", "rp",
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CONTAINERS = frozenset(
    {"div", "section", "article", "main", "table", "tbody", "tr", "td", "form", "center", "span", "font", "body"}
)
_LINKED = ("ul", "ol", "dl", "div", "table", "td", "section", "p", "header")
# A block of links is a menu; a container that holds this share of the text is the content or holds it.
_FEWEST_LINKS = 3
_MENU_SHARE = 0.6
_MAIN_SHARE = 0.8
_PATH = re.compile(r"\s*(?:您|你)?(?:现在|当前|所在)?的?(?:所在)?位置\s*[:：]")
_LONGEST_PATH = 100
_SITE_NAME = re.compile(r"\s*(?:[_|｜]|--|——|-(?=[^-]*(?:网|政府|局|委|中心)[^-]*$)).*$", re.S)
_TITLE_WITHIN = 40  # elements, the first of which may be the date and source of the page
_BESIDE_TITLE = 20  # characters
_SAID_BEFORE_TITLE = 150  # characters
_FEW_PARAGRAPHS = 5  # in a table that arranges data
_STRING = etree.XPath("string()", smart_strings=False)
_TITLE_NAMES = ("articletitle", "title")


def remove_surroundings(body: etree._Element) -> None:
    """Take out of ``body`` what is never content, what is hidden, and menus."""
    unwanted = list(body.iter(*_NEVER_CONTENT))
    marked = body.xpath(".//*[@hidden or @style]")
    unwanted += [e for e in marked if e.get("hidden") is not None or _HIDDEN.search(e.get("style") or "")]
    unwanted += [header for header in body.iter("header") if header.find(".//h1") is None]
    for element in unwanted:
        _remove(element, body)
    linked = _linked_lengths(body)
    for element in list(body.iter(*_LINKED)):
        if element not in linked:
            continue
        whole, links = text_length(element), sum(1 for _ in element.iter("a"))
        is_path = whole < _LONGEST_PATH and _PATH.match(all_text(element))
        if is_path or (links >= _FEWEST_LINKS and linked[element] > _MENU_SHARE * whole):
            _remove(element, body)


def main_content(body: etree._Element) -> etree._Element:
    """The innermost container with nearly all of the text that is not linked."""
    linked = _linked_lengths(body)

    def own(element: etree._Element) -> int:
        return text_length(element) - linked.get(element, 0)

    found, length = body, own(body)
    while True:
        # What holds that much has no equal beside it, so that anything but containers need not be measured.
        measured = ((child, own(child)) for child in elements(found) if child.tag in _CONTAINERS)
        inner = next(((child, mine) for child, mine in measured if mine >= max(1, _MAIN_SHARE * length)), None)
        if inner is None or (inner[0].tag == "table" and not is_layout(inner[0])):
            return found
        found, length = inner


def page_title(root: etree._Element) -> str:
    """What the page itself says it is called, without the name of the site."""
    for heading in root.iter("h1"):
        if text := squeezed("".join(heading.itertext())):
            return text
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in _TITLE_NAMES and (text := squeezed(meta.get("content") or "")):
            return _SITE_NAME.sub("", text)
    title = root.find(".//title")
    return _SITE_NAME.sub("", squeezed("".join(title.itertext()))) if title is not None else ""


def begins_with_title(content: etree._Element, title: str) -> bool:
    """Whether one of the first elements, or pieces of text, is the title with little beside it.

    主管部门：某县水利局 is a line of the cover where the page is headed by the body's name alone.
    """
    wanted = "".join(title.split())
    beginning = list(islice(_beginning(content), _TITLE_WITHIN))
    texts = ("".join("".join(element.itertext()).split()) for element in beginning if element is not content)
    pieces = ("".join((piece or "").split()) for element in beginning for piece in (element.text, element.tail))
    whose = re.compile(rf"(?:部门|单位)(?:名称)?[：:]{re.escape(wanted)}")
    lines = (text for text in chain(texts, pieces) if not whose.search(text))
    return any(wanted in text and len(text) <= len(wanted) + _BESIDE_TITLE for text in lines)


def _beginning(content: etree._Element) -> Iterator[etree._Element]:
    """Elements up to where so much is said that no title follows: the body that signs a report is not its title."""
    said = 0
    for element in content.iter():
        if isinstance(element.tag, str):
            yield element
        said += len((element.text or "").strip()) + len((element.tail or "").strip())
        if said > _SAID_BEFORE_TITLE:
            return


def is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges text: it holds other tables, has one column, or one cell with nearly everything."""
    if table.find(".//table") is not None:
        return True
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if max(map(len, cells), default=0) < 2:
        return True
    if sum(1 for _ in table.iter("p", "div")) <= _FEW_PARAGRAPHS:
        return False
    whole = text_length(table)
    return any(
        sum(1 for _ in cell.iter("p", "div")) > _FEW_PARAGRAPHS and text_length(cell) > _MAIN_SHARE * whole
        for row in cells
        for cell in row
    )


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Children that are elements."""
    return (child for child in parent if isinstance(child.tag, str))


def squeezed(text: str) -> str:
    """``text`` with every run of blanks and line ends as one space."""
    return " ".join(text.split())


def all_text(element: etree._Element) -> str:
    """Everything written in an element."""
    return str(_STRING(element))


def text_length(element: etree._Element) -> int:
    """Characters of an element that are not blank."""
    return len("".join(all_text(element).split()))


def _linked_lengths(body: etree._Element) -> dict[etree._Element, int]:
    lengths: dict[etree._Element, int] = {}
    for link in body.iter("a"):
        length = text_length(link)
        element: etree._Element | None = link
        while element is not None:
            lengths[element] = lengths.get(element, 0) + length
            element = element.getparent()
    return lengths


def _remove(element: etree._Element, body: etree._Element) -> None:
    """Take an element out and leave the text after it."""
    parent = element.getparent()
    if parent is None or element is body:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
