# SPDX-License-Identifier: EUPL-1.2
"""What the workbench shows as files: with its classes, the second indicator, the filter, the balance, the choice."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from indicators.errors import NotReleasedError
from indicators.rendering.mapfile import FileFacts, OwnColumn
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.workbench.balance import Balance
from indicators.rendering.workbench.filecolumns import (
    balance_columns,
    chosen_column,
    filter_columns,
    second_columns,
)
from indicators.rendering.workbench.parts import BALANCE
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.published import at_one_moment
from indicators.selectors.workbench.balancing import balances_of
from indicators.selectors.workbench.pairing import second_content
from indicators.selectors.workbench.settling import Settled, settled
from indicators.views.areafiles import area_file
from indicators.views.mapfilefacts import Lines, file_facts, source_lines
from indicators.views.readership import publisher_of
from indicators.views.workbench.asked import asked_by
from indicators.views.workbench.filterpanel import banner_of, sieve_of

KIND: Final = "analyse"
FILTERED: Final = "gefiltert"


@gzip_page
@require_safe
@at_one_moment()
def workbench_file(request: HttpRequest, organisation: str, ending: str) -> HttpResponse:
    """Send what an address of the workbench shows as a file of the kind that its ending names."""
    publisher = publisher_of(request, organisation)
    language = language_of(get_language())
    reading = asked_by(request, language)
    # What else stands open tells nothing to a file, and so does not decide for whom it is.
    opened = tuple(panel for panel in reading.state.panels.tafeln if panel == BALANCE)
    asked = replace(reading.state, panels=replace(reading.state.panels, tafeln=opened))
    found = settled(publisher, replace(reading, state=asked), language)
    if found is None:
        raise NotReleasedError("http.not_found", "There is nothing at this address.")
    balance = _balance(found)
    # The address leads to the page as it was left, whatever stands open there.
    state = replace(found.state, panels=reading.state.panels)
    content = _content(publisher, replace(found, state=state), balance)
    return area_file(publisher, found.facts, content, f"{_stem(publisher, found)}.{ending}")


def _balance(found: Settled) -> Balance | None:
    """Return the balance of the period shown; None where its panel is closed."""
    if BALANCE not in found.state.panels.tafeln:
        return None
    balances = balances_of(found.facts, found.state.time.vergleich)
    return balances[found.facts.choice.series.index(found.facts.choice.ref)] if balances else None


def _stem(publisher: NamedOrganisation, found: Settled) -> str:
    ref = found.facts.choice.ref
    parts = (publisher.slug, KIND, ref.indicator, found.state.more.zweiter, ref.level, ref.period)
    return "_".join(filter(None, (*parts, FILTERED if found.facts.filtering else "")))


def _content(publisher: NamedOrganisation, found: Settled, balance: Balance | None) -> FileFacts:
    """Return what the file holds."""
    page = reverse("indicators:workbench", args=[publisher.slug])
    address = f"{settings.PUBLIC_URL}{page}?{found.state.query()}"
    told = (*_second_lines(found), *_filter_lines(found), *_balance_lines(found, balance))
    content = file_facts(publisher, found.facts, address=address, told=told)
    sieve = sieve_of(found.facts)
    gone = () if sieve is None else (place for place in range(content.content.size) if sieve.is_gone(place))
    return replace(content, beside=tuple(_columns(found, balance)), left_out=frozenset(gone))


def _columns(found: Settled, balance: Balance | None) -> Iterator[OwnColumn]:
    facts, language = found.facts, found.facts.language
    other = second_content(facts, found.state.more.zweiter) if facts.second else None
    if other is not None:
        heads = _second_heads(found) | (_second_flags(found) if other.ref.is_converted else {})
        yield from second_columns(other.content, heads, language)
    sieve = sieve_of(facts)
    if sieve is not None:
        heads = {"filter": _("Meets the filter"), "filter_code": _("Meets the filter (code)")}
        yield from filter_columns(sieve, heads, language)
    if balance is not None and _is_on_ground(found, balance):
        yield from balance_columns(balance, _balance_heads(balance))
    if found.chosen:
        size = facts.contents[facts.choice.ref.id].size
        yield chosen_column(found.chosen, size, _("In the choice"), language)


def _is_on_ground(found: Settled, balance: Balance) -> bool:
    """Whether the areas of a balance are those of the file."""
    return balance.told is not None and balance.edition == found.facts.choice.ref.edition


def _second_heads(found: Settled) -> dict[str, str]:
    second = found.facts.second
    name, unit = (second.short_name, second.unit_of_measure) if second else ("", "")
    of_unit = f" ({unit})" if unit else ""
    return {
        "value": f"{name}{of_unit}",
        "lower": f"{name}: {_('Random variation (model), from')}{of_unit}",
        "upper": f"{name}: {_('Random variation (model), to')}{of_unit}",
        "status": f"{name}: {_('Status')}",
        "status_code": f"{name}: {_('Status code')}",
    }


def _second_flags(found: Settled) -> dict[str, str]:
    """Return the head of what has to be known of figures that were carried from other boundaries."""
    name = found.facts.second.short_name if found.facts.second else ""
    return {"flags": f"{name}: {_('Remarks (codes)')}"}


def _balance_heads(balance: Balance) -> dict[str, str]:
    sides = balance.sides
    unit = f" ({sides.unit})" if sides.unit else ""
    told = _("Difference %(until)s against %(since)s") % {"until": sides.until, "since": sides.since}
    return {
        "difference": f"{told}{unit}",
        "lower": f"{told}: {_('Random variation (model), from')}{unit}",
        "upper": f"{told}: {_('Random variation (model), to')}{unit}",
        "class": f"{told}: {_('Class')}",
        "status_code": f"{told}: {_('Status code')}",
    }


def _second_lines(found: Settled) -> Lines:
    second = found.facts.second
    if second is None:
        return ()
    # What both have in common is said once.
    own = set(source_lines(found.facts.definition_of(found.facts.choice.ref)))
    sources = source_lines(second)
    told = () if own == set(sources) else sources
    pair = found.facts.pairs[found.facts.choice.ref.id]
    return (
        (_("Second indicator"), f"{second.name}. {second.subtitle}"),
        *told,
        (_("Limits of the second indicator"), second.limits),
        *(((_("Conversion"), pair.carried),) if pair.carried else ()),
    )


def _filter_lines(found: Settled) -> Lines:
    banner = banner_of(found)
    if banner is None:
        return ()
    outside = _("left out of this file") if banner.removes else _("marked in columns of their own")
    return (
        (_("Filter"), "; ".join(each.label for each in banner.conditions)),
        (_("Areas that meet it"), " ".join((banner.says, *banner.notes))),
        (_("All others"), outside),
        (_("Classes and statistics"), _("those of all areas, whatever the filter says")),
    )


def _balance_lines(found: Settled, balance: Balance | None) -> Lines:
    if balance is None:
        return ()
    told = " ".join(filter(None, (balance.why_not, balance.sentence, *balance.notes)))
    if balance.told is not None and not _is_on_ground(found, balance):
        told += " " + _("It stands on the boundaries of the later period: its figures by area are not in this file.")
    return ((_("Balance"), told),)
