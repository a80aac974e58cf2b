# SPDX-License-Identifier: EUPL-1.2
"""The forms of a rule of disclosure: what it says, and the decision of a second person."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Rounding
from indicators.services.disclosure.rules import FIELDS, RuleContent
from indicators.services.ruling.writing import Ruling
from indicators.stats.disclosure.contributions import MOST_NAMED
from sozialplanung.web.desks import RevisionForm, YesNoForm, day_field

LONGEST_TEXT: Final = 1000
MOST: Final = 10_000
PERCENT: Final = 100
PRESETS: Final = (
    ("", _("none, the numbers below alone")),
    ("minimum-3", _("at least 3 cases")),
    ("minimum-5", _("at least 5 cases")),
    ("minimum-10", _("at least 10 cases")),
    ("rounded-5", _("rounded to multiples of 5")),
    ("rounded-10", _("rounded to multiples of 10")),
)
# The numbers of a starting point take the place of those that the form leaves at 0.
_MINIMA: Final = {"minimum-3": 3, "minimum-5": 5, "minimum-10": 10}
_ROUNDED: Final = {"rounded-5": Rounding.FIVE, "rounded-10": Rounding.TEN}


def _number(label: Any, help_text: Any = "", *, most: int = MOST) -> forms.IntegerField:  # noqa: ANN401 - lazy texts
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=most,
        required=False,
        error_messages={
            "invalid": _("Write a whole number in digits."),
            "min_value": _("Write a number from 0 on."),
            "max_value": _("Write a number of at most %(limit_value)s."),
        },
    )


class RulingForm(RevisionForm):
    """What one source lets one audience see, by which law and from which day on."""

    is_published = forms.BooleanField(
        label=_("Figures of this source are shown to this audience"),
        required=False,
        help_text=_("Without it everything made from this source stays hidden from this audience."),
    )
    preset = forms.ChoiceField(label=_("Starting point"), choices=PRESETS, required=False)
    minimum_count = _number(_("Minimum number of cases"), _("Smaller numbers above 0 are suppressed. 0: no minimum."))
    minimum_denominator = _number(_("Minimum denominator"), _("Shares of fewer persons are suppressed. 0: no minimum."))
    minimum_inhabitants = _number(
        _("Minimum number of inhabitants"), _("Areas with fewer inhabitants are left out. 0: no minimum.")
    )
    rounding = forms.TypedChoiceField(
        label=_("Rounding"), choices=Rounding, coerce=int, empty_value="0", required=False
    )
    minimum_units = _number(
        _("Minimum number of units"),
        _("So many households or companies stand behind a figure. Deliveries have to bring their number."),
    )
    dominance_n = _number(
        _("Largest contributors (n)"),
        _(
            "1 or 2: together they may not have more than k percent. Deliveries have to bring the largest "
            "contribution, for 2 the second largest as well."
        ),
        most=MOST_NAMED,
    )
    dominance_k = _number(_("Their largest part (k, percent)"), most=PERCENT)
    prior_percent = _number(
        _("Estimate of another contribution (p, percent)"),
        _("Deliveries have to bring the largest and the second largest contribution."),
        most=PERCENT,
    )
    safety_range = _number(_("Safety range (percent)"), most=PERCENT)
    hides_nobody = forms.BooleanField(label=_("0 cases are suppressed as well"), required=False)
    hides_everybody = forms.BooleanField(label=_("100 percent are suppressed as well"), required=False)
    knows_own = forms.BooleanField(label=_("A single person knows to be the only one"), required=False)
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        help_text=_("For instance: § 16 BStatG, or the decision of the council of 12 March 2026."),
        error_messages={"required": _("Name the legal basis.")},
    )
    valid_from = day_field(_("Holds from"), help_text=_("From this day on releases are made by this rule."))
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the log, and the second person reads it."),
        error_messages={"required": _("Say why the rule is changed.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's arguments
        """Ask for the day: a rule without one would hold from nobody knows when."""
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].required = True

    def clean(self) -> dict[str, Any]:
        """Let the starting point fill in what was left open."""
        said = super().clean() or {}
        preset = said.get("preset", "")
        said["minimum_count"] = max(said.get("minimum_count") or 0, _MINIMA.get(preset, 0))
        said["rounding"] = max(int(said.get("rounding") or 0), int(_ROUNDED.get(preset, 0)))
        if said.get("dominance_n") and not said.get("dominance_k"):
            self.add_error("dominance_k", _("Say how many percent the largest contributors may have together."))
        return said

    def ruling(self) -> Ruling:
        """Return what the form says."""
        said = self.cleaned_data
        told = {name: said.get(name) for name in FIELDS}
        usual = RuleContent()
        content = RuleContent(
            **{
                **{name: told[name] or getattr(usual, name) for name in FIELDS},
                "is_published": bool(told["is_published"]),
                "dominance_k": told["dominance_k"] or usual.dominance_k,
                "safety_range": told["safety_range"] or usual.safety_range,
            }
        )
        return Ruling(content, said["legal_basis"], said["valid_from"], said["reason"])


class RulingDecisionForm(YesNoForm):
    """Confirm or refuse the version that the page showed."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
