"""Reader of .docx files: paragraphs, tables and text boxes in the order of the body."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from orchestration.documents.composer import Cell, Composer, RawFile, one_line, split_lines
from orchestration.documents.document import Document
from orchestration.documents.docx_numbering import Numbering
from orchestration.documents.package import Package, attribute, child_of, integer, local_name
from orchestration.settings import ReadingLimits

# Deleted text, text moved elsewhere, instructions of fields, a second version of what stands beside it.
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "Fallback", "sdtPr", "rt", "commentReference"}
)
_BREAKS = frozenset({"br", "cr"})
_OFF = ("0", "false", "off")
_TAB = "    "
_MOST_COLUMNS = 1000
_RUNNING = {"header": "页眉 head", "footer": "页脚 footer"}


def read_docx(package: Package, raw: RawFile, limits: ReadingLimits) -> Document:
    """Read the body, its foot- and endnotes last. Raises ``RejectedDocument``, ``empty`` where nothing holds text."""
    main = package.main_part()
    return _Reader(package, main, limits).read(raw)


class _Reader:
    """Walks through the body of one file."""

    def __init__(self, package: Package, main: str, limits: ReadingLimits) -> None:
        self.package = package
        self.main = main
        self.composer = Composer(limits, tells_paragraphs=True)
        styles = self._part("styles")
        self.numbering = Numbering(self._part("numbering"), styles)
        self.contents_styles = _contents_styles(styles)
        self.hidden_styles = _hidden_styles(styles)
        self.heading_styles = _heading_styles(styles)
        self.left_out: Counter[str] = Counter()

    def read(self, raw: RawFile) -> Document:
        root = self.package.xml(self.main)
        body = next(root.iter("{*}body"), root)
        self._flow(body)
        for kind in ("footnotes", "endnotes"):
            notes = self._part(kind)
            for note in notes if notes is not None else ():
                if attribute(note, "type") in ("", "normal"):
                    self._flow(note)
        self._write_notes()
        return self.composer.document(raw, "docx")

    def _part(self, kind: str) -> etree._Element | None:
        name = self.package.related(self.main, kind)
        return self.package.xml(name) if name else None

    def _flow(self, container: etree._Element) -> None:
        """Write the paragraphs and tables of a body, a cell, a note or a text box."""
        for element in _blocks(container):
            if local_name(element) == "tbl":
                self._table(element)
            else:
                self._paragraph(element)

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = child_of(paragraph, "pPr")
        style = attribute(child_of(properties, "pStyle"), "val")
        number = self.numbering.number(properties, style)
        text = self._text(paragraph)
        if style in self.contents_styles:
            self.left_out["目录行 lines of the table of contents"] += bool(text.strip())
        elif text.strip():
            level = _outline_level(properties) or self.heading_styles.get(style)
            for line in split_lines(number + text):
                self.composer.paragraph(line, level)
        for box in _text_boxes(paragraph):
            self._flow(box)

    def _table(self, table: etree._Element) -> None:
        rows = [_cells_of_row(row) for row in _descend(table, "tr")]
        if len(rows) == 1 and len(rows[0]) == 1:
            self._flow(rows[0][0][0])  # a frame around text is no table
            return
        cells: list[Cell] = []
        open_cells: dict[int, int] = {}  # column → index of the merged cell that may go on below
        for row_number, row in enumerate(rows, start=1):
            for element, column, width in row:
                merge = child_of(child_of(element, "tcPr"), "vMerge")
                goes_on = merge is not None and attribute(merge, "val") in ("", "continue")
                if goes_on and column in open_cells:
                    above = cells[open_cells[column]]
                    cells[open_cells[column]] = Cell(
                        above.row, above.column, above.text, row_number - above.row + 1, above.column_span
                    )
                    continue
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = len(cells)
                cells.append(Cell(row_number, column, self._cell_text(element), 1, width))
        self.composer.table(cells)

    def _cell_text(self, cell: etree._Element) -> str:
        parts = []
        for paragraph in cell.iter("{*}p"):
            if _inside(paragraph, cell, _LEFT_OUT):
                continue
            properties = child_of(paragraph, "pPr")
            number = self.numbering.number(properties, attribute(child_of(properties, "pStyle"), "val"))
            if text := self._text(paragraph).strip():
                parts.append(number + text)
        return one_line("\n".join(parts))

    def _text(self, paragraph: etree._Element) -> str:
        """Text of a paragraph without that of text boxes, which are paragraphs of their own."""
        return "".join(self._pieces(paragraph))

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            name = local_name(child)
            if name == "t":
                yield child.text or ""
            elif name == "tab":
                yield _TAB
            elif name in _BREAKS:
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield _symbol(child)
            elif name in ("txbxContent", "tbl"):
                continue
            elif name == "r" and self._is_hidden(child):
                self.left_out["隐藏文字 hidden text"] += bool("".join(child.itertext()).strip())
            elif name in ("blip", "imagedata"):
                self.left_out["图片 images"] += 1
            elif name not in _LEFT_OUT:
                yield from self._pieces(child)

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = child_of(run, "rPr")
        if properties is None:
            return False
        vanish = child_of(properties, "vanish")
        if vanish is not None:
            return attribute(vanish, "val") not in _OFF
        return attribute(child_of(properties, "rStyle"), "val") in self.hidden_styles

    def _write_notes(self) -> None:
        notes = self.composer.notes
        notes += [f"{what}未读 left aside: {count}" for what, count in self.left_out.items() if count]
        seen = set()
        for kind, part in self.package.relationships(self.main).values():
            name = kind.rpartition("/")[2]
            if name not in _RUNNING or not self.package.find(part):
                continue
            text = " ".join("".join(p.itertext("{*}t")) for p in self.package.xml(part).iter("{*}p")).strip()
            if text and text not in seen:
                seen.add(text)
                notes.append(f"{_RUNNING[name]} 未读 left aside: {one_line(text)[:100]}")


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables directly in ``container`` or in wrappers (controls, insertions) there."""
    for child in container:
        name = local_name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"):
            yield from _blocks(child)


