"""A font in which every character is drawn as the same box, for text whose own fonts are not in its file.

The parser of PDF files draws such text with fonts of the machine, and may leave a character out that none of them has:
what is read would depend on where it is read. With this font in their place the same file is read alike everywhere.
"""

import ctypes
import struct

import pypdfium2.raw as pdfium_c

_EM = 1000
# Narrow and low enough to lie within the room of any character.
_LEFT, _BOTTOM, _RIGHT, _TOP = 50, 0, 450, 700
_HANDLE = 1


def box_font() -> bytes:
    """A TrueType file with one box for all characters and one for none (OpenType 1.9; character map of format 13)."""
    width, height = _RIGHT - _LEFT, _TOP - _BOTTOM
    box = (
        struct.pack(">5h", 1, _LEFT, _BOTTOM, _RIGHT, _TOP)
        + struct.pack(">2H4B", 3, 0, 1, 1, 1, 1)
        + struct.pack(">4h", _LEFT, 0, width, 0)
        + struct.pack(">4h", _BOTTOM, height, 0, -height)
    )
    box += bytes(-len(box) % 4)
    all_characters = struct.pack(">3I", ord(" "), 0x10FFFF, 1)
    tables = {
        b"cmap": struct.pack(">4HI2H3I", 0, 1, 3, 10, 12, 13, 0, 16 + len(all_characters), 0, 1) + all_characters,
        b"glyf": box * 2,
        b"head": struct.pack(">2H3I2H2q", 1, 0, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0)
        + struct.pack(">4h2H3h", _LEFT, _BOTTOM, _RIGHT, _TOP, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">2H3hH11hH", 1, 0, _TOP, _BOTTOM, 0, _EM, *[0] * 11, 2),
        b"hmtx": struct.pack(">HhHh", *(_EM, _LEFT) * 2),
        b"loca": struct.pack(">3I", 0, len(box), 2 * len(box)),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
        b"post": struct.pack(">Ii2h5I", 0x30000, *[0] * 8),
    }
    directory, body = struct.pack(">I4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128), b""
    for tag, data in tables.items():
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4s3I", tag, checksum, 12 + 16 * len(tables) + len(body), len(data))
        body += padded
    return directory + body


def _font_data(_info: object, _font: object, table: int, buffer: int | None, size: int) -> int:
    """Copy the whole font, which the parser asks for as table 0; returns its length."""
    if table:
        return 0
    if buffer and size >= len(_FONT):
        ctypes.memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


_FONT = box_font()
_CALLS = dict(pdfium_c.FPDF_SYSFONTINFO._fields_)
# The parser keeps a pointer to it as long as the process lives.
_FONTS_OF_THE_MACHINE = pdfium_c.FPDF_SYSFONTINFO(
    version=1,
    Release=_CALLS["Release"](lambda *_: None),
    EnumFonts=_CALLS["EnumFonts"](lambda *_: None),
    MapFont=_CALLS["MapFont"](lambda *_: _HANDLE),
    GetFont=_CALLS["GetFont"](lambda *_: _HANDLE),
    GetFontData=_CALLS["GetFontData"](_font_data),
    GetFaceName=_CALLS["GetFaceName"](lambda *_: 0),
    GetFontCharset=_CALLS["GetFontCharset"](lambda *_: 0),
    DeleteFont=_CALLS["DeleteFont"](lambda *_: None),
)


def use_box_font() -> None:
    """Have the parser draw all text with this font that brings none of its own, in this process."""
    pdfium_c.FPDF_SetSystemFontInfo(_FONTS_OF_THE_MACHINE)
