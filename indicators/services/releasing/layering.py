# SPDX-License-Identifier: EUPL-1.2
"""Indicators that read layers of places: what they tell of the people beside them.

Everybody knows the layer: it stands on its own page. A figure that is made of it and of one count tells that count, as
if the count stood there itself; one that is made of several is hidden, for no rule of ours judges such a mixture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from indicators import formulas
from indicators.formulas import Name, Node, Operand
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Cell, Frozen


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside layers in a formula: one part that is told, several that are mixed, or nothing to judge."""

    told: Node | None = None
    is_mixed: bool = False


def reads_layers(work: Workplace, subject: Subject, day: date) -> bool:
    """Say whether the figures of a day are made of layers, in the end."""
    return subject.indicator.slug in work.layered_on(day)


def reaches_around(work: Workplace, subject: Subject, day: date) -> bool:
    """Say whether the figures of a day rest on numbers of the areas around, in the end."""
    if not reads_layers(work, subject, day):
        return False
    return bool(formulas.reaching(formulas.expanded(Name(subject.indicator.slug), work.written_on(day))))


def beside_layers(work: Workplace, subject: Subject, day: date) -> Beside:
    """Return what the figures of a day tell of the people beside layers.

    A formula that looks back has the parts of what it follows: they are judged where they stand.
    """
    if not reads_layers(work, subject, day):
        return Beside()
    whole = formulas.expanded(Name(subject.indicator.slug), work.written_on(day))
    parts = formulas.beside_layers(whole)
    if not parts or formulas.follows_layers(whole):
        return Beside()
    if len(parts) > 1 or formulas.reaching(whole):
        return Beside(is_mixed=True)
    return Beside(None if formulas.earlier(parts[0]) else parts[0])


def people_beside(
    work: Workplace, subject: Subject, cell: tuple[int, int]
) -> tuple[formulas.Evaluated, list[Frozen]] | None:
    """Return the one count that the figures of a cell tell, and what it was read from; None where they tell none."""
    period_id, place_id = cell
    told = beside_layers(work, subject, work.periods[period_id].start).told
    if told is None:
        return None
    read: Mapping[str, Frozen | None] = {
        slug: work.shelf.current(Cell(work.subjects[slug].indicator.pk, period_id, place_id))
        for slug in formulas.names(told)
    }
    there = {slug: frozen for slug, frozen in read.items() if frozen is not None}
    if len(there) < len(read):
        return None
    operands = {slug: Operand(each.raw.value, each.raw.status, each.raw.flags) for slug, each in there.items()}
    size = work.places[place_id].size
    return formulas.evaluate_over(told, operands, {}, size=size), list(there.values())


def is_count(frozen: list[Frozen]) -> bool:
    """Say whether figures are counts themselves: a share tells its own parts, and is judged by them."""
    return all(bool(np.isnan(each.raw.denominator).all()) for each in frozen)
