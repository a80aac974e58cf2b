# SPDX-License-Identifier: EUPL-1.2
"""Two scenarios side by side, each as it is for the reader at hand; where they can be compared, in the same classes."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.forms.scenarios import PairForm
from indicators.models import Scenario
from indicators.selectors.profile_drawings import Drawing, drawing_of
from indicators.selectors.published import at_one_moment
from indicators.selectors.scenarios.answer import ScenarioAnswer, ScenarioResult, result_of
from indicators.selectors.scenarios.ground import ground_of
from indicators.selectors.scenarios.kept import readable_scenarios
from indicators.views.scenarios import tables, words
from indicators.views.scenarios.access import ScenarioDesk, at_scenarios, page
from indicators.views.scenarios.maps import TALLEST, WIDTH, ScenarioMap, change_map
from indicators.views.scenarios.tables import ChangeRow, GroupRow

FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of two scenarios; without an answer it has no sentence, no map and no groups, and `lacking` says why."""

    number: int
    scenario: Scenario
    changes: tuple[ChangeRow, ...]
    lacking: str = ""
    summary: str = ""
    mean: str = ""
    drawing: Drawing | None = None
    map: ScenarioMap | None = None
    groups: tuple[GroupRow, ...] = ()


@require_safe
@at_scenarios
@at_one_moment()
def compare_page(request: HttpRequest, desk: ScenarioDesk) -> HttpResponse:
    """Show two scenarios side by side."""
    rows = {str(row.uuid): row for row in readable_scenarios(desk.person, desk.organisation)}
    choices = [(key, f"{row.name} ({row.owner.name})") for key, row in rows.items()]
    asked = request.GET if {"a", "b"} <= set(request.GET) else None
    form = PairForm(asked, scenarios=choices, initial={"a": request.GET.get("a", "")})
    chosen = [rows[form.cleaned_data[name]] for name in ("a", "b")] if asked and form.is_valid() else []
    is_same_ground = len({_ground_key(row) for row in chosen}) == 1
    context = {
        "pair": form,
        "has_pairs": len(rows) >= FEWEST,
        "sides": _sides(desk, chosen, is_same_ground=is_same_ground),
        "is_same_ground": is_same_ground,
        "crumbs": [{"label": _("Side by side"), "url": ""}],
    }
    return page(request, desk, "compare", context)


def _ground_key(row: Scenario) -> tuple[object, ...]:
    """Return what has to be the same for two results to be told number beside number."""
    terms = (row.mode, row.form, row.minutes, row.threshold)
    return (row.layer_version_id, row.network_id, row.boundary_version_id, row.indicator_id, row.period_id, *terms)


def _sides(desk: ScenarioDesk, chosen: list[Scenario], *, is_same_ground: bool) -> tuple[PairSide, ...]:
    results = [result_of(desk.organisation, ground_of(row)) for row in chosen]
    there = [each.answer for each in results if each.answer is not None]
    return tuple(_side(desk, each, place, there if is_same_ground else []) for place, each in enumerate(results, 1))


def _side(desk: ScenarioDesk, result: ScenarioResult, number: int, together: list[ScenarioAnswer]) -> PairSide:
    ground, answer = result.ground, result.answer
    changes = tables.change_rows(ground)
    if answer is None:
        lacking = words.lacking(is_waiting=bool(result.ways.missing))
        return PairSide(number, ground.scenario, changes, lacking)
    drawing = drawing_of(desk.organisation, ground.version, WIDTH, TALLEST)
    return PairSide(
        number=number,
        scenario=ground.scenario,
        changes=changes,
        summary=words.summary(answer),
        mean=words.mean_words(ground, answer.groups[0][1]),
        drawing=drawing,
        map=change_map(ground, answer, drawing, together) if drawing else None,
        groups=tables.group_rows(ground, answer),
    )
