# SPDX-License-Identifier: EUPL-1.2
"""What a search for the best next sites found, in words: the choice, how sure it is, the next best one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.models import SitingObjective, SitingRun
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.views.scenarios.words import told

_REASONS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "nobody": gettext_lazy("No area has a known number of persons."),
        "unreachable": gettext_lazy("No site and no candidate lies within the longest way of anybody."),
        "too_few_sites": gettext_lazy("So few new sites cannot serve everybody who could be served: allow more."),
        "too_few_places": gettext_lazy("The candidates have too few places for everybody."),
        "limit": gettext_lazy("The search is too large: take fewer candidates."),
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the names of what is chosen, sentences, and whether it can be taken over."""

    names: tuple[str, ...]
    summary: str
    sure: str
    other: str
    notes: tuple[str, ...]
    number: int


def found_of(ground: ScenarioGround, run: SitingRun) -> Found:
    """Tell what a search found; `run` has an answer."""
    answer: dict[str, Any] = run.answer or {}
    names = tuple(run.candidates[place]["name"] for place in answer["chosen"])
    if answer["reason"]:
        return Found((), str(_REASONS[answer["reason"]]), "", "", _notes(ground, run, answer), run.pk)
    if not names:
        nothing = _("No candidate makes anything better than the sites that are open.")
        return Found((), nothing, "", "", _notes(ground, run, answer), run.pk)
    return Found(
        names,
        _summary(ground, run, answer, names),
        _sure(answer),
        _other(run, answer),
        _notes(ground, run, answer),
        run.pk,
    )


def _summary(ground: ScenarioGround, run: SitingRun, answer: Mapping[str, Any], names: tuple[str, ...]) -> str:
    named = {"names": ", ".join(names), "minutes": ground.scenario.minutes, **_values(answer)}
    if run.objective == SitingObjective.COVERING:
        return _("%(names)s: %(after)s instead of %(before)s persons live at most %(minutes)s minutes away.") % named
    return _("%(names)s: the ways of all persons together take %(after)s instead of %(before)s minutes.") % named


def _values(answer: Mapping[str, Any]) -> dict[str, str]:
    return {
        "after": "–" if answer["value"] is None else told(answer["value"], 0),
        "before": _("(not all are served)") if answer["before"] is None else told(answer["before"], 0),
    }


def _sure(answer: Mapping[str, Any]) -> str:
    if answer["is_proven"]:
        return _("Proven: no other choice among these candidates is better.")
    if answer["gap"] is None:
        return _("The search ended before it was proven; how much better another choice may be is not known.")
    return _("Not proven: another choice may be up to %(gap)s % better.") % {"gap": told(100 * answer["gap"])}


def _other(run: SitingRun, answer: Mapping[str, Any]) -> str:
    other = answer["other"]
    if other is None or other["value"] is None or answer["value"] is None:
        return ""
    names = ", ".join(run.candidates[place]["name"] for place in other["chosen"]) or _("no new site")
    named = {"names": names, "difference": told(abs(other["value"] - answer["value"]), 0)}
    if run.objective == SitingObjective.COVERING:
        return _("Next best: %(names)s, with %(difference)s persons fewer.") % named
    return _("Next best: %(names)s, with %(difference)s minutes more for all persons together.") % named


def _notes(ground: ScenarioGround, run: SitingRun, answer: Mapping[str, Any]) -> tuple[str, ...]:
    notes = []
    if run.changes != len(ground.changes):
        notes.append(_("The scenario was changed after this search: look once more."))
    if answer["left_out"]:
        text = ngettext(
            "%(count)s area weighs nothing, since its number of persons is not known.",
            "%(count)s areas weigh nothing, since their numbers of persons are not known.",
            answer["left_out"],
        )
        notes.append(text % {"count": answer["left_out"]})
    if answer["cut_off"]:
        text = ngettext(
            "%(count)s area with persons is served by no site and no candidate.",
            "%(count)s areas with persons are served by no site and no candidate.",
            answer["cut_off"],
        )
        notes.append(text % {"count": answer["cut_off"]})
    notes.append(_("Land, costs and neighbours are not in it: people decide."))
    return tuple(notes)
