# SPDX-License-Identifier: EUPL-1.2
"""What a search for the best next sites found, in words: the choice, how sure it is, the next best one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.models import SitingObjective, SitingRun
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.selectors.scenarios.people import People
from indicators.views.scenarios.words import mode_words, told

_REASONS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "nobody": gettext_lazy("No area has a known number of persons."),
        "unreachable": gettext_lazy("No site and no candidate lies within the longest way of anybody."),
        "too_few_sites": gettext_lazy(
            "So few new sites cannot serve everybody who could be served: allow more, or look for most persons within "
            "the longest way."
        ),
        "too_few_places": gettext_lazy(
            "The candidates have too few places for everybody: give them more, or look for most persons within the "
            "longest way."
        ),
        "limit": gettext_lazy("The search is too large: take fewer candidates."),
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the names of what is chosen, sentences, and whether the scenario is still the one searched.

    `asked` says what was looked for.
    """

    names: tuple[str, ...]
    asked: str
    summary: str
    sure: str
    other: str
    notes: tuple[str, ...]
    number: int
    is_current: bool


def found_of(ground: ScenarioGround, run: SitingRun, people: People) -> Found:
    """Tell what a search found; `run` has an answer, and `people` are those it was looked for."""
    answer: dict[str, Any] = run.answer or {}
    names = tuple(run.candidates[place]["name"] for place in answer["chosen"])
    if answer["reason"]:
        summary = str(_REASONS[answer["reason"]])
    elif not names:
        summary = _("No candidate makes anything better than the sites that are open.")
    else:
        summary = _summary(ground, run, people, names)
    return Found(
        names=names,
        asked=_asked(run),
        summary=summary,
        sure=_sure(answer) if names else "",
        other=_other(run, answer) if names else "",
        notes=_notes(ground, run, answer),
        number=run.pk,
        is_current=run.last_change == ground.last_change,
    )


def _asked(run: SitingRun) -> str:
    """Say what was looked for."""
    text = ngettext(
        "Looked for: at most %(most)s new site, best at: %(objective)s. Candidates: %(count)s.",
        "Looked for: at most %(most)s new sites, best at: %(objective)s. Candidates: %(count)s.",
        run.most_new,
    )
    named = {"objective": SitingObjective(run.objective).label, "count": told(len(run.candidates), 0)}
    return text % {"most": run.most_new, **named}


def _summary(ground: ScenarioGround, run: SitingRun, people: People, names: tuple[str, ...]) -> str:
    """Say what the choice does, for whom, of how many that are known, and how they move."""
    named = {
        "names": ", ".join(names),
        "minutes": ground.scenario.minutes,
        "mode": mode_words(ground),
        "group": people.definition.short_name,
        "all": told(float(np.nansum(people.who.persons)), 0),
        **_values(run.answer or {}),
    }
    if run.objective == SitingObjective.COVERING and run.is_bounded:
        text = _(
            "%(names)s: of %(all)s persons (%(group)s) there is a place at most %(minutes)s minutes away %(mode)s for "
            "%(after)s instead of %(before)s."
        )
    elif run.objective == SitingObjective.COVERING:
        text = _(
            "%(names)s: of %(all)s persons (%(group)s) %(after)s instead of %(before)s live at most %(minutes)s "
            "minutes away %(mode)s."
        )
    else:
        text = _(
            "%(names)s: the ways of all %(all)s persons (%(group)s) together take %(after)s instead of %(before)s "
            "minutes %(mode)s."
        )
    return text % named


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
    return _("Not proven: another choice may be up to %(gap)s %% better.") % {"gap": told(100 * answer["gap"])}


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
    if run.last_change != ground.last_change:
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
    if run.is_bounded:
        notes.append(_("No site takes more persons than it has places; an area may be divided among several."))
    elif ground.capacity_label:
        notes.append(_("How many places a site has was not asked: everybody goes to the nearest one."))
    notes.append(_("Land, costs and neighbours are not in it: people decide."))
    return tuple(notes)
