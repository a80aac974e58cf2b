# SPDX-License-Identifier: EUPL-1.2
"""Forms of the way of a layer: file, layer and origin, columns, corrections of rows, decisions, address file."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.desks import LONGEST_TEXT, RevisionForm, day_field
from sozialplanung.web.uploads import ManyFilesField
from spatial.forms.changesets import LICENCES
from spatial.forms.systems import SYSTEMS
from spatial.models import LayerKind

# Words that stand in addresses beside the layers of an organisation.
TAKEN_SLUGS: Final = frozenset({"entwuerfe", "adressen"})
# What a formula can read as a name.
_WRITTEN: Final = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*", re.ASCII)
MOST_PARTS: Final = 20
_SEPARATORS: Final = (
    ("", _("found by itself")),
    (";", _("semicolon")),
    (",", _("comma")),
    ("\t", _("tab")),
    ("|", _("vertical bar")),
)
_ENCODINGS: Final = (
    ("", _("found by itself")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("latin-1", "ISO-8859-1"),
)
_SYSTEMS: Final = (("", "–"), *SYSTEMS)


class PlaceFileForm(forms.Form):
    """The file of a layer."""

    uploads = ManyFilesField(label=_("File"), required=True, most=MOST_PARTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Tell the formats and the limit."""
        super().__init__(*args, **kwargs)
        limit = filesizeformat(settings.DELIVERY_FILE_BYTES)
        self.fields["uploads"].help_text = (
            _("GeoJSON, GeoPackage, CSV with coordinates or addresses, or a Shapefile as a zip file or in parts; %s.")
            % limit
        )


class LayerNameForm(forms.Form):
    """What a layer is called, what it holds, and from when it holds."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As readers see it: Day-care centres."))
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=60,
        help_text=_(
            "Small letters, digits and hyphens. With the short name of a layer that is there: its next version."
        ),
    )
    kind = forms.ChoiceField(label=_("What the layer holds"), choices=LayerKind.choices)
    valid_from = day_field(_("Valid from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask for the day."""
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].required = True

    def clean_slug(self) -> str:
        """Keep the words that stand for other pages."""
        return _free_slug(self.cleaned_data["slug"])


class NewLayerForm(LayerNameForm, PlaceFileForm):
    """Start a layer, or the next version of one."""

    field_order = ("name", "slug", "kind", "valid_from", "uploads")


