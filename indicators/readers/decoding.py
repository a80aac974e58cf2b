# SPDX-License-Identifier: EUPL-1.2
"""From bytes to text: find the encoding without guessing at single characters."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from indicators.readers.findings import delivery_error
from sozialplanung.common.encodings import CONTROL, encoding_of

_SIGNATURES: Final = (
    (b"PK\x03\x04", "XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"RIFF", "WEBP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
# Whatever the encoding: a table may hide behind markup that a browser runs.
_MARKUP: Final = (
    ("<?xml", "XML"),
    ("<!doctype", "HTML"),
    ("<!--", "HTML"),
    ("<html", "HTML"),
    ("<script", "HTML"),
    ("<table", "HTML"),
    ("<svg", "SVG"),
)
DECLARABLE: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in normal form C; `removed` names the invisible characters that were taken out."""

    text: str
    encoding: str
    removed: tuple[str, ...]


def decode(payload: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of a delivery.

    Parameters
    ----------
    payload
        The bytes as they came.
    declared
        One of `DECLARABLE` when the source states its encoding; else it is found: byte order mark,
        strict UTF-8, Latin-1 when no byte lies in its control range, then Windows-1252.

    Returns
    -------
    Decoded
        Line ends as they were.

    Raises
    ------
    DeliveryError
        `empty`, `not_text`, `encoding`, `control_character`.

    References
    ----------
    Unicode Standard Annex 15 (normal form C); WHATWG Encoding Standard (windows-1252).
    """
    if not payload.strip():
        raise delivery_error("empty")
    for signature, found in _SIGNATURES:
        if payload.startswith(signature):
            raise delivery_error("not_text", found=found)
    encoding = declared or encoding_of(payload)
    try:
        text = payload.decode(encoding)
    except UnicodeDecodeError as error:
        raise delivery_error("encoding", encoding=encoding, byte=error.start + 1) from error
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    for mark, found in _MARKUP:
        if start.startswith(mark):
            raise delivery_error("not_text", found=found)
    return _cleaned(text, encoding)


def _cleaned(text: str, encoding: str) -> Decoded:
    control = CONTROL.search(text)
    if control:
        place = f"row {text.count(chr(10), 0, control.start()) + 1}"
        raise delivery_error("control_character", place=place, character=f"U+{ord(control.group()):04X}")
    removed = tuple(f"U+{ord(each):04X}" for each in sorted(set(_INVISIBLE.findall(text))))
    return Decoded(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)), encoding, removed)


def clean_cell(text: str, place: str) -> Decoded:
    """Return the text of one cell as a text file would give it.

    Parameters
    ----------
    text
        As the workbook holds it.
    place
        Of the cell, for the error.

    Returns
    -------
    Decoded
        In normal form C, without surrounding blanks.

    Raises
    ------
    DeliveryError
        `control_character`.
    """
    control = CONTROL.search(text)
    if control:
        raise delivery_error("control_character", place=place, character=f"U+{ord(control.group()):04X}")
    cleaned = _cleaned(text, "")
    return Decoded(cleaned.text.strip(), "", cleaned.removed)
