# SPDX-License-Identifier: EUPL-1.2
"""The key figures of an own area: exact or estimated with its ends, beside the city, or why there are none."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import period_words, with_unit
from indicators.selectors.ownfigures import OwnLine
from indicators.selectors.ownprofile import OwnProfile
from indicators.views.ownareawords import beside_words, span_of, value_of, why_nothing, worth_words
from reports.rendering.document import KeyFigure, KeyFigures, Language
from reports.services.panels.content import Setting
from sozialplanung.common.periods import parse


def is_told(line: OwnLine) -> bool:
    """Say whether documents tell a figure: a sum that was released on its own can be taken back on its own, too."""
    return line.has_figure and not line.line.is_audited


def key_figures(profile: OwnProfile, slugs: Sequence[str], setting: Setting) -> KeyFigures:
    """Return the figures of some indicators in their order, all of which have a line."""
    lines = {line.line.sheet.slug: line for line in profile.lines}
    city = setting.organisation.name
    return KeyFigures(_("Key figures"), tuple(_figure(lines[slug], city, setting.language) for slug in slugs))


def _figure(line: OwnLine, city: str, language: Language) -> KeyFigure:
    told, definition = line.line, line.line.definition
    decimals, unit = definition.decimals, definition.unit_of_measure
    plain = KeyFigure(
        label=definition.short_name,
        value=_("cannot be calculated"),
        as_of=period_words(parse(told.ref.period), language),
        meaning=definition.what_it_shows,
        source=f"{definition.source.credit} ({definition.source.title})",
    )
    if told.pooled is None or not is_told(line):
        whole = "" if line.whole is None else f"{city}: {with_unit(line.whole, decimals, unit, language)}"
        return replace(plain, certainty=_why(line, language), comparison=whole)
    words, side = beside_words(line, city, language)
    return replace(
        plain,
        value=value_of(line, language),
        number=told.pooled.value,
        decimals=decimals,
        unit=unit,
        comparison=words,
        comparison_kind=side,
        certainty="; ".join(filter(None, (worth_words(line, language), _span(line, language)))),
    )


def _why(line: OwnLine, language: Language) -> str:
    if line.has_figure:
        return _("Released as a sum on its own: it is told on the page of the own area, not in documents.")
    return why_nothing(line, language)


def _span(line: OwnLine, language: Language) -> str:
    """Write between which ends the truth lies; of an estimate without ends say so."""
    if line.is_estimate:
        return span_of(line, language) or _("between which ends the truth lies is not known")
    return ""