class ReplaceFileForm(PlaceFileForm):
    """Another file in the place of the present one."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class LayerFactsForm(RevisionForm):
    """What is said about a layer and this version of it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    slug = forms.SlugField(label=_("Short name in addresses"), max_length=60)
    kind = forms.ChoiceField(label=_("What the layer holds"), choices=LayerKind.choices)
    topic = forms.CharField(
        label=_("Topic"), required=False, max_length=200, help_text=_("For instance: Education/Day care.")
    )
    description = forms.CharField(
        label=_("What is in it, and what is not"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_from = day_field(_("Valid from"))
    valid_until = day_field(_("Valid until before"))
    publisher = forms.CharField(label=_("Publisher"), max_length=300)
    licence = forms.ChoiceField(label=_("Licence"))
    attribution = forms.CharField(label=_("Attribution"), max_length=500)
    note = forms.CharField(
        label=_("Remark"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, licence: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the licences that are known, and the present one."""
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].required = True
        own = [(licence, licence)] if licence and licence not in dict(LICENCES) else []
        _offer(self, "licence", [("", _("Please choose")), *LICENCES, *own])

    def clean_slug(self) -> str:
        """Keep the words that stand for other pages."""
        return _free_slug(self.cleaned_data["slug"])

    def clean(self) -> dict[str, Any]:
        """Let the end lie after the start."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("The end has to lie after the start."))
        return cleaned


class PositionForm(forms.Form):
    """Where the places of a file lie: coordinates, or an address in one column or in several."""

    crs = forms.ChoiceField(label=_("Coordinate reference system"), required=False, choices=_SYSTEMS)
    east = forms.ChoiceField(label=_("Column of east (x, longitude)"), required=False)
    north = forms.ChoiceField(label=_("Column of north (y, latitude)"), required=False)
    address_text = forms.ChoiceField(label=_("Column of the whole address"), required=False)
    address_street = forms.ChoiceField(label=_("Column of the street"), required=False)
    address_number = forms.ChoiceField(label=_("Column of the house number"), required=False)
    address_suffix = forms.ChoiceField(label=_("Column of the suffix"), required=False)
    address_postcode = forms.ChoiceField(label=_("Column of the postcode"), required=False)
    address_city = forms.ChoiceField(label=_("Column of the town"), required=False)
    encoding = forms.ChoiceField(label=_("Character set"), required=False, choices=_ENCODINGS)
    separator = forms.ChoiceField(label=_("Separator"), required=False, choices=_SEPARATORS)

    def offer_columns(self, columns: Sequence[str]) -> None:
        """Offer the columns of the file."""
        choices = [("", "–"), *((name, name) for name in columns)]
        for name in ("east", "north", *(name for name in self.fields if name.startswith("address_"))):
            _offer(self, name, choices)

    @property
    def address(self) -> dict[str, str]:
        """The column of each part of an address."""
        said = self.cleaned_data
        parts = {name.removeprefix("address_"): said[name] for name in said if name.startswith("address_")}
        return {name: column for name, column in parts.items() if column}

    def refuse_half(self) -> None:
        """Ask for both coordinates where one is named."""
        said = self.cleaned_data
        for one, other in (("east", "north"), ("north", "east")):
            if said.get(one) and not said.get(other):
                self.add_error(other, _("Please say this."))


class ColumnsForm(PositionForm, RevisionForm):
    """What the columns of a layer mean."""

    layer = forms.ChoiceField(label=_("Layer of the file"), required=False)
    name = forms.ChoiceField(label=_("Column of the name"))
    key = forms.ChoiceField(
        label=_("Column of the key"), required=False, help_text=_("Without one the number of the row is the key.")
    )
    capacity = forms.ChoiceField(
        label=_("Column of the capacity"), required=False, help_text=_("A number that may be added up, such as places.")
    )
    capacity_label = forms.CharField(
        label=_("What the capacity counts"), required=False, max_length=120, help_text=_("For instance: places.")
    )
    kept = forms.MultipleChoiceField(
        label=_("Columns that are shown"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("revision", "layer", "name", "key", "capacity", "capacity_label", "kept")

    def __init__(self, *args: Any, layers: Sequence[str], columns: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what the file holds; a file of geometries is asked for no coordinates."""
        super().__init__(*args, **kwargs)
        self.offer_columns(columns)
        choices = [(name, name) for name in columns]
        _offer(self, "name", [("", _("Please choose")), *choices])
        for name in ("key", "capacity"):
            _offer(self, name, [("", "–"), *choices])
        _offer(self, "kept", choices)
        _offer(self, "layer", [(name, name) for name in layers])
        if len(layers) <= 1:
            del self.fields["layer"]

    def clean(self) -> dict[str, Any]:
        """Ask for both coordinates."""
        cleaned = super().clean() or {}
        self.refuse_half()
        return cleaned


class RowForm(RevisionForm):
    """What is decided on one row."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    candidate = forms.ChoiceField(label=_("Which address is meant"), required=False, widget=forms.RadioSelect)
    address = forms.CharField(label=_("Another address"), required=False, max_length=400)
    east = forms.DecimalField(label=_("East (x, longitude)"), required=False, localize=True)
    north = forms.DecimalField(label=_("North (y, latitude)"), required=False, localize=True)
    crs = forms.ChoiceField(label=_("Coordinate reference system"), required=False, choices=_SYSTEMS)
    reason = forms.CharField(
        label=_("Why the row is left out"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    _NEEDED: Final = {
        "candidate": ("candidate",),
        "address": ("address",),
        "point": ("east", "north", "crs"),
        "left_out": ("reason",),
    }

    def __init__(self, *args: Any, candidates: Sequence[str], has_point: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what can be decided here."""
        super().__init__(*args, **kwargs)
        words = {
            "candidate": _("take one of the addresses"),
            "address": _("look up another address"),
            "point": _("set the coordinates"),
            "left_out": _("leave the row out"),
        }
        is_offered = {"candidate": bool(candidates), "point": has_point}
        _offer(self, "decision", [(key, label) for key, label in words.items() if is_offered.get(key, True)])
        _offer(self, "candidate", [(str(place), label) for place, label in enumerate(candidates)])
        for name in [] if candidates else ["candidate"]:
            del self.fields[name]
        for name in [] if has_point else ["east", "north", "crs"]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for what the decision needs."""
        cleaned = super().clean() or {}
        for name in self._NEEDED.get(cleaned.get("decision", ""), ()):
            if cleaned.get(name) in {"", None} and name not in self.errors:
                self.add_error(name, _("Please say this."))
        return cleaned


class AddressFileForm(PositionForm):
    """An address file and what its columns are called."""

    upload = ManyFilesField(
        label=_("Address file"), help_text=_("A table with street, house number and coordinates."), most=1
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=300)
    licence = forms.ChoiceField(label=_("Licence"), choices=[("", _("Please choose")), *LICENCES])
    field_order = ("upload", "publisher", "licence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Let the columns be typed: the file is not there yet."""
        super().__init__(*args, **kwargs)
        for name in ("east", "north", *(name for name in self.fields if name.startswith("address_"))):
            label, is_needed = self.fields[name].label, name in {"east", "north", "address_street"}
            self.fields[name] = forms.CharField(label=label, required=is_needed, max_length=200)
        self.fields["crs"].required = True


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField)):
        field.choices = list(choices)


def _free_slug(slug: str) -> str:
    """Return a short name that formulas can read, and that stands for no other page."""
    if not _WRITTEN.fullmatch(slug):
        raise forms.ValidationError(
            _("Begin with a small letter, then small letters, digits and single hyphens: formulas name the layer so.")
        )
    if slug in TAKEN_SLUGS:
        raise forms.ValidationError(_("This short name stands for another page. Choose another one."))
    return slug
