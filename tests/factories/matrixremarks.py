# SPDX-License-Identifier: EUPL-1.2
"""Remarks on figures in every state, for the matrix of rights."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from indicators.models import Annotation, Audience, Indicator, SeriesBreak
from indicators.readers.knownbreaks import known_breaks
from indicators.services.figureremarks import MeantFigure, write_remark
from indicators.services.remarks.annotations import AnnotationSpec, add_annotation, withdraw_annotation
from indicators.services.remarks.breaks import BreakSpec, mark_break, withdraw_break
from tests.factories.world import World

_OLD: Final = "2020-12-31"


def put_remarks(world: World, put: Callable[..., None]) -> None:
    """Store breaks, annotations and a question about a figure in every state, each where an address names it."""
    kinder = Indicator.objects.get(slug="kinder")
    told = BreakSpec("2019-12-31", _OLD, "law", "no", "Neues Gesetz.")
    shown = mark_break(indicator=kinder, spec=told, by=world.anna)
    gone = mark_break(
        indicator=Indicator.objects.get(slug="anteil"), spec=replace(told, comparable="yes"), by=world.anna
    )
    withdraw_break(series_break=gone, by=world.anna, reason="Irrtum")
    figure = MeantFigure(kinder.pk, Audience.PUBLIC)
    question = write_remark(organisation=world.city, figure=figure, text="Warum?", by=world.bert)
    put("<organisation>/hinweise/rueckfragen/<", "", uuid=question.uuid)
    put("<organisation>/rueckfrage/<", "", uuid=question.uuid)
    waits = withdraw_break(series_break=shown, by=world.anna, reason="Doch nicht")
    note = add_annotation(organisation=world.city, spec=AnnotationSpec("footnote", "Umzug", "kinder"), by=world.anna)
    past = add_annotation(organisation=world.city, spec=AnnotationSpec("footnote", "Alt", "kinder"), by=world.anna)
    withdraw_annotation(annotation=past, by=world.anna, reason="Überholt")
    assert waits is not None
    assert not SeriesBreak.everything.get(pk=gone.pk).is_in_force
    assert not Annotation.everything.get(pk=past.pk).is_in_force
    for prefix, rows in (("brueche", (shown, gone)), ("anmerkungen", (note, past))):
        for state, row in zip(("published", "withdrawn"), rows, strict=True):
            put(f"<organisation>/hinweise/{prefix}/<", state, pk=row.pk)
    put("<organisation>/hinweise/entscheidungen/<", "waiting", pk=waits.pk)
    put("<organisation>/hinweise/entscheidungen/<", "published", pk=note.changes.get().pk)
    known = known_breaks()[0].slug
    put("<organisation>/hinweise/bekannte-brueche/<", "", known=known, indicator="kinder")
