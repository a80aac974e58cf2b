# SPDX-License-Identifier: EUPL-1.2
"""Panels that are of the whole document: how its figures are made, and what the words mean that it uses."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import period_words
from indicators.selectors import published
from indicators.selectors.sheets import BreakNote, DefinitionSheet
from reports.rendering.composition import Panel
from reports.rendering.document import Credit, Term, Terms
from reports.services.panels.content import PanelContent, Setting
from sozialplanung.common.periods import parse


def method_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return what has to be known of every indicator that the document shows, as its catalogue says it."""
    del panel
    sheets = {sheet.slug: sheet for sheet in published.indicators_of(setting.organisation)}
    shown = [sheets[slug] for slug in setting.indicators if slug in sheets]
    if not shown:
        return PanelContent(problem=_("The document shows no indicator yet whose method could be told."))
    breaks: dict[str, list[BreakNote]] = {}
    for note in published.breaks_of(setting.organisation):
        breaks.setdefault(note.indicator, []).append(note)
    terms = tuple(
        Term(sheet.definition.name, " ".join(_told(sheet.definition, breaks.get(sheet.slug, []), setting)))
        for sheet in sorted(shown, key=lambda each: each.definition.name.casefold())
    )
    sources = dict.fromkeys(sheet.definition.source for sheet in shown)
    told = tuple(Credit(f"{one.credit} ({one.title})", one.licence_name, one.licence_url) for one in sources)
    return PanelContent((Terms(terms),), frozenset(), told, _("How the figures are made"))


def glossary_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return the place of the glossary; what stands there is known once everything else does."""
    del panel, setting
    return PanelContent((Terms(()),), title=_("Glossary"))


def _told(definition: DefinitionSheet, breaks: list[BreakNote], setting: Setting) -> Iterator[str]:
    yield from filter(None, (_ended(definition.what_it_shows), _ended(definition.how_to_read)))
    for label, text in (
        (_("Numerator"), definition.numerator_text),
        (_("Denominator"), definition.denominator_text),
        (_("Limits"), definition.limits),
    ):
        if text:
            yield f"{label}: {_ended(text)}"
    for note in breaks:
        between = {
            "since": period_words(parse(note.from_period), setting.language),
            "until": period_words(parse(note.to_period), setting.language),
            "text": _ended(note.text),
        }
        yield _("Break between %(since)s and %(until)s: %(text)s") % between
    yield _("Source: %(source)s.") % {"source": f"{definition.source.credit} ({definition.source.title})"}


def _ended(text: str) -> str:
    told = " ".join(text.split())
    return told if not told or told[-1] in ".!?" else f"{told}."
