# SPDX-License-Identifier: EUPL-1.2
"""Finds the reporting period in a title, a column name or a file name, as German offices write it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_MONTHS: Final = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_MONTH: Final = (
    r"(?P<name>jan(?:uar)?|feb(?:ruar)?|mär(?:z)?|mrz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)\.?"
)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_EDGES: Final = " \t_-–—/|,;:.()[]*¹²³⁴⁵⁶⁷⁸⁹"
_FOOTNOTE = re.compile(r"(?:[0-9a-z]{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹*]\)?)+", re.IGNORECASE)
# A year of two digits is one of this century, or of the last where this one has not come to it.
_CENTURY: Final = 70
_FIRST: Final = "(?<![0-9.,])"
_LAST: Final = "(?![0-9]|[.,][0-9])"


@dataclass(frozen=True, slots=True)
class PeriodFound:
    """A period code, and the text without the words that named it."""

    code: str
    rest: str


Groups = dict[str, str | None]


def _day(found: Groups) -> str:
    return f"{found['year']}-{int(found['month'] or 0):02d}-{int(found['day'] or 0):02d}"


def _named_day(found: Groups) -> str:
    return f"{found['year']}-{_month(found):02d}-{int(found['day'] or 0):02d}"


def _month(found: Groups) -> int:
    name = (found["name"] or "").lower()[:3]
    return _MONTHS.index("mär" if name == "mrz" else name) + 1


def _whole(short: str | None) -> int:
    year = int(short or 0)
    return year + (2000 if year < _CENTURY else 1900)


def _short_day(found: Groups) -> str:
    return f"{_whole(found['short'])}-{int(found['month'] or 0):02d}-{int(found['day'] or 0):02d}"


def _short_school_year(found: Groups) -> str:
    year, second = _whole(found["short"]), int(found["second"] or 0)
    return f"{year}-{second:02d}" if second == (year + 1) % 100 else ""


def _part(letter: str) -> Callable[[Groups], str]:
    def code(found: Groups) -> str:
        part = (found["part"] or "").lower()
        return f"{found['year']}-{letter}{_ROMAN.get(part, part)}"

    return code


def _school_year(found: Groups) -> str:
    year = int(found["year"] or 0)
    second = int(found["second"] or 0) % 100
    if second != (year + 1) % 100:
        return ""
    return f"{year}-{second:02d}" if second > 12 or second == 0 else f"{year}-{year + 1}"  # noqa: PLR2004 - a month


_SHAPES: Final = tuple(
    (re.compile(_FIRST + pattern + _LAST, re.IGNORECASE), code)
    for pattern, code in (
        (r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?" + _YEAR, _day),
        (_YEAR + r"(?P<sign>[-_.])(?P<month>\d\d)(?P=sign)(?P<day>\d\d)", _day),
        (_YEAR + r"(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])", _day),
        (r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<short>\d\d)", _short_day),
        (r"(?P<day>\d{1,2})\.\s?" + _MONTH + r"\s" + _YEAR, _named_day),
        (r"(?:(?:schuljahr|sj\.?)\s*)?" + _YEAR + r"\s?/\s?(?P<second>(?:20)?\d\d)", _school_year),
        (r"(?P<part>[1-4]|iv|i{1,3})\.?\s?(?:quartal|vj\.?|vierteljahr)\s?" + _YEAR, _part("Q")),
        (r"(?P<part>iv|i{1,3})\s?/\s?" + _YEAR, _part("Q")),
        (r"q(?P<part>[1-4])[\s/_-]?" + _YEAR, _part("Q")),
        (_YEAR + r"[\s/_-]?q(?P<part>[1-4])", _part("Q")),
        (r"(?P<part>[12])\.?\s?(?:halbjahr|hj\.?)\s?" + _YEAR, _part("H")),
        (_YEAR + r"[\s/_-]?h(?P<part>[12])", _part("H")),
        (r"h(?P<part>[12])[\s/_-]?" + _YEAR, _part("H")),
        (_MONTH + r"[\s_-]?" + _YEAR, lambda found: f"{found['year']}-{_month(found):02d}"),
        (r"(?P<month>0[1-9]|1[0-2])[-/.]" + _YEAR, lambda found: f"{found['year']}-{found['month']}"),
        (_YEAR + r"[-_](?P<month>0[1-9]|1[0-2])", lambda found: f"{found['year']}-{found['month']}"),
        (_YEAR, lambda found: found["year"] or ""),
    )
)


# With a year of two digits a text has to be a period as a whole: "Mai 23" is a month, "23 Mai 23" is not.
_SHORT_SHAPES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (_MONTH + r"[\s_-]?['’]?(?P<short>\d\d)", lambda found: f"{_whole(found['short'])}-{_month(found):02d}"),
        (r"(?:(?:schuljahr|sj\.?)\s*)?(?P<short>\d\d)\s?/\s?(?P<second>\d\d)", _short_school_year),
    )
)


# A day with slashes is read in two ways (12/31/2022, 06/05/2022), and weeks are no period: "KW 12/2022" is no December.
_UNSURE: Final = re.compile(
    rf"{_FIRST}\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d{_LAST}"
    r"|\b(?:kw|kalenderwoche|woche)[\s.]*\d|\d\.?\s?(?:kw|kalenderwoche|woche)\b",
    re.IGNORECASE,
)


def period_in(text: str) -> PeriodFound | None:
    """Return the one period that a text names, or nothing: two different ones are none, nor are days with slashes.

    Examples
    --------
    >>> period_in("Arbeitslose am 31.12.2018")
    PeriodFound(code='2018-12-31', rest='Arbeitslose am')
    """
    if _UNSURE.search(text):
        return None
    for short, code_of in _SHORT_SHAPES:
        whole = short.fullmatch(text.strip(_EDGES))
        code = _checked(code_of(whole.groupdict())) if whole else ""
        if code:
            return PeriodFound(code, "")
    for shape, code_of in _SHAPES:
        found = list(shape.finditer(text))
        if not found:
            continue
        codes = {_checked(code_of(match.groupdict())) for match in found}
        if len(codes) > 1 or "" in codes:
            return None
        rest = " ".join(part.strip(_EDGES) for part in shape.split(text)[:: shape.groups + 1])
        bare = rest.strip(_EDGES)
        return PeriodFound(codes.pop(), "" if _FOOTNOTE.fullmatch(rest.strip()) else bare)
    return None


def _checked(code: str) -> str:
    try:
        return parse(code).code if code else ""
    except DomainError:
        return ""
