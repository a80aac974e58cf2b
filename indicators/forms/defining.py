# SPDX-License-Identifier: EUPL-1.2
"""The form by which a steward defines a series and an indicator, or what an indicator means from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from indicators.forms.numberfield import NumberField
from indicators.models import Basis, Comparability, Direction
from indicators.services.catalogue import DefinitionSpec, SeriesName
from indicators.services.defining import SeriesSpec
from indicators.stats.striking import MINIMUM_DENOMINATOR

NEW: Final = "+"
_MOST_PERSONS: Final = 1_000_000
_KINDS: Final = (
    ("delivered", _("an indicator with delivered figures")),
    ("derived", _("an indicator that is computed from others")),
    ("series", _("only a series, for instance a denominator")),
)
_DIRECTIONS: Final = (
    (Direction.NEUTRAL, _("neutral: neither end is better")),
    (Direction.HIGHER_IS_BETTER, _("a high value is good")),
    (Direction.LOWER_IS_BETTER, _("a low value is good")),
)
_BASES: Final = (
    (Basis.COUNTS, _("counts: numerator and denominator, or a number of cases")),
    (Basis.RATE_DENOMINATOR, _("a rate is delivered, its denominator is another indicator")),
    (Basis.RATE_ONLY, _("only a rate is delivered")),
)
_COMPARABILITIES: Final = (
    (Comparability.ABSOLUTE, _("can be compared over time")),
    (Comparability.RELATIVE, _("a position in its period only, never a trend")),
)
_OF_SERIES: Final = ("variable", "variable_name", "is_additive", "breakdown", "breakdown_name", "dimension")
_OF_INDICATOR: Final = (
    "name",
    "short_name",
    "subtitle",
    "topic",
    "source",
    "what_it_shows",
    "how_to_read",
    "limits",
    "basis",
    "direction",
    "comparability",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What an organisation has to choose from: slugs and names."""

    variables: Sequence[tuple[str, str]] = ()
    breakdowns: Sequence[tuple[str, str]] = ()
    topics: Sequence[tuple[str, str]] = ()
    sources: Sequence[tuple[str, str]] = ()
    indicators: Sequence[tuple[str, str]] = ()


def _long(label: Any, help_text: Any) -> forms.CharField:  # noqa: ANN401 - lazy texts
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, max_length=4000, required=False, widget=widget)


