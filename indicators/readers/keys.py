# SPDX-License-Identifier: EUPL-1.2
"""Area keys are texts: cleaning, declared rewriting, official key rules, and proposals for unknown ones."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

AGS_LENGTH: Final = 8
ARS_LENGTH: Final = 12
_LANDS: Final = frozenset(f"{number:02d}" for number in range(1, 17))
_SPACES = re.compile(r"\s+")
# A key that a spreadsheet took for a number: 1011101.0, or with a decimal comma.
_AS_NUMBER = re.compile(r"([0-9]+)[.,]0+")
# Parishes of their own (0) and areas without a parish (9) have no association: its four digits
# repeat the digit and the parish.
_OWN_ASSOCIATION: Final = ("0", "9")

_LEADING = re.compile(r"([0-9A-Za-z.]*[0-9][0-9A-Za-z.]*)(?: *[-–—:|/,] *| +)[^0-9].*", re.DOTALL)
_TRAILING = re.compile(r".*?(?:[(\[]|[-–—:|/,] *)([0-9A-Za-z.]*[0-9][0-9A-Za-z.]*)[)\]]?", re.DOTALL)

KeyProblem = Literal["", "length", "digits", "land", "association"]
LabelSide = Literal["", "leading", "trailing"]


@dataclass(frozen=True, slots=True)
class KeyRule:
    """How a source writes the keys of a level; declared, never guessed.

    Applied in this order: `renames` (pairs of delivered and real key), the key taken out of its `label`
    (`leading`: `01 - Mitte`, `trailing`: `Mitte (01)`), leading zeros stripped when `strip_zeros`, zeros
    added up to `width` digits, `prefix` put before.
    """

    renames: tuple[tuple[str, str], ...] = ()
    strip_zeros: bool = False
    width: int = 0
    prefix: str = ""
    label: LabelSide = ""

    def apply(self, delivered: str) -> str:
        """Return the key as the level knows it."""
        return self._applied(delivered, dict(self.renames))

    def rewriter(self) -> Callable[[str], str]:
        """Return `apply` for many keys: each distinct one is rewritten once."""
        renamed, known = dict(self.renames), dict[str, str]()

        def rewritten(delivered: str) -> str:
            key = known.get(delivered)
            if key is None:
                key = known[delivered] = self._applied(delivered, renamed)
            return key

        return rewritten

    def _applied(self, delivered: str, renames: Mapping[str, str]) -> str:
        key = normalise_key(delivered)
        renamed = renames.get(key)
        if renamed is not None:
            return renamed
        if self.label:
            key = key_in_label(key, self.label)
        if self.strip_zeros:
            key = key.lstrip("0") or "0"
        return self.prefix + key.zfill(self.width)


AS_DELIVERED: Final = KeyRule()


def normalise_key(text: str) -> str:
    """Return a key as text in normal form C, blanks trimmed and single inside; digits stay as they are.

    Examples
    --------
    >>> normalise_key(" 01011101 ")
    '01011101'
    """
    if text.isascii() and text.isalnum():
        return text
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def key_in_label(text: str, side: str) -> str:
    """Return the key that leads or trails a label, or the whole text when none does.

    A label has letters beside its key: `4,9` is a figure, not a key 9.

    Examples
    --------
    >>> key_in_label("01 - Mitte", "leading")
    '01'
    """
    match = (_LEADING if side == "leading" else _TRAILING).fullmatch(text)
    if match is None:
        return text
    beside = text[: match.start(1)] + text[match.end(1) :]
    return match[1] if any(map(str.isalpha, beside)) else text


def propose_key(key: str, known: Collection[str]) -> str:
    """Return the known key that a spreadsheet may have turned into `key`, or an empty text.

    Parameters
    ----------
    key
        A key that the level does not know.
    known
        The keys of the level.

    Returns
    -------
    str
        A proposal for a person: leading zeros restored, an appended `.0` removed, blanks and case
        ignored. Only when exactly one known key fits; never by likeness of names.

    Examples
    --------
    >>> propose_key("1011101", {"01011101", "01011102"})
    '01011101'
    """
    as_number = _AS_NUMBER.fullmatch(key)
    plain = as_number.group(1) if as_number else key
    fits = {each for each in known if _bare(each) == _bare(plain)}
    return fits.pop() if len(fits) == 1 else ""


def _bare(key: str) -> str:
    return _SPACES.sub("", key).casefold().lstrip("0")


def check_ags(key: str) -> KeyProblem:
    """Say what is wrong with an Amtlicher Gemeindeschlüssel, or nothing.

    Parameters
    ----------
    key : str
        Eight digits: Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3. It has no check digit.

    Returns
    -------
    KeyProblem
        Empty when the key can exist; whether it does on a date only a dated list can tell.

    References
    ----------
    BKG (2024), Dokumentation VG250, section on keys.

    Examples
    --------
    >>> check_ags("05570044")
    ''
    """
    return _digits_problem(key, AGS_LENGTH)


def check_ars(key: str) -> KeyProblem:
    """Say what is wrong with an Amtlicher Regionalschlüssel, or nothing.

    Parameters
    ----------
    key : str
        Twelve digits: Land 2, Regierungsbezirk 1, Kreis 2, association 4, Gemeinde 3.

    Returns
    -------
    KeyProblem
        `association` when the four digits contradict the Gemeinde: after 0 or 9 they repeat it.

    References
    ----------
    BKG (2024), Dokumentation VG250, section on keys.

    Examples
    --------
    >>> check_ars("010539105105")
    ''
    """
    problem = _digits_problem(key, ARS_LENGTH)
    if problem or key[5] not in _OWN_ASSOCIATION or key[6:9] == key[9:]:
        return problem
    return "association"


def _digits_problem(key: str, length: int) -> KeyProblem:
    if len(key) != length:
        return "length"
    if not (key.isascii() and key.isdigit()):
        return "digits"
    return "" if key[:2] in _LANDS else "land"


def ags_from_ars(ars: str) -> str:
    """Return the Gemeindeschlüssel inside a Regionalschlüssel; the way back needs a list.

    Parameters
    ----------
    ars : str
        Twelve digits.

    Returns
    -------
    str
        Eight digits: the association's four left out.

    Raises
    ------
    ValueError
        When the text is no Regionalschlüssel.

    References
    ----------
    BKG (2024), Dokumentation VG250, section on keys.

    Examples
    --------
    >>> ags_from_ars("145215115430")
    '14521430'
    """
    problem = check_ars(ars)
    if problem:
        raise ValueError(f"{ars!r} is no Regionalschlüssel ({problem}).")
    return ars[:5] + ars[9:]
