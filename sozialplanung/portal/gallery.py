# SPDX-License-Identifier: EUPL-1.2
"""All components on one page, for those who build pages; not there in production."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

PALETTES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("sequential", (3, 4, 5, 6, 7)),
    ("neutral", (3, 4, 5)),
    ("diverging", (3, 4, 5, 6, 7)),
    ("status", (4,)),
    ("dynamics", (3,)),
    ("qualitative", (7,)),
)
_SERIES = (52.4, 44.8, 37.9, 32.7)


@dataclass(frozen=True)
class Strip:
    """One palette with its classes."""

    palette: str
    count: int

    @property
    def classes(self) -> range:
        """The positions of the classes."""
        return range(1, self.count + 1)


class SampleForm(forms.Form):
    """A form with a field of each kind that pages use."""

    name = forms.CharField(label="Gebiet", help_text="Name oder Schlüssel", max_length=40)
    level = forms.ChoiceField(label="Ebene", choices=(("plr", "Planungsräume"), ("bzr", "Bezirksregionen")))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show each component with made-up content."""
    context = {
        "strips": [Strip(palette, count) for palette, counts in PALETTES for count in counts],
        "legend": _legend(),
        "named_legend": _named_legend(),
        "table": _table(),
        "series": _SERIES,
        "breaks": (1, 2),
        "city_series": (None, None, 30.1, 27.8),
        "spread": {"low": 0.8, "high": 77.0, "lower_half": 14.0, "upper_half": 41.0, "middle": 25.5},
        "interval": (29.5, 36.1),
        "bars": _bars(),
        "ways": [{"label": "Andere Ebene wählen", "url": "#"}, {"label": "Zur Übersicht", "url": "#"}],
        "tabs": _tabs(),
        "downloads": [{"label": "Kinderarmut 2018", "url": "#", "format": "CSV", "size": "14 kB"}],
        "steps": _steps(),
        "summary": [{"term": "Raumebene", "text": "Stadtteile", "url": "#", "url_label": "Ändern"}],
        "definitions": [{"term": "Zähler", "text": "Kinder unter 15 Jahren im SGB-II-Bezug"}],
        "crumbs": [{"label": "Berlin", "url": "#"}, {"label": "Neukölln", "url": "#"}, {"label": "Reuterkiez"}],
        "form": SampleForm({"name": "", "level": "plr"}),
        **_pages(),
    }
    return render(request, "portal/gallery.html", context)


def _legend() -> SimpleNamespace:
    limits = ("", "10", "20", "35", "50")
    spans = ("unter 10 %", "10–20 %", "20–35 %", "35–50 %", "ab 50 %")
    counts = (103, 106, 93, 86, 48)
    classes = [
        SimpleNamespace(
            position=position,
            lower=limits[position - 1],
            count=count,
            label=f"{spans[position - 1]}: {count} Planungsräume",
            city=52 if position == 3 else None,  # noqa: PLR2004 - the third class holds the city
            focus=85 if position == 3 else None,  # noqa: PLR2004 - likewise the area
        )
        for position, count in enumerate(counts, start=1)
    ]
    kinds = (
        ("suppressed", "gesperrt: geheim gehalten", 2),
        ("missing", "keine Angabe", 1),
        ("excluded", "nicht bewertet: zu wenige Einwohner", 11),
        ("unreliable", "unzuverlässig", 3),
        ("not-applicable", "trifft nicht zu", 4),
    )
    return SimpleNamespace(
        title="Kinder unter 15 Jahren im SGB-II-Bezug, in Prozent",
        palette="sequential",
        count=len(counts),
        is_named=False,
        classes=classes,
        range_text="Werte von 0,9 bis 76,8 %",
        city_text="Berlin 27,8 %",
        city_origin="wie veröffentlicht",
        focus_text="Reuterkiez 32,7 %",
        special=[SimpleNamespace(kind=kind, label=label, count=count) for kind, label, count in kinds],
    )


def _named_legend() -> SimpleNamespace:
    labels = ("gering", "mittel", "hoch", "besonders hoch")
    classes = [
        SimpleNamespace(position=position, label=f"{label}er Unterstützungsbedarf", count=20 * position)
        for position, label in enumerate(labels, start=1)
    ]
    return SimpleNamespace(palette="status", count=len(labels), is_named=True, classes=classes, special=[])


def _table() -> dict[str, Any]:
    rows = (("Donaustraße", "55,9", "1.204"), ("Reuterkiez", "32,7", "1.130"), ("Hasenheide", "•", "•"))
    return {
        "columns": [
            {"label": "Planungsraum"},
            {"label": "Anteil", "unit": "in Prozent", "is_number": True},
            {"label": "Anzahl", "unit": "rund", "is_number": True},
        ],
        "rows": [
            {
                "is_focus": name == "Reuterkiez",
                "cells": [
                    {"text": name, "is_head": True, "url": "#", "note": "Neukölln"},
                    {"text": share, "is_number": True, "mark": share == "•"},
                    {"text": count, "is_number": True, "mark": count == "•"},
                ],
            }
            for name, share, count in rows
        ],
    }


def _bars() -> list[dict[str, Any]]:
    values = (("Donaustraße", "55,9", "100"), ("Bouchéstraße", "47,9", "85.7"), ("Reuterkiez", "32,7", "58.5"))
    return [
        {"name": name, "value_text": text, "share": share, "url": "#", "is_focus": name == "Reuterkiez"}
        for name, text, share in values
    ]


def _steps() -> list[tuple[SimpleNamespace, str]]:
    states = ("done", "problem", "next", "running", "open")
    return [
        (SimpleNamespace(label=label, state=state, note="", is_reachable=state != "open"), "#")
        for label, state in zip(("Dateien", "Erkennen", "Zuordnen", "Prüfen", "Einreichen"), states, strict=True)
    ]


def _tabs() -> list[dict[str, Any]]:
    labels = (("Karte", None), ("Tabelle", 448), ("Zeitreihe", None))
    return [{"label": label, "url": "#", "count": count, "is_current": label == "Karte"} for label, count in labels]


def _pages() -> dict[str, Any]:
    paginator = Paginator(range(400), 20)
    return {"page": paginator.page(5), "pages": list(paginator.get_elided_page_range(5, on_each_side=1, on_ends=1))}
