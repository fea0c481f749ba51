"""Rewrites of layout: one line a paragraph, or lines of some width with indents or blank lines; either line end."""

import random
import re
import unicodedata
from collections.abc import Callable

from lines import head_length, is_page_mark, is_table

# Not to be cut: words of Latin letters with the digits before and after them.
_TOKEN = re.compile(r"[\d.]*[A-Za-z][A-Za-z0-9.\-²³]*|.")
_NO_START = frozenset("，。；：、）”》！？%,;:)．％")


def one_line_each(text: str, rng: random.Random) -> str:
    """Paragraphs of one line, with or without ideographic indents."""
    indent = rng.choice(("", "\u3000\u3000"))
    return _laid_out(text, lambda line: [indent + line], between="", after="")


def wrap_indented(text: str, rng: random.Random) -> str:
    """Lines of one width; paragraphs begin with an indent."""
    width, strict = rng.randint(22, 40), rng.random() < 0.5
    return _laid_out(text, lambda line: _wrapped("\u3000\u3000" + line, width, strict), between="", after="")


def wrap_apart(text: str, rng: random.Random) -> str:
    """Lines of one width; a blank line between paragraphs."""
    width, strict = rng.randint(22, 40), rng.random() < 0.5
    indent = rng.choice(("", "\u3000\u3000"))
    return _laid_out(text, lambda line: _wrapped(indent + line, width, strict), between="\n", after="")


def wrap_spaced(text: str, rng: random.Random) -> str:
    """Lines of one width, a blank line after each as in text taken from a PDF; paragraphs begin with an indent."""
    width, strict = rng.randint(22, 40), rng.random() < 0.5
    return _laid_out(text, lambda line: _wrapped("\u3000\u3000" + line, width, strict), between="", after="\n")


def carriage_returns(text: str, rng: random.Random) -> str:
    """Line ends of two characters."""
    del rng
    return text.replace("\n", "\r\n")


def _laid_out(text: str, wrap: Callable[[str], list[str]], *, between: str, after: str) -> str:
    """``text`` with its paragraphs in the rows that ``wrap`` makes; title, table rows and page numbers as they are.

    ``between`` stands between paragraphs, ``after`` behind every row.
    """
    lines = text.split("\n")
    head = head_length(lines)
    laid = "\n".join(lines[:head]).rstrip("\n") + "\n\n"
    table = False
    for line in lines[head:]:
        if not line.strip():
            continue
        if is_table(line):
            laid += ("" if table else "\n") + line + "\n"
            table = True
            continue
        laid += "\n" if table else ""
        table = False
        printed = [line] if is_page_mark(line) else wrap(line)
        laid += "".join(f"{row}\n{after}" for row in printed) + between
    return laid


def _wrapped(line: str, width: int, strict: bool) -> list[str]:
    """``line`` in rows of ``width`` Chinese characters; ``strict`` keeps closing punctuation from beginning a row."""
    trailing = line[len(line.rstrip(" ")) :]
    rows, row, used = [], "", 0
    for token in _TOKEN.findall(line.rstrip(" ")):
        size = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in token)
        if used + size > 2 * width and not (strict and token in _NO_START) and row.strip():
            rows.append(row)
            row, used = "", 0
            if token == " ":
                continue
        row += token
        used += size
    rows.append(row)
    if len(rows) > 1 and re.fullmatch(r"[\d\s—\-]+", rows[-1]):
        rows[-2:] = [rows[-2] + rows[-1]]  # alone on a line it would be a page number
    return [row + trailing for row in rows]
