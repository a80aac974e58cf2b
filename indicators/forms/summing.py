# SPDX-License-Identifier: EUPL-1.2
"""The forms by which stewards say what adds up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Backing, Breakdown, BreakdownRole, Variable
from indicators.services.summing import GroupSpec


class GroupForm(forms.Form):
    """How one group adds up."""

    role = forms.ChoiceField(label=_("This group is"), choices=BreakdownRole.choices, widget=forms.RadioSelect)
    whole = forms.ChoiceField(
        label=_("It belongs to"),
        required=False,
        help_text=_("For instance: under 3 years belongs to under 18 years. Most groups belong to all."),
    )
    crossed = forms.MultipleChoiceField(
        label=_("It is the crossing of these groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For instance women and under 18 years, for girls under 18. Leave it empty for a plain group."),
    )

    def __init__(self, *args: Any, others: list[Breakdown], **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the other groups."""
        super().__init__(*args, **kwargs)
        choices = [(group.slug, f"{group.name} ({group.dimension})") for group in others]
        for name, offered in (("whole", [("", _("all")), *choices]), ("crossed", choices)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def spec(self) -> GroupSpec:
        """Return what was said."""
        said = self.cleaned_data
        return GroupSpec(said["role"], said["whole"], tuple(said["crossed"]))


class FlowForm(forms.Form):
    """Whether one variable counts events."""

    is_flow = forms.ChoiceField(choices=(("0", ""), ("1", "")))


class BackingForm(forms.Form):
    """Of which figures a variable tells who stands behind them."""

    backing = forms.ChoiceField(label=_("It is the"), choices=Backing.choices, required=False)
    of = forms.ChoiceField(
        label=_("behind the figures of"),
        required=False,
        help_text=_("For instance: the number of companies, behind the figures of turnover. Readers never see it."),
    )

    def __init__(self, *args: Any, others: list[Variable], **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the other variables."""
        super().__init__(*args, **kwargs)
        field = self.fields["of"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("none: it is a figure of its own")), *((each.slug, each.name) for each in others)]

    def clean(self) -> dict[str, Any]:
        """Ask what it tells where it tells of another one."""
        said = super().clean() or {}
        if said.get("of") and not said.get("backing"):
            self.add_error("backing", _("Say what it tells of the other variable."))
        return said
