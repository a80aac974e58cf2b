# SPDX-License-Identifier: EUPL-1.2
"""Forms of own areas: a circle, corners, a file, a name and who may open it."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.keepsake import NameForm
from indicators.forms.savedview import SharingForm
from indicators.models.keepsake import LONGEST_NAME
from indicators.models.ownareas import LONGEST_COLLECTION
from indicators.rendering.workbench import rings
from indicators.rendering.workbench.conditions import Around, Drawn
from indicators.rendering.workbench.ownshapes import LONGEST, drawn
from indicators.rendering.workbench.rings import Point
from sozialplanung.web.uploads import ManyFilesField
from spatial.forms.systems import SYSTEMS

MOST_METRES: Final = 100_000
MOST_PARTS: Final = 12
_SYSTEMS: Final = (("", _("as the file says")), *SYSTEMS)
Locate = Callable[[str], tuple[Point | None, str]]


class CircleForm(forms.Form):
    """A circle around a place; where the reader may look up addresses, around one of these."""

    punkt = forms.CharField(label=_("Centre of the circle"), max_length=120)
    meter = forms.IntegerField(
        label=_("Radius in metres"),
        min_value=1,
        max_value=MOST_METRES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, locate: Locate | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say what can stand there; `locate` finds an address, or says what is wrong with it."""
        super().__init__(*args, **kwargs)
        self._locate = locate
        self.fields["punkt"].help_text = (
            _("An address, or latitude and longitude in degrees: 52.5163, 13.3777")
            if locate
            else _("Latitude and longitude in degrees, as maps copy them: 52.5163, 13.3777")
        )

    def clean_punkt(self) -> Point:
        """Return longitude and latitude."""
        text = self.cleaned_data["punkt"].strip()
        points = rings.typed_points(text)
        if points is not None and len(points) == 1:
            return points[0]
        found, wrong = self._locate(text) if self._locate else (None, "")
        if found is None:
            said = wrong or _("This is no place. Enter latitude and longitude in degrees, such as 52.5163, 13.3777")
            raise forms.ValidationError(said)
        return found

    def shape(self) -> Around:
        """Return the circle of a valid form."""
        return Around(self.cleaned_data["punkt"], self.cleaned_data["meter"])


class CornersForm(forms.Form):
    """A shape by its corners."""

    ecken = forms.CharField(
        label=_("Corners"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Latitude and longitude of each corner in their order, with semicolons between them: "
            "52.52 13.37; 52.53 13.40; 52.51 13.41. Three to sixty corners; no side crosses another one."
        ),
    )

    def clean_ecken(self) -> Drawn:
        """Return the shape."""
        shape = drawn(" ".join(self.cleaned_data["ecken"].split()))
        if shape is None:
            raise forms.ValidationError(
                _("These corners bound no area: three to sixty are needed, and no side may cross or touch another one.")
            )
        return shape

    def shape(self) -> Drawn:
        """Return the shape of a valid form."""
        return self.cleaned_data["ecken"]  # type: ignore[no-any-return]


class OwnAreaForm(NameForm, SharingForm):
    """An area that is saved: the address holds its shape."""

    form = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    field_order = ("name", "sharing", "form")


class OwnFileForm(SharingForm):
    """Areas from a file: all of them as one area, or each by itself under a common name."""

    uploads = ManyFilesField(
        label=_("File"),
        most=MOST_PARTS,
        help_text=_("GeoJSON, GeoPackage, or a Shapefile as a zip file or in parts; at most 4 MB."),
    )
    system = forms.ChoiceField(label=_("Coordinate system"), choices=_SYSTEMS, required=False)
    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("Of the area, or of all areas of the file together.")
    )
    each = forms.BooleanField(
        label=_("Every area of the file becomes an own area"),
        help_text=_("For instance the catchments of all schools. Otherwise they are put together to one area."),
        required=False,
    )
    column = forms.CharField(
        label=_("Column with the names"),
        max_length=LONGEST_COLLECTION,
        required=False,
        help_text=_("Of the file; needed where every area becomes an own one. Areas without a name are numbered."),
    )
    field_order = ("uploads", "system", "name", "each", "column", "sharing")