class DefinitionForm(forms.Form):
    """What an indicator means, with all texts that its readers need."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    short_name = forms.CharField(
        label=_("Short name"), max_length=60, required=False, help_text=_("For narrow places.")
    )
    subtitle = forms.CharField(
        label=_("What exactly is shown, in one line"),
        max_length=300,
        required=False,
        help_text=_("For instance: unemployed per 100 inhabitants from 15 to under 65 years."),
    )
    unit_of_measure = forms.CharField(
        label=_("Unit of measure"),
        max_length=40,
        required=False,
        help_text=_("For instance %, persons, or percentage points for the change of a share."),
    )
    decimals = forms.IntegerField(label=_("Published decimals"), min_value=0, max_value=4, initial=1)
    direction = forms.ChoiceField(label=_("Which end is better"), choices=_DIRECTIONS, required=False)
    is_demographic = forms.BooleanField(
        label=_("Tells who lives somewhere, not how they fare"),
        required=False,
        help_text=_(
            "For instance the share of children, of older people or of people with a migration background. More or "
            "fewer of them is never called better or worse, and an index counts them as a burden only with a reason."
        ),
    )
    basis = forms.ChoiceField(label=_("What stands behind a value"), choices=_BASES, required=False)
    denominator_indicator = forms.ChoiceField(label=_("Indicator that counts the denominator"), required=False)
    comparability = forms.ChoiceField(label=_("Comparable"), choices=_COMPARABILITIES, required=False)
    what_it_shows = _long(_("What does it show?"), _("One or two short sentences without technical terms."))
    how_to_read = _long(_("How do I read it?"), _("For instance: 12.3 % means that 123 of 1,000 …"))
    limits = _long(_("Where are its limits?"), _("What must not be concluded from it."))
    numerator_text = forms.CharField(label=_("Numerator"), max_length=300, required=False)
    denominator_text = forms.CharField(label=_("Denominator"), max_length=300, required=False)
    relevance_threshold = NumberField(
        label=_("Relevance threshold"),
        min_value=0,
        required=False,
        help_text=_(
            "From when on a difference matters, in the unit of measure, of a share in percentage points. Without it no "
            "area is told to differ."
        ),
    )
    minimum_denominator = forms.IntegerField(
        label=_("Denominator from which changes are judged"),
        min_value=1,
        max_value=_MOST_PERSONS,
        required=False,
        help_text=format_lazy(
            _(
                "From how many persons on the change of an area is judged; smaller areas are called unsure. Empty: "
                "{usual} persons."
            ),
            usual=MINIMUM_DENOMINATOR,
        ),
    )
    sentence_noun = forms.CharField(
        label=_("In a sentence"), max_length=200, required=False, help_text=_("For instance: the share of unemployed.")
    )
    source = forms.ChoiceField(label=_("Source"), required=False)
    next_review = forms.DateField(
        label=_("Next review"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    formula = forms.CharField(
        label=_("Formula"),
        max_length=500,
        required=False,
        help_text=_(
            "Names of indicators with + - * /, share(a, b), per(a, b, 1000), difference(a, b), sum(a, b) "
            "and “a if missing b”. Over years: change(a, 1) since the year before, lag(a, 1) of the year before, "
            "rolling(a, 3) as the mean of three years. Of layers: places(x), capacity(x), length(x) in km and "
            "ground(x) in km², for instance per(capacity(kitas), kinder-unter-6, 100); access(kitas, kinder, 10) are "
            "places per person within ten minutes on foot."
        ),
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what the organisation has."""
        super().__init__(*args, **kwargs)
        self.choices = choices
        self._offer("source", choices.sources)
        self._offer("denominator_indicator", choices.indicators)

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Please choose")), *choices]

    @property
    def kind(self) -> str:
        """What is defined: a series, an indicator with delivered figures, or one that is computed."""
        return "derived" if self.cleaned_data.get("formula") else "delivered"

    def clean(self) -> dict[str, Any]:
        """Ask for everything that readers need."""
        cleaned = super().clean() or {}
        self._require(self._wanted(cleaned), cleaned)
        if cleaned.get("is_demographic") and cleaned.get("direction") not in {"", Direction.NEUTRAL}:
            self.add_error(
                "direction", _("Of who lives somewhere no end is better: choose neutral, or take off the mark.")
            )
        return cleaned

    def _wanted(self, cleaned: dict[str, Any]) -> tuple[str, ...]:
        wanted: list[str] = [name for name in _OF_INDICATOR if name in self.fields]
        if cleaned.get("basis") == Basis.RATE_DENOMINATOR:
            wanted.append("denominator_indicator")
        if cleaned.get("unit_of_measure", "").startswith(("%", "‰")):
            wanted += ["numerator_text", "denominator_text"]
        return tuple(wanted)

    def _require(self, names: Sequence[str], cleaned: dict[str, Any]) -> None:
        for name in names:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed by those who read the indicator."))

    def definition(self, *, series: SeriesName | None, before: DefinitionSpec | None = None) -> DefinitionSpec:
        """Return what was said as a definition; what the form does not ask for is taken from the one before."""
        said = self.cleaned_data
        kept = before or DefinitionSpec("", "", "", "", "", "", "", "")
        named = {name: said[name] for name in DefinitionSpec.__dataclass_fields__ if name in said}
        named |= {"decimals": int(said["decimals"]), "series": series}
        fields = {name: getattr(kept, name) for name in DefinitionSpec.__dataclass_fields__} | named
        if before is None:
            fields["palette"] = "neutral" if said["direction"] == Direction.NEUTRAL else "sequential"
        if said["is_demographic"]:
            fields["palette"] = "neutral"
        fields["next_review"] = said["next_review"]
        return DefinitionSpec(**fields)


