# SPDX-License-Identifier: EUPL-1.2
"""What the plausibility checks say for each code, and how their numbers are written for the reader."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.numbers import format_number
from sozialplanung.web.messages import Sentence, Text

Parameter = str | int | float
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

_ASK = _("Ask the source. If the figure is right, say why.")
_CHECK_COLUMNS = _("Check which column is mapped to what. If it is right, say why.")
_CHECK_UNIT = _("Check the unit of the column in the source. If it is right, say why.")
_NOTHING = _("Nothing has to be done.")
_RULE = _("Correct the figure, or ask the source. If the rule does not fit, change it under “Validation rules”.")

SENTENCES: Final[Mapping[str, Sentence]] = {
    "checks.jump_history": Sentence(
        _("%(area)s: %(value)s is far from its own history, where about %(usual)s is usual."),
        _ASK,
    ),
    "checks.jump_peers": Sentence(
        _("%(area)s went from %(before)s to %(value)s; the change of the other areas suggests about %(usual)s."), _ASK
    ),
    "checks.jump_boundary": Sentence(
        _("%(area)s went from %(before)s to %(value)s, and its border changed after %(since)s."),
        _("Mark a break of the series if both cannot be compared, or say why."),
    ),
    "checks.outlier_first": Sentence(
        _("%(area)s: %(value)s is of another order of magnitude than the other areas (median %(usual)s)."),
        _("Compare the figure with the source."),
    ),
    "checks.numerator_exceeds": Sentence(
        _("%(area)s: the numerator %(value)s is larger than the denominator %(whole)s."), _ASK
    ),
    "checks.part_exceeds": Sentence(
        _("%(area)s: %(value)s is more than the %(whole)s of “%(total)s”, of which it is a part."), _ASK
    ),
    "checks.parts_swapped": Sentence(
        _("In %(n)s of %(of)s areas the numerator is larger than the denominator (%(series)s, %(period)s)."),
        _CHECK_COLUMNS,
    ),
    "checks.columns_exchanged": Sentence(
        _("“%(series)s” and “%(other)s” (%(period)s) fit each other's history better than their own."), _CHECK_COLUMNS
    ),
    "checks.rate_differs": Sentence(
        _("%(area)s: %(value)s was delivered, numerator and denominator give %(expected)s."), _ASK
    ),
    "checks.rate_base": Sentence(
        _("The rates of “%(series)s” (%(period)s) are per %(found)s, but its unit of measure says per %(wanted)s."),
        _CHECK_UNIT,
    ),
    "checks.share_outside": Sentence(_("%(area)s: the share %(value)s lies outside 0 to 100."), _ASK),
    "checks.unit_switch": Sentence(
        _("“%(series)s” (%(period)s) is %(factor)s times that of %(since)s in %(n)s of %(of)s areas."), _CHECK_UNIT
    ),
    "checks.all_equal": Sentence(
        _("All %(n)s areas have the same value %(value)s in “%(series)s” (%(period)s)."), _CHECK_COLUMNS
    ),
    "checks.repeated": Sentence(
        _("All %(n)s values of “%(series)s” (%(period)s) repeat those of %(since)s."), _CHECK_COLUMNS
    ),
    "checks.digits_heaped": Sentence(
        _("%(share)s %% of the %(n)s values of “%(series)s” (%(period)s) are multiples of %(step)s."),
        _("If the source rounds, say so in the description of the indicator."),
    ),
    "checks.gap": Sentence(
        _("In “%(series)s” %(missing)s reporting periods are missing between %(after)s and %(before)s."),
        _("Ask the source for them, or bring them in later."),
    ),
    "checks.areas_lost": Sentence(
        _("%(n)s areas had a value of “%(series)s” on %(since)s and have none for %(period)s, first of all %(area)s."),
        _ASK,
    ),
    "checks.total_differs": Sentence(
        _("%(area)s: the total is %(value)s, its %(n)s areas add up to %(expected)s (difference %(difference)s)."),
        _("Ask the source; a total may hold cases that belong to no area. If it is right, say why."),
    ),
    "checks.breakdown_undeclared": Sentence(
        _("In every area the groups by %(dimension)s add up to “%(series)s”, but nobody declared that they do."),
        _("If it is no chance, say so under “What adds up”: hidden figures follow from sums."),
    ),
    "checks.breakdown_differs": Sentence(
        _("%(area)s: the total of “%(series)s” is %(value)s, its parts by %(dimension)s add up to %(expected)s."), _ASK
    ),
    "checks.known_break": Sentence(
        _("Between %(since)s and %(period)s lies a known break of “%(series)s”: %(title)s. None is marked."),
        _("Look at it under “Notes”, “Known breaks”: take it over, or write why it does not concern the indicator."),
    ),
    "checks.secured_small": Sentence(
        _(
            "“%(series)s” (%(period)s): %(n)s counts from 1 to below %(below)s are not hidden, first of all %(value)s "
            "at %(area)s. The source is marked as secured by %(supplier)s, which shows none of them."
        ),
        _("Ask the supplier for its secured table. If these counts may be known, say why."),
    ),
    "checks.edition_date": Sentence(
        _("%(period)s lies outside the time for which the boundary version “%(edition)s” holds."), _NOTHING
    ),
    "checks.rule_broken": Sentence(
        _(
            "%(area)s, %(period)s: %(left_says)s is %(left)s, %(right_says)s is %(right)s. "
            "By the rule “%(rule)s” the first has to be %(sign)s the second."
        ),
        _RULE,
    ),
    "checks.rule_limit": Sentence(
        _("%(area)s, %(period)s: %(left_says)s is %(left)s. By the rule “%(rule)s” it has to be %(sign)s %(right)s."),
        _RULE,
    ),
    "checks.rule_rest": Sentence(
        _("%(n)s more areas break the rule “%(rule)s” for %(period)s; the first %(most)s are told one by one."), _RULE
    ),
}

# What a person reads of the checks that found nothing, in the order of the page.
LABELS: Final[Mapping[str, Text]] = {
    "history": _("Jumps against the own history"),
    "peers": _("Jumps against the other areas"),
    "boundary": _("Jumps where borders changed"),
    "parts": _("Parts not larger than their whole"),
    "rates": _("Rates follow from numerator and denominator"),
    "shares": _("Shares between 0 and 100"),
    "unit": _("Same unit as before"),
    "columns": _("Columns not exchanged, repeated or constant"),
    "digits": _("Last digits"),
    "gaps": _("No gap in the series"),
    "lost": _("No area lost"),
    "totals": _("Areas add up to their total"),
    "breakdowns": _("Breakdowns add up to their total"),
    "known": _("Known breaks are marked"),
    "edition": _("Periods within the boundary version"),
    "secured": _("Small counts hidden by the supplier"),
    "rules": _("Validation rules of your own"),
}
CHECK_OF: Final[Mapping[str, str]] = {
    "checks.jump_history": "history",
    "checks.jump_peers": "peers",
    "checks.outlier_first": "peers",
    "checks.jump_boundary": "boundary",
    "checks.numerator_exceeds": "parts",
    "checks.part_exceeds": "parts",
    "checks.parts_swapped": "columns",
    "checks.columns_exchanged": "columns",
    "checks.all_equal": "columns",
    "checks.repeated": "columns",
    "checks.rate_differs": "rates",
    "checks.rate_base": "rates",
    "checks.share_outside": "shares",
    "checks.unit_switch": "unit",
    "checks.digits_heaped": "digits",
    "checks.gap": "gaps",
    "checks.areas_lost": "lost",
    "checks.total_differs": "totals",
    "checks.breakdown_differs": "breakdowns",
    "checks.breakdown_undeclared": "breakdowns",
    "checks.known_break": "known",
    "checks.edition_date": "edition",
    "checks.secured_small": "secured",
    "checks.rule_broken": "rules",
    "checks.rule_limit": "rules",
    "checks.rule_rest": "rules",
}


def told(params: Mapping[str, object]) -> dict[str, object]:
    """Return parameters with their fractions, large numbers and days written as the reader writes them."""
    return {name: _written(value) for name, value in params.items()}


def sums_told(params: Mapping[str, object]) -> dict[str, object]:
    """Return the parameters of a total that a reader of files compared, written as the reader writes them."""
    sums = {name: float(str(params[name])) for name in ("total", "parts", "difference") if name in params}
    return {**params, **told({name: plain(value) for name, value in sums.items()})}


def plain(value: float) -> Parameter:
    """Return a number as it is kept in a finding: six digits that count, whole where it is whole."""
    short = float(f"{value:.6g}") if abs(value) < 1e6 else float(round(value))  # noqa: PLR2004 - six digits
    return int(short) if short.is_integer() else short


def about(value: float) -> Parameter:
    """Return a number that stands for many: three digits that count, or the whole number."""
    return plain(float(f"{value:.3g}")) if abs(value) < 1000 else plain(round(value))  # noqa: PLR2004 - three digits


def _written(value: object) -> object:
    if isinstance(value, Mapping):
        # Words that were made in both languages, since they hold names of the catalogue.
        return value["de" if (get_language() or "en").startswith("de") else "en"]
    if isinstance(value, str) and (day := _ISO_DATE.fullmatch(value)) and (get_language() or "en").startswith("de"):
        return f"{day[3]}.{day[2]}.{day[1]}"
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    exact = Decimal(repr(value))
    decimals = max(0, -int(exact.as_tuple().exponent))
    if (get_language() or "en").startswith("de"):
        return format_number(exact, min(decimals, 9))
    return f"{exact:,f}"