def _descend(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table, or cells of a row, with or without wrappers around them, deleted ones left out."""
    for child in element:
        found = local_name(child)
        if found == name:
            if name != "tr" or child_of(child_of(child, "trPr"), "del") is None:
                yield child
        elif found in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _descend(child, name)


def _cells_of_row(row: etree._Element) -> list[tuple[etree._Element, int, int]]:
    """Cells with their columns, counted from 1, and widths in columns."""
    column = 1 + integer(attribute(child_of(child_of(row, "trPr"), "gridBefore"), "val"), 0, _MOST_COLUMNS)
    cells = []
    for cell in _descend(row, "tc"):
        width = max(1, integer(attribute(child_of(child_of(cell, "tcPr"), "gridSpan"), "val"), 1, _MOST_COLUMNS))
        cells.append((cell, column, width))
        column += width
    return cells


def _text_boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Contents of the text boxes anchored in a paragraph; each is written twice, for new and for old programs."""
    return [
        box
        for box in paragraph.iter("{*}txbxContent")
        if not _inside(box, paragraph, {"Fallback", "del", "moveFrom", "txbxContent"})
    ]


def _inside(element: etree._Element, top: etree._Element, names: frozenset[str] | set[str]) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not top:
        if local_name(parent) in names:
            return True
        parent = parent.getparent()
    return False


def _contents_styles(styles: etree._Element | None) -> frozenset[str]:
    """Styles of the lines of a table of contents, which repeat the headings."""
    found = styles.iterchildren("{*}style") if styles is not None else ()
    return frozenset(
        attribute(style, "styleId")
        for style in found
        if attribute(child_of(style, "name"), "val").lower().startswith("toc ")
    )


def _heading_styles(styles: etree._Element | None) -> dict[str, int]:
    """Level of the headings of each style, which may have it from the style that it is based on."""
    found = list(styles.iterchildren("{*}style")) if styles is not None else []
    own = {attribute(style, "styleId"): _outline_level(child_of(style, "pPr")) for style in found}
    bases = {attribute(style, "styleId"): attribute(child_of(style, "basedOn"), "val") for style in found}
    levels: dict[str, int] = {}
    for name in own:
        base, seen = name, {name}
        while own.get(base) is None and (base := bases.get(base, "")) and base not in seen:
            seen.add(base)
        if (level := own.get(base)) is not None:
            levels[name] = level
    return levels


def _outline_level(properties: etree._Element | None) -> int | None:
    """Level in the outline, counted from 1; in the file 9 stands for none."""
    level = attribute(child_of(properties, "outlineLvl"), "val")
    return int(level) + 1 if level in set("012345678") else None


def _hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    found = styles.iterchildren("{*}style") if styles is not None else ()
    return frozenset(
        attribute(style, "styleId")
        for style in found
        if (vanish := child_of(child_of(style, "rPr"), "vanish")) is not None and attribute(vanish, "val") not in _OFF
    )


def _symbol(element: etree._Element) -> str:
    """A sign of a font of signs; those that forms tick are known, any other means nothing as text."""
    ticked = {"f052": "☑", "f0fe": "☑", "f0a8": "□", "f06f": "□", "f0a3": "□", "f0fc": "√", "f050": "√"}
    return ticked.get(attribute(element, "char").lower(), "")
