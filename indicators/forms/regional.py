# SPDX-License-Identifier: EUPL-1.2
"""The form of the classes that readers see first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.numberfield import refuse_ambiguous
from indicators.models import RegionalPalette
from indicators.rendering.ownbounds import read_bounds
from indicators.services.regional import RegionalSpec
from sozialplanung.web.desks import RevisionForm

LONGEST_REASON = 1000


class RegionalForm(RevisionForm):
    """Bounds, colours, whether the bound in the middle parts two sides, and why."""

    bounds = forms.CharField(
        label=_("Bounds of the classes"),
        max_length=120,
        help_text=_(
            "Two to six numbers that rise, with a semicolon between them and nothing between the thousands, for "
            "instance 10; 20; 35,5. One with more decimals than the figures is rounded up, which moves no area."
        ),
        error_messages={"bounds": _("These are no two to six numbers that rise.")},
    )
    palette = forms.ChoiceField(
        label=_("Colours"),
        required=False,
        choices=[("", _("those of the indicator")), *RegionalPalette.choices],
    )
    is_sided = forms.BooleanField(
        label=_("The bound in the middle parts two sides"),
        required=False,
        help_text=_("For three or five bounds: the colours then begin at the one in the middle."),
    )
    reason = forms.CharField(
        label=_("Why these classes"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it beside the classes."),
    )

    def clean_bounds(self) -> tuple[float, ...]:
        """Return the bounds as numbers."""
        text = self.cleaned_data["bounds"]
        for part in text.split(";"):
            refuse_ambiguous(part)
        found = read_bounds(text)
        if found is None:
            raise forms.ValidationError(self.fields["bounds"].error_messages["bounds"], code="bounds")
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for as many bounds below a middle as above it, and for colours of two sides."""
        said = super().clean() or {}
        bounds = said.get("bounds") or ()
        if said.get("is_sided") and bounds and len(bounds) % 2 == 0:
            self.add_error("is_sided", _("An even number of bounds has none in the middle."))
        if said.get("is_sided") and said.get("palette") not in {"", RegionalPalette.DIVERGING}:
            self.add_error("palette", _("Two sides need the colours of two sides."))
        if said.get("palette") == RegionalPalette.DIVERGING and not said.get("is_sided"):
            self.add_error("is_sided", _("Colours of two sides need a middle."))
        return said

    def spec(self) -> RegionalSpec:
        """Return what was said."""
        said = self.cleaned_data
        bounds = said["bounds"]
        if said["is_sided"]:
            return RegionalSpec(bounds, said["reason"], RegionalPalette.DIVERGING, bounds[len(bounds) // 2])
        return RegionalSpec(bounds, said["reason"], said["palette"])
