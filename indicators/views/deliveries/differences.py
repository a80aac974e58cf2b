# SPDX-License-Identifier: EUPL-1.2
"""Where a delivery changes its figures: a map of one series and period, and all differences as a file."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.forms.differences import DifferenceForm
from indicators.models import ImportBatch
from indicators.rendering.difference_file import FileCell, csv_file, xlsx_file
from indicators.rendering.difference_map import Measure
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors.comparison import slices_of, total
from indicators.selectors.differencemap import ground_of, grounds_for, numbers_of, staged_cells
from indicators.selectors.review import Difference, Figure, StagedSlice, differences, staged_slices
from indicators.views.deliveries import differencetexts as texts
from indicators.views.deliveries.access import Desk, at_part, delivery_of, frame, page
from indicators.views.deliveries.parts import XLSX, download, sliced, waiting_batch
from sozialplanung.accounts.exporting import hands_out
from sozialplanung.common.errors import NotFoundError
from sozialplanung.common.periods import parse
from sozialplanung.web.query import QueryReader
from spatial.selectors.levels import levels_of
from spatial.selectors.rows import BoundaryVersionRow

FILE_KINDS: Final = ("changed", "new", "missing", "unchanged")
_MEASURES: Final[dict[str, Measure]] = {"relativ": "relative", "absolut": "absolute"}


@require_safe
@at_part
def difference_map(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Draw the delivered figures of one series and period against the current ones."""
    delivery = desk.delivery(uuid)
    batch = waiting_batch(delivery)
    slices = staged_slices(batch)
    query = QueryReader(request.GET, allowed=("reihe", "stand", "ebene", "mass", "seite"))
    chosen, version, grounds = _chosen(query, batch, slices)
    mass = query.choice("mass", tuple(_MEASURES), default=_usual(chosen)) or _usual(chosen)
    said = {"reihe": chosen.slug, "stand": chosen.period, "ebene": version.level, "mass": mass}
    number = query.integer("seite", minimum=1, maximum=1_000_000, default=1) or 1
    context = frame(desk, delivery, _("Map of differences"))
    context |= _drawn(desk, batch, chosen, version, _MEASURES[mass])
    context |= sliced(context["rows"], number, said)
    levels = [(each.level, each.level_name) for each in grounds]
    context |= {"choice": DifferenceForm(slices=slices, levels=levels, initial=said), "has_levels": len(levels) > 1}
    return page(request, desk, "difference_map", context)


def _chosen(
    query: QueryReader, batch: ImportBatch, slices: Sequence[StagedSlice]
) -> tuple[StagedSlice, BoundaryVersionRow, Sequence[BoundaryVersionRow]]:
    if not slices:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    series = query.choice("reihe", dict.fromkeys(each.slug for each in slices), default=slices[0].slug)
    of_series = [each for each in slices if each.slug == series]
    stand = query.choice("stand", dict.fromkeys(each.period for each in slices))
    # A series that has no figure of the chosen period is shown for its latest one.
    chosen = next((each for each in of_series if each.period == stand), of_series[-1])
    grounds = grounds_for(batch, chosen)
    if not grounds:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    level = query.choice("ebene", [each.slug for each in levels_of(batch.organisation)])
    return chosen, next((each for each in grounds if each.level == level), grounds[0]), grounds


def _usual(chosen: StagedSlice) -> str:
    """Return how differences of a series are told: counts in percent, shares and means as they are."""
    return "relativ" if chosen.is_additive else "absolut"


def _drawn(
    desk: Desk, batch: ImportBatch, chosen: StagedSlice, version: BoundaryVersionRow, measure: Measure
) -> dict[str, Any]:
    language = language_of(get_language())
    cells = texts.Cells(
        ground=ground_of(desk.organisation, version),
        pairs=[numbers_of(cell) for cell in staged_cells(batch, chosen, version.id)],
        measure=measure,
        unit=chosen.unit,
        decimals=None,
        language=language,
    )
    title = f"{chosen.series}, {period_words(parse(chosen.period), language)}"
    return {
        "map": texts.map_context(cells, title),
        "rows": texts.table_rows(cells),
        "heading": title,
        "level": version.level_name_plural,
        "edition": version.name,
    }


@require_safe
@at_part
@hands_out(delivery_of)
def differences_csv(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the differences of one kind as CSV."""
    content = csv_file(_heads(), _lines(request, desk, uuid))
    return download(content, "text/csv; charset=utf-8", _("differences"), "csv")


@require_safe
@at_part
@hands_out(delivery_of)
def differences_xlsx(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the differences of one kind as a workbook."""
    content = xlsx_file(_("Differences"), _heads(), _lines(request, desk, uuid))
    return download(content, XLSX, _("differences"), "xlsx")


def _lines(request: HttpRequest, desk: Desk, uuid: UUID) -> list[list[FileCell]]:
    batch = waiting_batch(desk.delivery(uuid))
    kind = QueryReader(request.GET, allowed=("art",)).choice("art", FILE_KINDS, default="changed") or "changed"
    slices = slices_of(batch)
    count = int(getattr(total(slices), kind))
    return [_line(row) for row in differences(batch, kind=kind, limit=count, slices=slices)]  # type: ignore[arg-type]


def _heads() -> list[str]:
    names = (_("Value"), _("Numerator"), _("Denominator"), _("Status"))
    sides = (_("old"), _("new"))
    figures = [f"{name} ({side})" for side in sides for name in names]
    return [_("Key"), _("Area"), _("Series"), _("Period"), *figures, _("Difference"), _("Row in the file")]


def _line(row: Difference) -> list[FileCell]:
    old, new = row.old, row.new
    is_told = old is not None and new is not None and old.value is not None and new.value is not None
    difference = _plain(float(f"{new.value - old.value:.12g}")) if is_told else None  # type: ignore[operator, union-attr]
    return [row.unit_key, row.unit_name, row.series, row.period, *_cells(old), *_cells(new), difference, row.row]


def _cells(figure: Figure | None) -> list[FileCell]:
    if figure is None:
        return [None, None, None, None]
    return [*map(_plain, (figure.value, figure.numerator, figure.denominator)), figure.status.code]


def _plain(value: float | None) -> float | int | None:
    """Write a count as the whole number that it is."""
    return int(value) if value is not None and value.is_integer() else value
