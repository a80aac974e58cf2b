# SPDX-License-Identifier: EUPL-1.2
"""Which figures are there, on their way, due or overdue, by indicator and period, for organisations of one tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.models import Source, Topic
from indicators.rendering.board import Board, BoardCell, BoardRow, CellState, board_of, cell_state
from indicators.selectors.expected import ExpectedCell, expected_cells, plans_of
from indicators.selectors.progress import Cell, Progress, Stage, meanings_of, progress_of
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.periods import parse
from sozialplanung.common.rhythms import Expectation


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a reader wants to see; slugs, empty ones mean all."""

    organisation: str = ""
    source: str = ""
    topic: str = ""
    state: CellState | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: slug and name, each once."""

    organisations: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]


def completeness_board(organisations: Sequence[Organisation], wanted: BoardFilter, *, on: date) -> Board:
    """Return the board of organisations on a day; the number of queries does not depend on how much is on it."""
    shown = {row.pk: row for row in organisations if wanted.organisation in {"", row.slug}}
    ids = list(shown)
    meanings = meanings_of(ids)
    expected = expected_cells(plans_of(ids), meanings, on=on)
    progress = progress_of(ids, meanings)
    sources = Source.objects.filter(organisation_id__in=ids).only("slug", "title").in_bulk()
    newest = {each.indicator_id: each for each in meanings}
    cells = _cells_by_indicator(expected, progress)
    rows = [
        BoardRow(
            organisation=shown[each.organisation_id].slug,
            organisation_name=shown[each.organisation_id].name,
            indicator=each.slug,
            name=each.name,
            source=sources[each.source_id].slug,
            source_title=sources[each.source_id].title,
            topic=each.topic,
            is_released=not each.is_building_block,
            cells=tuple(cells.get(each.indicator_id, ())),
        )
        for each in newest.values()
    ]
    kept = [row for row in rows if wanted.source in {"", row.source} and wanted.topic in {"", row.topic}]
    return board_of(kept, state=wanted.state)


def _cells_by_indicator(
    expected: Mapping[Cell, ExpectedCell], progress: Mapping[Cell, Progress]
) -> dict[int, list[BoardCell]]:
    nothing = Progress(Stage.NOTHING)
    found: dict[int, list[BoardCell]] = {}
    for indicator, code in {**expected, **progress}:
        plan = expected.get((indicator, code))
        come = progress.get((indicator, code), nothing)
        late = plan is not None and plan.state is Expectation.OVERDUE and come.stage < Stage.WAITING
        cell = BoardCell(
            period=plan.period if plan else parse(code),
            state=cell_state(plan.state if plan else None, come.stage),
            due_on=plan.due_on if plan else None,
            is_late=late,
            delivery=str(come.delivery or ""),
        )
        found.setdefault(indicator, []).append(cell)
    return found


def board_choices(organisations: Iterable[Organisation]) -> Choices:
    """Return what the filters of the board offer."""
    rows = list(organisations)
    ids = [row.pk for row in rows]
    sources = Source.objects.filter(organisation_id__in=ids).order_by("title").values_list("slug", "title")
    topics = Topic.objects.filter(organisation_id__in=ids).order_by("position", "name").values_list("slug", "name")
    return Choices(
        organisations=tuple((row.slug, row.name) for row in rows),
        sources=tuple(dict(sources).items()),
        topics=tuple(dict(topics).items()),
    )
