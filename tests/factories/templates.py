# SPDX-License-Identifier: EUPL-1.2
"""Delivery templates as a supplier fills them in, for tests."""

import io
from collections.abc import Callable, Mapping
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.models import DeliveryTemplate, Source
from indicators.rendering.delivery_template import FIRST_ROW, xlsx_template
from indicators.selectors.templates import table_of_template
from indicators.services.deliveries.templating import TemplateSpec, create_template
from tests.factories.world import World

Cells = Mapping[str, tuple[object, ...]]
FIGURES: Final[Mapping[str, tuple[float, ...]]] = {"11": (1000, 200), "12": (500, 2), "21": (800, 90), "22": (700, 0)}
SHEET = "Zahlen"


def make_template(city: World, **fields: object) -> DeliveryTemplate:
    """Store a template of both series at the end of 2020."""
    said: dict[str, object] = {
        "source": Source.objects.select_related("organisation").get(organisation=city.city),
        "title": "Einwohner nach Vierteln",
        "level": "viertel",
        "edition": "stand-2020",
        "series": ("einwohner", "einwohner:kinder"),
        "periods": ("2020-12-31",),
        "contact": "Anna, 0123 456",
    }
    return create_template(spec=TemplateSpec(**{**said, **fields}), by=city.anna)  # type: ignore[arg-type]


def filled(
    template: DeliveryTemplate,
    figures: Cells = FIGURES,
    change: Callable[[Worksheet], None] | None = None,
    name: str = "zurueck.xlsx",
) -> SimpleUploadedFile:
    """Return the workbook of a template with figures by key, changed by whatever the supplier did to it."""
    book = load_workbook(io.BytesIO(xlsx_template(table_of_template(template))))
    sheet = book[SHEET]
    first = 3
    for row in range(FIRST_ROW, sheet.max_row + 1):
        for place, figure in enumerate(figures.get(str(sheet.cell(row, 1).value), ())):
            sheet.cell(row, first + place).value = figure  # type: ignore[assignment]
    if change is not None:
        change(sheet)
    return upload(book, name)


def upload(book: Workbook, name: str = "zurueck.xlsx") -> SimpleUploadedFile:
    """Return a workbook as a file to upload."""
    sink = io.BytesIO()
    book.save(sink)
    return SimpleUploadedFile(name, sink.getvalue())
