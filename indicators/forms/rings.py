# SPDX-License-Identifier: EUPL-1.2
"""The form of rings of reach: which places and which figures are told of each; and a ring that is kept."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.keepsake import NameForm
from indicators.forms.savedview import SharingForm
from spatial.forms.reach import ReachForm
from spatial.selectors.networks import NetworkRow

# More figures of each ring nobody reads.
MOST_INDICATORS: Final = 6
Choices = Sequence[tuple[str, str]]


class RingsForm(ReachForm):
    """Where from, how and how far, and what is told of it."""

    orte = forms.ChoiceField(label=_("Places that are told"), required=False)
    indikator = forms.MultipleChoiceField(
        label=_("Figures that are told"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside the number of people, at most six."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's signature
        networks: Sequence[NetworkRow],
        layers: Choices,
        indicators: Choices,
        **kwargs: Any,  # noqa: ANN401 - Django's signature
    ) -> None:
        """Offer networks, layers of places and indicators that the reader may read."""
        super().__init__(*args, networks=networks, **kwargs)
        offered: dict[str, list[tuple[str, Any]]] = {"orte": [("", _("none")), *layers], "indikator": list(indicators)}
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        for name in [name for name, choices in (("orte", layers), ("indikator", indicators)) if not choices]:
            del self.fields[name]

    def clean_indikator(self) -> tuple[str, ...]:
        """Return the indicators, not too many of them."""
        chosen = tuple(self.cleaned_data["indikator"])
        if len(chosen) > MOST_INDICATORS:
            raise forms.ValidationError(_("Choose at most %(most)s indicators.") % {"most": MOST_INDICATORS})
        return chosen


class CoverageForm(RingsForm):
    """From all places of which layer, how and how far, and of whom beside all people."""

    punkt = None  # type: ignore[assignment]  # the places of the layer take its part
    field_order = ("orte", "netz", "profil", "grenze", "einheit", "indikator")

    def __init__(self, *args: Any, layers: Choices, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer networks, layers of places and numbers of persons that the reader may read."""
        super().__init__(*args, layers=layers, **kwargs)
        field = self.fields.get("orte")
        if isinstance(field, forms.ChoiceField):
            field.label, field.required, field.choices = _("All places of"), True, list(layers)


class KeptRingForm(NameForm, SharingForm):
    """A ring that is kept as an own area: its ground follows from the address."""

    field_order = ("name", "sharing")
