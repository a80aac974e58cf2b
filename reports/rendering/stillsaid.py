# SPDX-License-Identifier: EUPL-1.2
"""Which words of an edition rest on no release and may tell a figure: they stay when figures behind it are gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from reports.rendering.composition import GLOSSARY, MEASURE, METHOD, PICTURE, TEXT, Composition, Panel
from reports.rendering.saidfigures import tells_figure

Place = Literal["title", "lead", "part", "panel"]

# What is written at panels that show figures goes with these.
_WRITTEN: Final = frozenset({TEXT, MEASURE, PICTURE, METHOD, GLOSSARY})
_BEGINNING: Final = 60


@dataclass(frozen=True, slots=True)
class StillSaid:
    """One place whose words may tell a figure, and how they begin; `name` is that of the part or panel."""

    place: Place
    name: str
    beginning: str


def still_said(title: str, composition: Composition) -> tuple[StillSaid, ...]:
    """Return the places of an edition whose words may tell a figure, each once, in the order in which they are read."""
    return tuple(
        StillSaid(place, name, _beginning(told))
        for place, name, texts in _words(title, composition)
        if (told := next((text for text in texts if tells_figure(text)), ""))
    )


def _words(title: str, composition: Composition) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
    yield "title", "", (title,)
    yield "lead", "lead", (composition.lead,)
    for part in composition.parts:
        yield "part", part.name, (part.title,)
        for panel in part.panels:
            if panel.kind in _WRITTEN:
                yield "panel", panel.name, _of_panel(panel)


def _of_panel(panel: Panel) -> tuple[str, ...]:
    beside = (text for each in panel.interpretations for text in (each.text, each.why))
    return (panel.title, panel.text, panel.responsible, panel.alternative, panel.caption, *beside)


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rstrip()} …"
