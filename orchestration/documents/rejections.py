"""Why files are refused: one code a reason, each with a Chinese and an English sentence."""

from orchestration.documents.document import RejectedDocument

INSTALL_OCR = "uv sync --extra ocr"

_SENTENCES = {
    "empty": ("文件没有任何文字", "The file holds no text"),
    "unreadable": ("无法读取文件：{error}", "The file cannot be read: {error}"),
    "changed_while_reading": (
        "读取过程中文件被改动，请稍后重试",
        "The file changed while it was read; try again when it is complete",
    ),
    "unsupported_format": ("不支持的文件格式“{kind}”{hint}", "No reader for files of format “{kind}”{hint}"),
    "undecodable": ("无法解码为文本（{tried}）", "The file cannot be decoded as text ({tried})"),
    "damaged": ("{kind} 文件已损坏，读取时出错：{error}", "The {kind} file is damaged, reading it failed: {error}"),
    "truncated": ("{kind} 文件不完整，结尾缺失", "The {kind} file is cut off: its end is missing"),
    "encrypted": (
        "{kind} 文件有密码保护，请换成不加密的文件",
        "The {kind} file is protected by a password; replace it by one that is not",
    ),
    "needs_ocr": (
        "共 {pages} 页，其中 {scanned} 页是图像，没有可读的文字层；安装文字识别组件后可读：{install}",
        "{scanned} of {pages} pages are images without readable text; character recognition reads them: {install}",
    ),
    "not_a_form": ("不是自评表：{why}", "This is no self-evaluation form: {why}"),
    "too_large": ("文件过大：{size} {unit}，上限 {limit}", "The file is too large: {size} {unit}, at most {limit}"),
    "inflates": (
        "文件展开后过大，超过 {limit} 字节",
        "The file takes more than {limit} bytes when it is unpacked",
    ),
    "too_many_pages": ("页数过多：{count} 页，上限 {limit}", "The file has too many pages: {count}, at most {limit}"),
    "too_many_cells": ("单元格过多，超过 {limit} 个", "The file has more than {limit} cells"),
    "too_slow": ("读取超过 {limit} 秒，已中止", "Reading took more than {limit} seconds and was stopped"),
}
REASON_CODES = frozenset(_SENTENCES)
"""Every code that a reader may give."""


def rejection(reason_code: str, **facts: object) -> RejectedDocument:
    """The rejection for a reason, its sentences filled with ``facts``; a fact in words is a pair of both languages."""
    chinese, english = (
        sentence.format(**{name: fact[language] if isinstance(fact, tuple) else fact for name, fact in facts.items()})
        for language, sentence in enumerate(_SENTENCES[reason_code])
    )
    return RejectedDocument(reason_code, f"{chinese}。{english}.")


def unsupported(kind: str, hint: tuple[str, str] | None = None) -> RejectedDocument:
    """No reader for ``kind``; the hint says in Chinese and English what to do."""
    chinese, english = hint or ("", "")
    return rejection("unsupported_format", kind=kind, hint=(chinese and f"，{chinese}", english and f"; {english}"))


def damaged(kind: str, error: BaseException | str | tuple[str, str] | None) -> RejectedDocument:
    """Reading failed: an exception of a library, its words, or words of ours in both languages."""
    words = f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else error
    short = words if isinstance(words, tuple) else " ".join(str(words).split()).rstrip(".")[:200]
    return rejection("damaged", kind=kind, error=short)


def not_a_form(why_zh: str, why_en: str) -> RejectedDocument:
    """A workbook that holds no form: without any cell for the readers, without heads of a form for whoever looks."""
    return rejection("not_a_form", why=(why_zh, why_en))


def save_as(kind: str) -> tuple[str, str]:
    """The hint to save a file in another format."""
    return f"请另存为 {kind}", f"save it as {kind}"
