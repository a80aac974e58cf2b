# SPDX-License-Identifier: EUPL-1.2
"""Numbers as German and English tables write them: a closed grammar, and no guessing between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

DecimalSign = Literal["comma", "point"]

# A double keeps 15 digits of a whole number; decimals beyond that are the noise of a computation.
MAX_WHOLE_DIGITS: Final = 15
MAX_DECIMALS: Final = 20
_BLANKS: Final = " \u00a0\u2009\u202f"
_SIGN: Final = "[-+\u2212]?"
# Digits are ASCII: float() would also take ١٢٣ and １２３.
_PLAIN: Final = "(?:0|[1-9][0-9]*)"
_SHAPES: Final = {
    "comma": re.compile(
        rf"(?P<sign>{_SIGN})(?P<whole>{_PLAIN}|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+"
        rf"|[1-9][0-9]{{0,2}}(?:[{_BLANKS}][0-9]{{3}})+)?(?:,(?P<part>[0-9]+))?"
    ),
    "point": re.compile(
        rf"(?P<sign>{_SIGN})(?P<whole>{_PLAIN}|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+"
        rf"|[1-9][0-9]{{0,2}}(?:[{_BLANKS}][0-9]{{3}})+)?(?:\.(?P<part>[0-9]+))?"
    ),
}
_SCIENTIFIC = re.compile(rf"{_SIGN}[0-9]+(?:[.,][0-9]+)?[eE][-+]?[0-9]+")
_LEADING_ZERO = re.compile(rf"{_SIGN}0[0-9]+(?:[.,][0-9]+)?")
_CARRIED = re.compile(rf"(.*[0-9])[{_BLANKS}]?(%|‰|€|EUR|Euro)", re.DOTALL)
# A figure in brackets, or with a letter behind it (`indicators.readers.marks`): its digits speak all the same.
_MARKED = re.compile(
    rf"\([{_BLANKS}]*(?P<bracketed>.*?)[{_BLANKS}]*\)|(?P<lettered>.*[0-9])[{_BLANKS}]?[prseu]", re.DOTALL
)
_UNIT = re.compile(rf"{_SIGN}[0-9][0-9.,{_BLANKS}]*[{_BLANKS}]?(?:%|‰|€|EUR|Euro|TEUR|Mio\.?)")


@dataclass(frozen=True, slots=True)
class NumberProblem:
    """Why a text is no number: a code of `indicators.readers.texts`."""

    code: str


@dataclass(frozen=True, slots=True)
class LocaleDecision:
    """Which decimal sign a column of texts uses.

    `sign` is None when the texts do not decide; then `code` says why and the examples show it.
    """

    sign: DecimalSign | None
    code: Literal["", "locale_ambiguous", "locale_mixed"] = ""
    comma_example: str = ""
    point_example: str = ""


def parse_number(text: str, sign: DecimalSign) -> float | NumberProblem:
    """Read one number by the declared decimal sign.

    Parameters
    ----------
    text : str
        Without surrounding blanks. Allowed: a sign (also U+2212), digits 0-9, thousands in groups
        of three (`comma`: by point, `point`: by comma, both: by blank or no-break blank), decimals; at
        most 15 digits before and 20 after the decimal sign.
    sign : {'comma', 'point'}
        The decimal sign of the source.

    Returns
    -------
    float or NumberProblem
        Never NaN, never infinite; −0 becomes 0. Everything outside the grammar is a problem.

    References
    ----------
    DIN 5008:2020 (groups of three digits).

    Examples
    --------
    >>> parse_number("1.234,5", "comma")
    1234.5
    """
    match = _SHAPES[sign].fullmatch(text)
    if match is None or not (match["whole"] or match["part"]):
        return NumberProblem(_problem_code(text, sign))
    whole = re.sub(r"[^0-9]", "", match["whole"] or "0")
    part = match["part"] or ""
    if len(whole) > MAX_WHOLE_DIGITS or len(part) > MAX_DECIMALS:
        return NumberProblem("number_too_long")
    number = float(f"{whole}.{part or '0'}")
    return -number if match["sign"] in ("-", "\u2212") and number else number


def _problem_code(text: str, sign: DecimalSign) -> str:
    other: DecimalSign = "point" if sign == "comma" else "comma"
    shape = _SHAPES[other].fullmatch(text)
    if _LEADING_ZERO.fullmatch(text):
        return "number_leading_zero"
    if shape and (shape["whole"] or shape["part"]):
        return "number_other_locale"
    if _SCIENTIFIC.fullmatch(text):
        return "number_scientific"
    if _UNIT.fullmatch(text):
        return "number_unit"
    if any(each.isnumeric() and not each.isascii() for each in text):
        return "number_digits"
    return "number_form"


def without_unit(text: str) -> tuple[str, str]:
    """Return a figure and the unit of measure behind it; the unit is empty where there is none.

    Parameters
    ----------
    text : str
        A cell. Units that multiply (thousand, million) are none of these.

    Returns
    -------
    tuple of str and str

    Examples
    --------
    >>> without_unit("12,5 %")
    ('12,5', '%')
    """
    match = _CARRIED.fullmatch(text) if text and not text[-1].isdigit() else None
    return (match[1], match[2]) if match else (text, "")


def without_mark(text: str) -> str:
    """Return a figure without the brackets around it or the letter behind it that say how far it can be trusted.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    str

    Examples
    --------
    >>> without_mark("(1.234)"), without_mark("1.234 p")
    ('1.234', '1.234')
    """
    match = _MARKED.fullmatch(text) if text and not text[-1].isdigit() else None
    return (match["bracketed"] or match["lettered"] or "") if match else text


def decide_locale(texts: Iterable[str]) -> LocaleDecision:
    """Find the decimal sign that all numbers of a source follow, or say why it cannot be told.

    Parameters
    ----------
    texts : iterable of str
        Cells of all columns of figures; what is no number under either sign decides nothing.

    Returns
    -------
    LocaleDecision
        Decided by a number that only one sign can read (`12,5`), or when all numbers mean the same
        under both. `1.234` alone is ambiguous: both readings are possible, neither is taken.

    References
    ----------
    DIN 5008:2020 (decimal comma, groups of three digits).

    Examples
    --------
    >>> decide_locale(["1.234", "12,5"]).sign
    'comma'
    """
    comma = point = ambiguous = ""
    for cell in texts:
        text = without_mark(without_unit(cell)[0])
        as_comma, as_point = parse_number(text, "comma"), parse_number(text, "point")
        if isinstance(as_comma, float) and isinstance(as_point, float):
            ambiguous = ambiguous or (text if as_comma != as_point else "")
        elif isinstance(as_comma, float):
            comma = comma or text
        elif isinstance(as_point, float):
            point = point or text
    if comma and point:
        return LocaleDecision(None, "locale_mixed", comma, point)
    if ambiguous and not (comma or point):
        return LocaleDecision(None, "locale_ambiguous", ambiguous, ambiguous)
    return LocaleDecision("point" if point else "comma")