class NewIndicatorForm(DefinitionForm):
    """Define a series and, if wanted, the indicator that shows it."""

    kind_wanted = forms.ChoiceField(label=_("What do you define?"), choices=_KINDS, initial="delivered")
    variable = forms.ChoiceField(label=_("What is counted or measured"), required=False)
    variable_name = forms.CharField(label=_("Name of the new variable"), max_length=200, required=False)
    is_additive = forms.ChoiceField(
        label=_("May the figures of areas be summed?"),
        choices=(("1", _("yes: they are numbers of cases")), ("0", _("no: they are rates or means"))),
        required=False,
    )
    is_flow = forms.ChoiceField(
        label=_("What does a figure of a year say?"),
        choices=(
            ("0", _("how many there are on a day or on average")),
            ("1", _("how many events there were: months and quarters add up")),
        ),
        required=False,
    )
    breakdown = forms.ChoiceField(label=_("Breakdown"), required=False)
    breakdown_name = forms.CharField(
        label=_("Name of the new breakdown"),
        max_length=200,
        required=False,
        help_text=_("For instance: under 6 years."),
    )
    dimension = forms.CharField(
        label=_("Kind of the new breakdown"), max_length=40, required=False, help_text=_("For instance: age.")
    )
    is_part = forms.ChoiceField(
        label=_("Does the new breakdown make up the whole?"),
        choices=(
            ("0", _("no: it is an “of which”")),
            ("1", _("yes: together with the others of its kind")),
        ),
        required=False,
        help_text=_("Disclosure control needs it: hidden figures follow from what adds up."),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    topic_name = forms.CharField(label=_("Name of the new topic"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what there is, and something new."""
        super().__init__(*args, **kwargs)
        self._offer("variable", [*self.choices.variables, (NEW, _("something new"))])
        self._offer("breakdown", [("gesamt", _("none: all")), *self.choices.breakdowns, (NEW, _("something new"))])
        self._offer("topic", [*self.choices.topics, (NEW, _("something new"))])

    @property
    def kind(self) -> str:
        """What is defined."""
        return str(self.cleaned_data.get("kind_wanted", "delivered"))

    def _wanted(self, cleaned: dict[str, Any]) -> tuple[str, ...]:
        kind = cleaned.get("kind_wanted", "")
        of_indicator = () if kind == "series" else super()._wanted(cleaned)
        if kind == "derived":
            return (*of_indicator, "formula", *self._new(cleaned, "topic"))
        series = ["variable", "breakdown", *self._new(cleaned, "variable"), *self._new(cleaned, "breakdown")]
        if cleaned.get("breakdown") == NEW:
            series.append("dimension")
        topic = () if kind == "series" else self._new(cleaned, "topic")
        return (*series, *of_indicator, *topic)

    def _new(self, cleaned: dict[str, Any], name: str) -> tuple[str, ...]:
        return (f"{name}_name",) if cleaned.get(name) == NEW else ()

    def series(self) -> SeriesSpec:
        """Return the series that was named."""
        said = self.cleaned_data
        return SeriesSpec(
            variable="" if said["variable"] == NEW else said["variable"],
            variable_name=said["variable_name"],
            is_additive=said["is_additive"] != "0",
            unit_of_measure=said["unit_of_measure"],
            breakdown="" if said["breakdown"] == NEW else said["breakdown"],
            breakdown_name=said["breakdown_name"] if said["breakdown"] == NEW else "",
            dimension=said["dimension"],
            is_flow=said["is_flow"] == "1",
            is_part=said["is_part"] == "1",
        )


class RedefinitionForm(DefinitionForm):
    """What an indicator means from a day on."""

    valid_from = forms.DateField(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Periods that begin on this day or later are read by the new definition."),
        initial=timezone.localdate,
    )
