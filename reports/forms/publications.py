# SPDX-License-Identifier: EUPL-1.2
"""The forms by which dashboards are built."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.rendering.workbench.parts import BY_NAME, BY_VALUE
from reports.models import Readers, Schedule
from reports.rendering import composition as kinds
from reports.rendering.composition import (
    LONGEST_QUERY,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_BESIDE,
    MOST_LISTED,
    Composition,
    Interpretation,
    Panel,
)
from reports.rendering.recommending import answer_to, current, is_same
from reports.selectors.choices import PanelChoices, Template
from sozialplanung.web.desks import RevisionForm

KIND_NAMES: Final = {
    kinds.KEY: _("Key figures"),
    kinds.MAP: _("Map"),
    kinds.RANKING: _("Areas side by side"),
    kinds.LINE: _("Course over time"),
    kinds.TABLE: _("Table"),
    kinds.AREAS: _("List of areas"),
    kinds.OWN: _("Own area"),
    kinds.SCENARIO: _("Scenario before and after"),
    kinds.TEXT: _("Text"),
    kinds.PICTURE: _("Picture brought along"),
    kinds.MEASURE: _("Measure"),
    kinds.METHOD: _("Methods of all figures"),
    kinds.GLOSSARY: _("Glossary of the words used"),
}
WIDTHS: Final = ((kinds.FULL, _("whole width")), (kinds.HALF, _("half width")))
_STATES: Final = (("", "–"), (kinds.OPEN, _("open")), (kinds.DONE, _("done")), (kinds.DROPPED, _("dropped")))
_ORDERS: Final = (
    (BY_NAME, _("by name")),
    (BY_VALUE, _("by figure, smallest first")),
    (f"-{BY_VALUE}", _("by figure, largest first")),
)
_AREAS: Final = "rows"
EMPTY_REPORT: Final = "bericht"


@dataclass(frozen=True, slots=True)
class Start:
    """Something to begin with, as a form offers it; `holds` are the headings of its parts."""

    code: str
    name: str | Promise
    holds: str
    is_chosen: bool


def _starts(templates: Sequence[Template], chosen: str, *, is_report: bool) -> tuple[Start, ...]:
    return tuple(
        Start(each.code, each.name, " · ".join(part.title for part in each.composition.parts), each.code == chosen)
        for each in templates
        if each.is_report == is_report
    )


class BeginForm(forms.Form):
    """Begin a dashboard or report: its title, for whom it is, what it starts from."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    readers = forms.ChoiceField(label=_("For whom"), choices=Readers.choices, initial=Readers.PUBLIC)
    template = forms.ChoiceField(label=_("Begin with"), required=False)

    def __init__(self, *args: Any, templates: Sequence[Template] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Offer the templates for which something is published."""
        super().__init__(*args, **kwargs)
        self.templates = {each.code: each for each in templates}
        chosen = self["template"].value() or ""
        pages = (Start("", _("an empty page"), "", not chosen), *_starts(templates, chosen, is_report=False))
        empty = Start(EMPTY_REPORT, _("an empty report"), "", chosen == EMPTY_REPORT)
        reports = (empty, *_starts(templates, chosen, is_report=True))
        self.starts = (
            (_("Dashboard: one page, read on a phone"), pages),
            (_("Report: chapters, contents, for paper"), reports),
        )
        self.fields["template"].choices = [  # type: ignore[attr-defined]  # a choice field
            (each.code, each.name) for _name, group in self.starts for each in group
        ]

    @property
    def chosen(self) -> Template:
        """What it begins with."""
        code = self.cleaned_data["template"]
        return self.templates.get(code, Template(code, "", Composition(), is_report=code == EMPTY_REPORT))


class HeadForm(RevisionForm):
    """Title, readers, when a new edition is due, and the sentences that come first."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    readers = forms.ChoiceField(label=_("For whom"), choices=Readers.choices)
    schedule = forms.ChoiceField(
        label=_("Prepare a new edition"),
        help_text=_(
            "A draft is prepared then where something is new, and whoever wrote at it is told; "
            "it is handed in and let out by people alone."
        ),
        choices=Schedule.choices,
        initial=Schedule.RELEASE,
    )
    lead = forms.CharField(
        label=_("Briefly said"),
        help_text=_("Two or three sentences that say it all."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={_AREAS: 3}),
    )


class PartForm(RevisionForm):
    """A part: its heading, and whether it comes once for each area of a level."""

    title = forms.CharField(label=_("Heading"), max_length=LONGEST_TITLE)
    level = forms.CharField(required=False, max_length=LONGEST_TITLE)
    areas = forms.CharField(required=False, max_length=LONGEST_TEXT)

    def each(self) -> str:
        """Return the areas as a composition keeps them; empty where it comes once."""
        keys = ",".join(self.cleaned_data["areas"].replace(",", " ").split())
        told = {"ebene": self.cleaned_data["level"], "gebiete": keys}
        return urlencode({name: text for name, text in told.items() if text}, safe=",") if told["ebene"] else ""


@dataclass(frozen=True, slots=True)
class Followed:
    """A recommendation of the last edition, with the name of that edition: what became of it is asked."""

    said: Interpretation
    edition: str


class PanelForm(RevisionForm):
    """A panel: what it shows, and what is written beside it; fields that its kind does not have are left out."""

    title = forms.CharField(
        label=_("Heading"), help_text=_("Left empty, its content names it."), required=False, max_length=LONGEST_TITLE
    )
    indicator = forms.ChoiceField(label=_("Indicator"))
    indicators = forms.MultipleChoiceField(label=_("Indicators"), widget=forms.CheckboxSelectMultiple)
    level = forms.ChoiceField(label=_("Level"))
    period = forms.CharField(
        label=_("As of"),
        help_text=_("Left empty, the newest figures; otherwise such as 2018-12-31 or 2018."),
        required=False,
        max_length=20,
    )
    ground = forms.ChoiceField(
        label=_("On the boundaries of"),
        help_text=_(
            "Figures that were counted on other boundaries are carried to these, and marked: exact, or estimated with "
            "a range."
        ),
        required=False,
    )
    scenario = forms.ChoiceField(
        label=_("Scenario"), help_text=_("Scenarios that are shared with the house can be shown.")
    )
    order = forms.ChoiceField(
        label=_("Order"),
        help_text=_("By name no area is shown as the last one."),
        choices=_ORDERS,
        initial=BY_NAME,
    )
    areas = forms.CharField(
        label=_("Areas"),
        help_text=_("The key of one area that is drawn beside the whole; left empty, the whole alone."),
        required=False,
        max_length=40,
    )
    within = forms.ChoiceField(label=_("Only within"), required=False)
    named = forms.CharField(
        label=_("Only these areas"),
        help_text=_("Their keys with commas between; left empty, all."),
        required=False,
        max_length=LONGEST_QUERY // 2,
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("A blank line begins a paragraph; lines that begin with “- ” are a list."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={_AREAS: 8}),
    )
    responsible = forms.CharField(label=_("Responsible"), required=False, max_length=LONGEST_TITLE)
    until = forms.CharField(label=_("Until"), required=False, max_length=LONGEST_TITLE)
    status = forms.ChoiceField(label=_("State"), required=False, choices=_STATES)
    reading = forms.CharField(
        label=_("Reading"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={_AREAS: 3})
    )
    need = forms.CharField(
        label=_("Need"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={_AREAS: 3})
    )
    recommendation = forms.CharField(
        label=_("Recommendation"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={_AREAS: 3})
    )
    outcome = forms.ChoiceField(label=_("What became of the recommendation?"), required=False, choices=_STATES)
    why = forms.CharField(label=_("Why?"), required=False, max_length=LONGEST_TEXT)
    width = forms.ChoiceField(label=_("Width"), choices=WIDTHS, initial=kinds.FULL)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's
        kind: str,
        choices: PanelChoices,
        followed: Followed | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's
    ) -> None:
        """Leave the fields that a kind of panel has; ask of the last edition's recommendation, where there is one."""
        super().__init__(*args, **kwargs)
        self.kind, self.followed = kind, followed
        if followed is not None:
            asked = _("What became of the recommendation of edition %(number)s?") % {"number": followed.edition}
            self.fields["outcome"].label = asked
        unasked = _ASKED if followed is None else frozenset[str]()
        for name in set(self.fields) - (_FIELDS[kind] - unasked) - {"revision", "width"}:
            del self.fields[name]
        self._offer(choices)
        if kind == kinds.AREAS:
            self.fields["indicators"].help_text = _("At most four; of each the newest figures are shown.")
        if kind == kinds.SCENARIO:
            self._ask_for_groups()

    def _offer(self, choices: PanelChoices) -> None:
        offered = {
            "indicator": choices.indicators,
            "level": choices.levels_for(self.kind),
            "indicators": choices.groups if self.kind == kinds.SCENARIO else choices.indicators,
            "scenario": choices.scenarios,
            "within": (("", _("no restriction")), *choices.within),
            "ground": (("", _("as they were counted")), *choices.grounds),
        }
        for name in offered.keys() & self.fields.keys():
            self.fields[name].choices = offered[name]  # type: ignore[attr-defined]  # a choice field

    def _ask_for_groups(self) -> None:
        """Ask which groups stand beside the one that the places are for."""
        groups = self.fields["indicators"]
        groups.label, groups.required = _("Other groups of persons"), False
        groups.help_text = _(
            "They stand beside the group that the places are for, where their numbers are published for the same "
            "areas and day. The fewer you choose, the fewer withdrawals can take something from an edition."
        )
        self.order_fields(["title", "scenario", "indicators"])

    def clean_indicators(self) -> list[str]:
        """Refuse more figures than have room beside the name of an area, or below one another as groups."""
        chosen: list[str] = self.cleaned_data["indicators"]
        if self.kind == kinds.AREAS and len(chosen) > MOST_LISTED:
            raise forms.ValidationError(_("Choose at most four indicators: what is longer is a table."))
        if self.kind == kinds.SCENARIO and len(chosen) > MOST_BESIDE:
            raise forms.ValidationError(_("Choose at most eleven other groups."))
        return chosen

    def panel(self, name: str, before: Panel | None) -> Panel:
        """Return the panel that was described; what the form does not hold stays as it was."""
        said = self.cleaned_data
        return Panel(
            name=name,
            kind=self.kind,
            title=said.get("title", ""),
            query=self._query(before.query if before else ""),
            indicators=tuple(said.get("indicators", ())),
            text=said.get("text", ""),
            width=said["width"],
            interpretations=tuple(self._interpretations(current(before) if before else None)),
            responsible=said.get("responsible", ""),
            until=said.get("until", ""),
            status=said.get("status", ""),
        )

    def _query(self, before: str) -> str:
        """Write the address of what is shown; parameters of the workbench that no field has are kept."""
        said, kept = self.cleaned_data, dict(parse_qsl(before))
        if self.kind == kinds.SCENARIO:
            return _written({kinds.SCENARIO_NAME: said["scenario"]})
        if self.kind == kinds.AREAS:
            return _written(kept | _list_address(said))
        if "indicator" not in self.fields and self.kind != kinds.KEY:
            return ""
        told = {
            "indikator": said.get("indicator", ""),
            "ebene": said.get("level", kept.get("ebene", "")),
            "stand": said.get("period", ""),
            "gebiet": said.get("areas", ""),
            "umgerechnet": said.get("ground", kept.get("umgerechnet", "")),
            "reihenfolge": "" if (order := said.get("order", BY_NAME)) == BY_NAME else order,
        }
        if told["umgerechnet"]:
            # All stands on one edition: no other one is asked for beside it.
            kept.pop("gebietsstand", None)
        return _written(kept | told)

    def _interpretations(self, before: Interpretation | None) -> list[Interpretation]:
        said, found = self.cleaned_data, []
        for kind in kinds.INTERPRETATIONS:
            if text := said.get(kind, "").strip():
                is_told = kind == kinds.RECOMMENDATION and not self._is_new(text)
                found.append(Interpretation(kind, text, *(self._outcome(text, before) if is_told else ("", ""))))
        return [*found, *self._former(said.get(kinds.RECOMMENDATION, "").strip())]

    def _outcome(self, text: str, before: Interpretation | None) -> tuple[str, str]:
        """Return what became of a recommendation, and why; where nobody is asked, what was told of the same before."""
        if "outcome" in self.fields:
            return self.cleaned_data["outcome"], self.cleaned_data["why"]
        return (before.outcome, before.why) if before and is_same(text, before.text) else ("", "")

    def _is_new(self, text: str) -> bool:
        """Say whether something else is recommended than in the last edition."""
        return self.followed is not None and not is_same(text, self.followed.said.text)

    def _former(self, text: str) -> list[Interpretation]:
        """Tell what became of the last edition's recommendation, where another one stands now, or none."""
        said = self.cleaned_data
        before = self.followed
        if before is None or not self._is_new(text) or not said.get("outcome"):
            return []
        return [
            Interpretation(kinds.RECOMMENDATION, before.said.text, said["outcome"], said.get("why", ""), before.edition)
        ]


