# SPDX-License-Identifier: EUPL-1.2
"""Figures of a panel that were carried to other boundaries: their marks, and what an edition keeps of them."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.carried_words import carried_mark, marked_name, not_converted_words, range_words
from indicators.rendering.maptable import INTERVAL, TableRow
from indicators.rendering.picture.sheet import Key
from indicators.rendering.workbench.answer import Answer
from indicators.selectors.mapview import carried_at
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.settling import Settled
from reports.rendering import composition as kinds
from reports.rendering.composition import Panel
from reports.rendering.document import Cell, Remark
from reports.rendering.storing import CarriedPin
from sozialplanung.common.statuses import Flag, Status, have_value

# Kinds of panels that show them.
SHOWING: Final = frozenset({kinds.MAP, kinds.TABLE, kinds.LINE})


def refused_ground(panel: Panel, asked: str, got: str) -> str:
    """Say why a panel cannot show figures on the boundaries that its address names; empty where it can."""
    if asked and panel.kind not in SHOWING:
        return _(
            "This panel does not show figures that were carried from other boundaries: take “umgerechnet” out of the "
            "address, or show them as “Map”, “Table” or “Course over time”."
        )
    if asked != got:
        return _(
            "For these readers nothing can be shown on these boundaries: choose others, or the figures as they were "
            "counted."
        )
    return ""


def carried_of(found: Settled) -> frozenset[CarriedPin]:
    """Return what an edition keeps by its hash of the figures shown; nothing where they were delivered so."""
    return _pins([found.facts.choice.ref])


def said_of(found: Settled, answer: Answer) -> str:
    """Return the sentence of a map or table; with estimates it names what is shown, and counts no areas."""
    facts, ref = found.facts, found.facts.choice.ref
    return day_of(found, answer, answer.view.name) if facts.guessed_at(ref) else answer.view.period.headline


def day_of(found: Settled, answer: Answer, name: str = "") -> str:
    """Return the day of the figures shown, with the word that they were carried; behind a name where one is given."""
    day = marked_name(answer.shown.view.label, found.facts.language, is_carried=found.facts.choice.ref.is_converted)
    return f"{name}, {day}" if name else day


def sentences_of(found: Settled) -> tuple[str, ...]:
    """Say whence the figures shown were carried, and how exactly; nothing where they were delivered so."""
    return carried_at(found.facts, found.facts.choice.ref)


def keys_of(panel: Panel, found: Settled) -> tuple[Key, ...]:
    """Return what the legend of a map says of carried figures: it goes with every picture of it."""
    return tuple(Key("", text) for text in sentences_of(found)) if panel.kind == kinds.MAP else ()


def course_of(found: Settled) -> frozenset[CarriedPin]:
    """Return what an edition keeps by its hash of a course: of each period that was carried."""
    return _pins(found.facts.choice.series)


def _pins(refs: Iterable[ReleaseRef]) -> frozenset[CarriedPin]:
    return frozenset(
        CarriedPin(ref.release_id, ref.boundary_version_id, ref.content_hash) for ref in refs if ref.is_converted
    )


def course_sentences(found: Settled, answer: Answer) -> tuple[str, ...]:
    """Say which periods of a course were carried to these boundaries; nothing where all were delivered so."""
    pairs = zip(found.facts.choice.series, answer.periods, strict=True)
    days = [period.view.label for ref, period in pairs if ref.is_converted]
    told = _("Counted on other boundaries and carried to these: %(days)s. Estimated figures count in no comparison.")
    return (told % {"days": ", ".join(days)},) if days else ()


def marks_of(found: Settled, rows: Sequence[TableRow]) -> tuple[Cell, ...]:
    """Return for each row what its carried figure is worth; empty where there is none to speak of."""
    content = found.facts.contents[found.facts.choice.ref.id]
    has_value = have_value(content.status)
    return tuple(
        Cell(carried_mark(Flag(int(content.flags[row.position])), found.facts.language))
        if has_value[row.position]
        else Cell(_not_worth(Status(int(content.status[row.position])), found))
        for row in rows
    )


def with_ranges(
    found: Settled, rows: Sequence[TableRow], columns: Sequence[str], cells: Iterable[tuple[Cell, ...]]
) -> tuple[tuple[Cell, ...], ...]:
    """Say in the column of the ranges of which estimates nobody knows how far they are off: an empty cell says no."""
    facts, ref = found.facts, found.facts.choice.ref
    unknown = Cell(range_words(Flag.ESTIMATED, facts.language))
    return tuple(
        tuple(
            unknown if column == INTERVAL and not cell.text and facts.is_guess(ref, row.position) else cell
            for column, cell in zip(columns, line, strict=True)
        )
        for row, line in zip(rows, cells, strict=True)
    )


def unsaid(found: Settled, remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return the remarks that neither the legend of a map nor the notes of a table say already."""
    said = set(sentences_of(found))
    return tuple(remark for remark in remarks if remark.text not in said)


def _not_worth(status: Status, found: Settled) -> str:
    return not_converted_words(found.facts.language) if status is Status.NOT_COMPARABLE else ""
