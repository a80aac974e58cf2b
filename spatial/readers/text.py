# SPDX-License-Identifier: EUPL-1.2
"""Text of foreign files: what is stored is NFC, and what a reader could not see is told."""

from __future__ import annotations

import unicodedata

from sozialplanung.common.names import told_name


def normalised(text: str) -> str:
    """Return ``text`` in NFC without white space at its ends."""
    return unicodedata.normalize("NFC", text).strip()


def has_control_characters(text: str) -> bool:
    """Tell whether ``text`` holds control characters, lone surrogates or unassigned code points."""
    return any(unicodedata.category(sign) in {"Cc", "Cs", "Cn"} for sign in text)


def has_hidden_characters(text: str) -> bool:
    """Tell whether ``text`` holds direction overrides, zero-width signs or byte order marks."""
    return any(unicodedata.category(sign) == "Cf" for sign in text)


def cleaned(text: str) -> str:
    """Return ``text`` without the signs that the two functions above tell; white space among them is a blank."""
    if text.isprintable():
        return text
    return told_name("".join(sign for sign in text if unicodedata.category(sign) != "Cn"))


def looks_misdecoded(text: str) -> bool:
    """Tell whether ``text`` is UTF-8 that somebody read as Windows-1252 (``MÃ¼rwik``)."""
    if text.isascii():
        return False
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False