def _written(address: dict[str, str]) -> str:
    return urlencode({name: text for name, text in address.items() if text}, safe=",;:")


def _list_address(said: dict[str, Any]) -> dict[str, str]:
    """Write which areas a list names: of a level, within one of a coarser level, or some of them by their keys."""
    return {
        "ebene": said["level"],
        "gebiete": ",".join(said["named"].replace(",", " ").split()),
        "filter": f"{_WITHIN}{said['within']}" if said["within"] else "",
        "ausserhalb": "weg" if said["within"] else "",
    }


_WITHIN: Final = "in:"
# Asked of a recommendation of the last edition alone.
_ASKED: Final = frozenset({"outcome", "why"})
_BESIDE: Final = frozenset({"title", *kinds.INTERPRETATIONS, *_ASKED})
_SHOWN: Final = _BESIDE | {"indicator", "level", "period"}
_FIELDS: Final = {
    kinds.MAP: _SHOWN | {"ground"},
    kinds.TABLE: _SHOWN | {"ground"},
    kinds.RANKING: _SHOWN | {"order"},
    kinds.LINE: (_SHOWN | {"areas", "ground"}) - {"period"},
    kinds.KEY: _BESIDE | {"indicators"},
    kinds.AREAS: _BESIDE | {"indicators", "level", "within", "named"},
    kinds.OWN: _BESIDE | {"own", "indicators"},
    kinds.SCENARIO: _BESIDE | {"scenario", "indicators"},
    kinds.TEXT: frozenset({"title", "text"}),
    kinds.MEASURE: frozenset({"title", "text", "responsible", "until", "status"}),
    kinds.METHOD: frozenset({"title"}),
    kinds.GLOSSARY: frozenset({"title"}),
}


def said_of(panel: Panel, followed: Followed | None = None) -> dict[str, Any]:
    """Return what a form is filled with for a panel that is there."""
    asked = dict(parse_qsl(panel.query))
    told = {each.kind: each for each in panel.interpretations if not each.edition}
    last = answer_to(followed.said, panel) if followed else told.get(kinds.RECOMMENDATION)
    return {
        "title": panel.title,
        "indicator": asked.get("indikator", ""),
        "indicators": list(panel.indicators),
        "level": asked.get("ebene", ""),
        "period": asked.get("stand", ""),
        "ground": asked.get("umgerechnet", ""),
        "scenario": asked.get(kinds.SCENARIO_NAME, ""),
        "areas": asked.get("gebiet", ""),
        "order": asked.get("reihenfolge", BY_NAME),
        "within": asked.get("filter", "").removeprefix(_WITHIN),
        "named": ", ".join(filter(None, asked.get("gebiete", "").split(","))),
        "text": panel.text,
        "responsible": panel.responsible,
        "until": panel.until,
        "status": panel.status,
        **{kind: each.text for kind, each in told.items()},
        "outcome": last.outcome if last else "",
        "why": last.why if last else "",
        "width": panel.width,
    }
