# SPDX-License-Identifier: EUPL-1.2
"""Whether the figures that an address names are released for whom somebody reads: for the page that explains rights."""

from collections.abc import Iterator
from copy import copy
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import Audience
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors import published
from indicators.selectors.mapways import PARTS
from indicators.selectors.readership import audiences_of, reading_for
from indicators.selectors.released import PUBLIC
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.rights.explaining import OpenAddress, Told
from sozialplanung.common.periods import PeriodError, parse
from sozialplanung.common.readings import is_narrowed, kind_of

# One indicator each, and several with commas between.
_ONE: Final = ("indikator", "zweiter")
_MANY: Final = "indikatoren"
# What paths and the API call the parts of a release.
_PATHS: Final = {"ebene": "level", "gebietsstand": "edition", "stand": "period"}
_OTHER_PERIOD: Final = "vergleich"


def told_at(person: User | AnonymousUser, organisation: Organisation, address: OpenAddress) -> Told:
    """Say for each indicator that an address names whether its figures are released for whom somebody reads there.

    Nobody is told more than whether there are such figures; what is withheld and what does not exist are told alike.
    """
    reading = _reading(person, organisation, address)
    slugs = list(dict.fromkeys(_indicators(address)))
    if reading is None:
        return Told(is_told=False, lines=(_("The person does not read for the audience that the address asks for."),))
    place = copy(organisation)
    place.audience = reading
    found = [_told(place, slug, wanted) for slug in slugs for wanted in _wanted(address)]
    return Told(is_told=all(each.is_told for each in found), lines=tuple(line for each in found for line in each.lines))


def _reading(person: User | AnonymousUser, organisation: Organisation, address: OpenAddress) -> str | None:
    """Return how somebody reads at an address: the API for the public unless it is told, pages for the best."""
    if address.is_api:
        wanted = address.query.get("audience") or PUBLIC
        return reading_for(wanted, audiences_of(person, organisation))
    return audiences_of(person, organisation)[0]


def _indicators(address: OpenAddress) -> Iterator[str]:
    if "indicator" in address.parts:
        yield address.parts["indicator"]
    for name in _ONE:
        yield from filter(None, address.query.getlist(name))
    yield from filter(None, address.query.get(_MANY, "").split(","))


def _wanted(address: OpenAddress) -> list[dict[str, str]]:
    """Return which part of an indicator is named, by the names of the map; once more for a period to compare with."""
    query = address.query
    named = {name: query.get(name) or address.parts.get(other) or query.get(other) for name, other in _PATHS.items()}
    wanted = {name: _code(text) if name == "stand" else text for name, text in named.items() if text}
    other = query.get(_OTHER_PERIOD)
    return [wanted, {**wanted, "stand": _code(other)}] if other else [wanted]


def _told(place: Organisation, slug: str, wanted: dict[str, str]) -> Told:
    there = [
        ref
        for ref in published.releases_of(place, indicator=slug)
        if all(PARTS[name](ref) == text for name, text in wanted.items())
    ]
    what = ", ".join([slug, *(_period(text) if name == "stand" else text for name, text in wanted.items())])
    if not there:
        line = _("Figures of “%(what)s” are not released %(audience)s. The person finds nothing of them there.")
        return Told(is_told=False, lines=(line % {"what": what, "audience": _for(place.audience)},))
    versions = ", ".join(str(label) for value, label in Audience.choices if value in {ref.audience for ref in there})
    line = _("Figures of “%(what)s” are released for this person, in the version: %(versions)s.")
    return Told(is_told=True, lines=(line % {"what": what, "versions": versions},))


def _for(reading: str) -> str:
    """Say for whom somebody reads; whoever reads for one audience reads what wider ones do as well."""
    if is_narrowed(reading):
        return _("for the topics and audiences for which this person reads")
    return {
        Audience.COUNCIL.value: _("for the council, nor for the public"),
        Audience.INTERNAL.value: _("for the administration, nor for council or public"),
    }.get(kind_of(reading), _("for the public"))


def _code(text: str) -> str:
    try:
        return parse(text).code
    except PeriodError:
        return text


def _period(code: str) -> str:
    try:
        return period_words(parse(code), language_of(get_language()))
    except PeriodError:
        return code
