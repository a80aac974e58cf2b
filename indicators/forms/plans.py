# SPDX-License-Identifier: EUPL-1.2
"""When a source is expected to deliver."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.templates import PeriodField
from indicators.models import RhythmKind
from sozialplanung.common.errors import DomainError
from sozialplanung.common.rhythms import LONGEST_DELAY, DueRule
from sozialplanung.web.desks import RevisionForm
from sozialplanung.web.messages import sentence_for

_DAY: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?", re.ASCII)


class PlanForm(RevisionForm):
    """Rhythm, first period, the day on which each falls due, and who looks after it."""

    source = forms.ChoiceField(label=_("Source"))
    rhythm = forms.ChoiceField(label=_("How often"), choices=RhythmKind.choices)
    first_period = PeriodField(
        label=_("First period"), max_length=40, help_text=_("For instance 2024, 31.12.2024, 2024-Q1 or 2024-01.")
    )
    last_period = PeriodField(
        label=_("Last period"), max_length=40, required=False, help_text=_("Empty as long as it goes on.")
    )
    due_days = forms.IntegerField(
        label=_("Due so many days after the end of the period"),
        min_value=0,
        max_value=LONGEST_DELAY,
        required=False,
        help_text=_("Counted from the last day that belongs to the period. Leave it empty if there is a fixed day."),
    )
    due_day = forms.CharField(
        label=_("or due on this day of the year"),
        max_length=8,
        required=False,
        help_text=_("Day and month, for instance 31.3.: the first such day after the period."),
    )
    responsible = forms.ChoiceField(
        label=_("Who looks after it here"), required=False, help_text=_("Gets the reminders.")
    )
    contact = forms.CharField(label=_("Contact at the source"), max_length=300, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    indicators = forms.MultipleChoiceField(
        label=_("Only these indicators"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none if the plan holds for everything that the source delivers."),
    )

    default_messages: ClassVar = {"day": _("Write day and month, for instance 31.3.")}

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's signature
        sources: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        indicators: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - Django's signature
    ) -> None:
        """Offer sources, stewards and indicators of the organisation."""
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[str, Any]]] = {
            "source": [("", _("Please choose")), *sources],
            "responsible": [("", _("nobody in particular")), *people],
            "indicators": list(indicators),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Make the rule by which a period falls due, of exactly one of both fields."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        text = str(cleaned.get("due_day") or "").strip()
        match = _DAY.fullmatch(text)
        if text and match is None:
            self.add_error("due_day", self.default_messages["day"])
            return cleaned
        day, month = (int(match[1]), int(match[2])) if match else (None, None)
        try:
            cleaned["due"] = DueRule(cleaned.get("due_days"), month, day)
        except DomainError as error:
            self.add_error("due_day" if text else "due_days", " ".join(sentence_for(error.to_problem())))
        return cleaned
