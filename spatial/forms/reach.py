# SPDX-License-Identifier: EUPL-1.2
"""The form that asks what is reached from a place; its fields are the parameters of the address."""

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
MOST_RINGS: Final = 5
# More digits than any bound has: which one is passed is told by that bound.
_DISTANCES: Final = re.compile(r"\s*[0-9]{1,9}(?:\s*[,;]\s*[0-9]{1,9}|\s+[0-9]{1,9})*\s*")
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


def distances_of(text: str) -> tuple[int, ...]:
    """Return whole distances that are written with commas between them, each once, the smallest first.

    Raises
    ------
    ValidationError
        It is no such text, one of them is zero, or there are too many.
    """
    if not _DISTANCES.fullmatch(text):
        raise forms.ValidationError(_("Enter whole numbers with commas between them, for instance: 5, 10, 15"))
    found = sorted({int(word) for word in re.findall(r"[0-9]+", text)})
    if found[0] < 1:
        raise forms.ValidationError(_("A distance is at least 1."))
    if len(found) > MOST_RINGS:
        raise forms.ValidationError(_("At most %(most)s distances are shown at once.") % {"most": MOST_RINGS})
    return tuple(found)


class ReachForm(forms.Form):
    """Where from, how, and how far."""

    netz = forms.ChoiceField(label=_("Street network"))
    punkt = forms.CharField(
        label=_("Place"),
        max_length=60,
        help_text=_("Latitude and longitude in degrees, for instance: 50.9375, 6.9603"),
    )
    profil = forms.ChoiceField(label=_("How one moves"), choices=MODES)
    grenze = forms.CharField(
        label=_("How far"),
        max_length=60,
        help_text=_("One distance, or up to five with commas between them: 5, 10, 15. Each makes a ring."),
    )
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

    def clean_grenze(self) -> tuple[int, ...]:
        """Return the distances, the smallest first."""
        return distances_of(self.cleaned_data["grenze"])

    def clean(self) -> dict[str, Any]:
        """Refuse what the network cannot tell, and what is too far."""
        said: dict[str, Any] = super().clean() or {}
        row = self._networks.get(said.get("netz", ""))
        if row is not None and "profil" in said and not row.carries(said["profil"]):
            self.add_error("profil", _("The columns of this street network do not tell enough for it."))
        most = MOST.get(said.get("einheit", ""), 0)
        if most and max(said.get("grenze", ()), default=0) > most:
            self.add_error("grenze", _("At most %(most)s are computed here.") % {"most": most})
        return {**said, "network": row}
