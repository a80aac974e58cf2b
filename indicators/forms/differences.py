# SPDX-License-Identifier: EUPL-1.2
"""Which series, period and level of a delivery a map of differences shows."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.selectors.review import StagedSlice
from sozialplanung.common.periods import parse


class DifferenceForm(forms.Form):
    """Choose what is drawn; sent by GET, so that every map has an address of its own."""

    reihe = forms.ChoiceField(label=_("Series"))
    stand = forms.ChoiceField(label=_("Period"))
    ebene = forms.ChoiceField(label=_("Level"), required=False)
    mass = forms.ChoiceField(
        label=_("Difference"),
        choices=(("relativ", _("in percent of the old figure")), ("absolut", _("as a number"))),
    )

    def __init__(
        self, *, slices: Sequence[StagedSlice], levels: Sequence[tuple[str, str]], initial: dict[str, str]
    ) -> None:
        """Offer what the delivery holds."""
        super().__init__(initial=initial)
        offered = {
            "reihe": list(dict.fromkeys((each.slug, each.series) for each in slices)),
            "stand": list(dict.fromkeys((each.period, parse(each.period).label()) for each in slices)),
            "ebene": list(levels),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
