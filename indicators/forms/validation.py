# SPDX-License-Identifier: EUPL-1.2
"""The form of a validation rule: two sides and a comparison, each refused where it stands."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators import formulas
from indicators.forms.numberfield import NumberField
from indicators.formulas import FormulaError
from indicators.selectors.rulenames import RuleName
from indicators.services.validating.writing import RuleSpec, check_comparison, read_side
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import RevisionForm, YesNoForm, day_field
from sozialplanung.web.messages import sentence_for

LONGEST_TEXT: Final = 1000
COMPARISONS: Final = (
    ("<=", _("≤ at most")),
    ("<", _("< less than")),
    ("=", _("= equal to")),
    (">=", _("≥ at least")),
    (">", _("> more than")),
    ("!=", _("≠ not equal to")),
)
SEVERITIES: Final = (
    ("error", _("must be corrected: the delivery is held up")),
    ("warning", _("needs a reason, which the approver reads")),
    ("note", _("is told, nothing more")),
)
OCCASIONS: Final = (("delivery", _("at every delivery")), ("stock", _("over all current figures, on request")))


def _side(label: Any, help_text: Any) -> forms.CharField:  # noqa: ANN401 - lazy texts
    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"})
    return forms.CharField(label=label, max_length=formulas.LONGEST, widget=widget, help_text=help_text)


class RuleForm(RevisionForm):
    """What a rule says, what follows, and where and when it is asked."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    name = forms.CharField(
        label=_("Name of the rule"), max_length=120, help_text=_("For instance: Children are part of the inhabitants")
    )
    left = _side(_("Left side"), _("Names, numbers and formulas, for instance: kinder + jugendliche"))
    comparison = forms.ChoiceField(label=_("Comparison"), choices=COMPARISONS)
    right = _side(_("Right side"), _("For instance: einwohner, or a number such as 100"))
    tolerance = NumberField(
        label=_("Allowed deviation"),
        min_value=0,
        max_value=formulas.LARGEST,
        required=False,
        help_text=_("In the unit of both sides. Empty: none; differences of rounding noise never count."),
    )
    severity = forms.ChoiceField(
        label=_("What breaks the rule"),
        choices=SEVERITIES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what follows when the rule is broken.")},
    )
    purpose = forms.CharField(
        label=_("Why it has to hold"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who correct a figure read it: source, law, whom to ask."),
    )
    occasions = forms.MultipleChoiceField(
        label=_("When it is asked"),
        choices=OCCASIONS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose when the rule is asked.")},
    )
    levels = forms.MultipleChoiceField(
        label=_("Only on these levels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none if the rule holds on all levels."),
    )
    since = day_field(_("For periods that begin on or after"), help_text=_("Empty: from the first period on."))
    until = day_field(_("For periods that begin before"), help_text=_("Empty: without an end."))
    reason = forms.CharField(
        label=_("Why the rule is changed"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Needed where something could pass that was held up before; a second person decides on it."),
    )

    default_messages: ClassVar = {"until": _("The end has to lie after the beginning.")}

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's signature
        names: Mapping[str, RuleName],
        levels: Sequence[tuple[str, str]],
        is_new: bool = True,
        **kwargs: Any,  # noqa: ANN401 - Django's signature
    ) -> None:
        """Offer the levels of the organisation; know the names that may stand in a rule."""
        super().__init__(*args, **kwargs)
        self.names = names
        offered = self.fields["levels"]
        if isinstance(offered, forms.MultipleChoiceField):
            offered.choices = list(levels)
        if is_new:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Read both sides and refuse what cannot be compared, each at its field."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            self.add_error("until", self.default_messages["until"])
        trees = {side: self._tree(side, cleaned.get(side)) for side in ("left", "right")}
        if trees["left"] is not None and trees["right"] is not None:
            try:
                check_comparison(trees["left"], trees["right"], self.names)
            except DomainError as error:
                self.add_error("right", problem_text(error))
        return cleaned

    def _tree(self, side: str, written: str | None) -> formulas.Node | None:
        if not written:
            return None
        try:
            return read_side(written, self.names)
        except DomainError as error:
            self.add_error(side, problem_text(error))
            return None

    def spec(self, *, is_active: bool = True) -> RuleSpec:
        """Return what was said."""
        said = self.cleaned_data
        return RuleSpec(
            name=said["name"],
            left=said["left"],
            comparison=said["comparison"],
            right=said["right"],
            severity=said["severity"],
            purpose=said["purpose"],
            tolerance=said["tolerance"] or 0.0,
            levels=tuple(sorted(said["levels"])),
            since=said["since"],
            until=said["until"],
            occasions=tuple(sorted(said["occasions"])),
            is_active=is_active,
        )


class ArchiveForm(RevisionForm):
    """Why a rule is not asked any more."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class VersionDecisionForm(YesNoForm):
    """What the second person decides on a loosened rule."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def problem_text(error: DomainError) -> str:
    """Return what is wrong with a side, where it stands, and what to do."""
    message, way_out = sentence_for(error.to_problem())
    place = ""
    if isinstance(error, FormulaError) and error.code != "formulas.units":
        place = gettext("Place: character %(position)s.") % {"position": error.position}
    return " ".join(part for part in (message, place, way_out) if part)
