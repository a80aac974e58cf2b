# SPDX-License-Identifier: EUPL-1.2
"""Forms of breaks and annotations: what a steward says, with periods and areas as people write them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import AnnotationKind, BreakKind, Comparable, PopulationKind
from indicators.readers.periodtexts import period_in
from indicators.services.remarks.annotations import AnnotationSpec
from indicators.services.remarks.breaks import BreakSpec
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.periods import parse
from sozialplanung.web.desks import RevisionForm, day_field
from spatial.selectors.levels import boundary_version
from spatial.selectors.search import search
from spatial.selectors.units import unit_rows

LONGEST_TEXT = 1000
_SUGGESTED = 5
Choices = Iterable[tuple[str, Any]]


class PeriodField(forms.CharField):
    """A reporting period as offices write it; its value is the code."""

    default_error_messages: ClassVar = {
        "period": _("This is no reporting period. Write for instance 31.12.2022, 2022, 3. Quartal 2022 or 2022/23.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the known periods of the page."""
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "periods", "autocomplete": "off"}))
        super().__init__(*args, max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Show a code as people write it."""
        found = period_in(value) if isinstance(value, str) else None
        return parse(found.code).label() if found and found.code == value else value

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the code of the one period that was written, and of nothing else."""
        text = str(super().clean(value) or "")
        found = period_in(text) if text else None
        if text and (found is None or found.rest):
            raise forms.ValidationError(self.error_messages["period"], code="period")
        return found.code if found else ""


class SaidForm(RevisionForm):
    """What breaks and annotations share: the words, where they are written, and why something is changed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    text = forms.CharField(
        label=_("Text for readers"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In plain words: what is different, and what follows for reading the figures."),
    )
    reference = forms.CharField(
        label=_("Where it is written"),
        required=False,
        max_length=500,
        help_text=_("Law with its place of publication, or publisher, title and year."),
    )
    url = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")


class BreakForm(SaidForm):
    """A break of one indicator, and of those computed from it."""

    field_order = ("from_period", "to_period", "kind", "comparable", "text", "reference", "url", "also", "reason")
    from_period = PeriodField(label=_("Last period before"), help_text=_("For instance 31.12.2022, 2022 or 2021/22."))
    to_period = PeriodField(label=_("First period after"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Please choose")), *BreakKind.choices])
    comparable = forms.ChoiceField(
        label=_("May figures on both sides be compared?"),
        choices=Comparable.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether figures may be compared.")},
        help_text=_("“no”: no change is stated across the break, unless the publisher states it."),
    )
    also = forms.MultipleChoiceField(
        label=_("Mark it for what is computed from this indicator, too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    known = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    reason = forms.CharField(
        label=_("Why it is changed"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Needed where readers could compare more than before; a second person decides on it."),
    )

    def __init__(self, *args: Any, downstream: Choices = (), is_new: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 - Django
        """Offer what is computed from the indicator, or ask why something is changed."""
        super().__init__(*args, **kwargs)
        offered = list(downstream)
        also = self.fields["also"]
        if is_new:
            del self.fields["reason"]
        if isinstance(also, forms.MultipleChoiceField):
            also.choices = offered
        if not offered:
            del self.fields["also"]

    def spec(self) -> BreakSpec:
        """Return what was said."""
        said = self.cleaned_data
        names = ("from_period", "to_period", "kind", "comparable", "text", "reference", "url", "known")
        return BreakSpec(**{name: said[name] for name in names})


class AnnotationForm(SaidForm):
    """A footnote, an event, a special population or the reason of an exclusion."""

    field_order = ("population", "ground", "area", "valid_from", "valid_until", "period", "indicator", "text")
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    ground = forms.ChoiceField(
        label=_("Level and boundary version"), required=False, help_text=_("Where the area is looked for.")
    )
    area = forms.CharField(
        label=_("Area"), required=False, max_length=200, help_text=_("Its key or its whole name. Empty: all areas.")
    )
    period = PeriodField(
        label=_("Period"), required=False, help_text=_("For instance 31.12.2022 or 2022. Empty: all periods.")
    )
    population = forms.ChoiceField(
        label=_("Who lives there"), choices=[("", _("Please choose")), *PopulationKind.choices]
    )
    valid_from = day_field(_("Since"))
    valid_until = day_field(_("Last day"), help_text=_("Empty: until today."))

    def __init__(self, *args: Any, organisation: Organisation, offered: "Offered", **kwargs: Any) -> None:  # noqa: ANN401 - Django
        """Ask for what belongs to the kind alone."""
        super().__init__(*args, **kwargs)
        self.organisation, self.kind = organisation, offered.kind
        choices = {
            "indicator": [("", _("all indicators")), *offered.indicators],
            "ground": [("", _("Please choose")), *offered.grounds],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options
        for name in _LEFT_OUT[offered.kind]:
            del self.fields[name]
        if offered.kind == AnnotationKind.EVENT:
            self.fields["valid_from"].label = _("Day")
            self.fields["period"].help_text = _("Where the day is not known: the first period that shows it.")
        if offered.kind == AnnotationKind.POPULATION:
            self.fields["area"].required = self.fields["ground"].required = True
            self.fields["area"].help_text = _("Its key or its whole name.")

    def clean(self) -> dict[str, Any]:
        """Find the area, and ask for what the kind needs."""
        cleaned = super().clean() or {}
        cleaned["unit_id"] = self._unit(cleaned)
        since, until = cleaned.get("valid_from"), cleaned.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", _("The last day lies before the first one."))
        has_time = since or cleaned.get("period") or {"valid_from", "period"} & set(self.errors)
        if self.kind == AnnotationKind.EVENT and not has_time:
            self.add_error("valid_from", _("Name the day on which it happened, or the first period that shows it."))
        return cleaned

    def _unit(self, cleaned: dict[str, Any]) -> int | None:
        text, ground = (cleaned.get("area") or "").strip(), cleaned.get("ground") or ""
        if not text or "area" in self.errors or "ground" in self.errors:
            return None
        level, _at, edition = ground.partition("@")
        version = boundary_version(self.organisation, level, edition) if ground else None
        if version is None:
            self.add_error("ground", _("Choose where the area is looked for."))
            return None
        rows = unit_rows(version.id)
        found = [row for row in rows if row.key == text] or [
            row for row in rows if row.name.casefold() == text.casefold()
        ]
        if len(found) == 1:
            return found[0].unit_id
        self.add_error("area", self._asked(text, level, edition, [row.key for row in found]))
        return None

    def _asked(self, text: str, level: str, edition: str, keys: Sequence[str]) -> str:
        if keys:
            return str(_("Several areas have this name. Write the key: %(keys)s.")) % {
                "keys": ", ".join(keys[:_SUGGESTED])
            }
        hits = search(self.organisation, text, level=level, edition=edition)[:_SUGGESTED]
        if not hits:
            return str(_("There is no area with this key or name. Look it up under “Areas”."))
        near = ", ".join(f"{hit.name} ({hit.key})" for hit in hits)
        return str(_("There is no area with exactly this key or name. Similar: %(areas)s.")) % {"areas": near}

    def spec(self) -> AnnotationSpec:
        """Return what was said."""
        said = self.cleaned_data
        until: date | None = said.get("valid_until")
        return AnnotationSpec(
            kind=self.kind,
            text=said["text"],
            indicator=said.get("indicator", ""),
            unit_id=said["unit_id"],
            period=said.get("period", ""),
            population=said.get("population", ""),
            valid_from=said.get("valid_from"),
            valid_until=until + timedelta(days=1) if until else None,
            reference=said["reference"],
            url=said["url"],
        )


_LEFT_OUT = {
    AnnotationKind.FOOTNOTE: ("population", "valid_from", "valid_until"),
    AnnotationKind.EVENT: ("population", "valid_until"),
    AnnotationKind.POPULATION: ("period", "indicator"),
    AnnotationKind.EXCLUSION: ("population", "valid_from", "valid_until"),
}


class Offered:
    """What the form of an annotation offers: its kind, the indicators and where areas are looked for."""

    def __init__(self, kind: str, indicators: Choices, grounds: Choices) -> None:
        self.kind, self.indicators, self.grounds = AnnotationKind(kind), tuple(indicators), tuple(grounds)


class WithdrawForm(RevisionForm):
    """Why something is taken out of force."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


class RefusalForm(forms.Form):
    """Why a known break does not concern an indicator."""

    reason = forms.CharField(
        label=_("Why it does not concern the indicator"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
