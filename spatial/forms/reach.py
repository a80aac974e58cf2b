# SPDX-License-Identifier: EUPL-1.2
"""The form of the page of isochrones; its fields are the parameters of the address."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from spatial.geometry.network.profiles import Mode
from spatial.geometry.projections import GERMANY
from spatial.selectors.networks import NetworkRow

MODES: Final = (
    (Mode.FOOT.value, _("on foot")),
    (Mode.BICYCLE.value, _("by bicycle")),
    (Mode.WHEELCHAIR.value, _("by wheelchair")),
    (Mode.CAR.value, _("by car")),
)
UNITS: Final = (("minuten", _("minutes")), ("meter", _("metres")))
MOST: Final = {"minuten": 60, "meter": 20_000}
# As maps copy it (50.9375, 6.9603), and as it is written in German (50,9375; 6,9603).
_POINT: Final = re.compile(
    r"([0-9]{1,2}[.,]?[0-9]{0,9})\s*(?:[,;]\s+|;|\s+|,(?=[0-9]+\.))\s*([0-9]{1,3}[.,]?[0-9]{0,9})"
)


def is_point(text: str) -> bool:
    """Say whether a text is written as latitude and longitude are."""
    return _POINT.fullmatch(text.strip()) is not None


def point_of(text: str) -> tuple[float, float]:
    """Return longitude and latitude of a place that is written the other way round, as maps copy it.

    Raises
    ------
    ValidationError
        It is no such text, or a place elsewhere.
    """
    match = _POINT.fullmatch(text.strip())
    if match is None:
        raise forms.ValidationError(
            _("This is no place. Enter latitude and longitude in degrees, for instance: 50.9375, 6.9603")
        )
    latitude, longitude = (float(part.replace(",", ".")) for part in match.groups())
    west, south, east, north = GERMANY.bounds
    if not (west <= longitude <= east and south <= latitude <= north):
        raise forms.ValidationError(_("This place is not in Germany. Latitude comes first, then longitude."))
    return longitude, latitude


class ReachForm(forms.Form):
    """Where from, how, and how far."""

    netz = forms.ChoiceField(label=_("Street network"))
    punkt = forms.CharField(
        label=_("Place"),
        max_length=60,
        help_text=_("Latitude and longitude in degrees, for instance: 50.9375, 6.9603"),
    )
    profil = forms.ChoiceField(label=_("How one moves"), choices=MODES)
    grenze = forms.IntegerField(label=_("How far"), min_value=1)
    einheit = forms.ChoiceField(label=_("Counted in"), choices=UNITS)

    def __init__(self, *args: Any, networks: Sequence[NetworkRow], **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the networks of the organisation."""
        super().__init__(*args, **kwargs)
        self._networks = {row.slug: row for row in networks}
        field = self.fields["netz"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(row.slug, row.name) for row in networks]

    def clean_punkt(self) -> tuple[float, float]:
        """Return longitude and latitude of the place."""
        return point_of(self.cleaned_data["punkt"])

    def clean(self) -> dict[str, Any]:
        """Refuse what the network cannot tell, and what is too far."""
        said: dict[str, Any] = super().clean() or {}
        row = self._networks.get(said.get("netz", ""))
        if row is not None and "profil" in said and not row.carries(said["profil"]):
            self.add_error("profil", _("The columns of this street network do not tell enough for it."))
        most = MOST.get(said.get("einheit", ""), 0)
        if most and said.get("grenze", 0) > most:
            self.add_error("grenze", _("At most %(most)s are computed here.") % {"most": most})
        return {**said, "network": row}
