# SPDX-License-Identifier: EUPL-1.2
"""Forms of the way of a boundary version: files, validity and origin, levels and columns, reasons, decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.desks import LONGEST_TEXT, RevisionForm
from sozialplanung.web.uploads import ManyFilesField
from spatial.geometry.crs import ALLOWED, parsed

# A Shapefile comes in up to five parts and may lie beside as many companions.
MOST_PARTS: Final = 60
NEW: Final = "new"
LICENCES: Final = (
    ("dl-de/by-2-0", "Datenlizenz Deutschland – Namensnennung – 2.0"),
    ("dl-de/zero-2-0", "Datenlizenz Deutschland – Zero – 2.0"),
    ("cc-by-4.0", "CC BY 4.0"),
    ("cc-by-3.0-de", "CC BY 3.0 DE"),
    ("cc0", "CC0"),
    ("odbl-1.0", "ODbL 1.0"),
)
DATE_FORMATS: Final = ("%d.%m.%Y", "%Y-%m-%d")


def _day(label: Any, *, is_required: bool = True, help_text: Any = "") -> forms.DateField:  # noqa: ANN401 - a lazy text
    widget = forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "placeholder": "01.01.2021"})
    return forms.DateField(
        label=label, required=is_required, help_text=help_text, input_formats=DATE_FORMATS, widget=widget
    )


class BroughtForm(forms.Form):
    """Files, or the address of a service."""

    uploads = ManyFilesField(label=_("Files"), required=False, most=MOST_PARTS)
    address = forms.URLField(
        label=_("Address of a WFS"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("Instead of files. Only hosts that the administration allows are asked."),
    )
    feature_type = forms.CharField(
        label=_("Layer of the WFS"), required=False, max_length=200, help_text=_("For instance: fis:s_lor_plr_2021")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Tell the limits; without an allowed host no address is asked for."""
        super().__init__(*args, **kwargs)
        limit = filesizeformat(settings.DELIVERY_FILE_BYTES)
        self.fields["uploads"].help_text = (
            _("GeoPackage, GeoJSON or a Shapefile, as a zip file or as its parts together; %s each.") % limit
        )
        if not (settings.BOUNDARY_WFS_HOSTS or settings.BOUNDARY_WFS_PRIVATE_HOSTS):
            del self.fields["address"], self.fields["feature_type"]

    def clean(self) -> dict[str, Any]:
        """Ask for one of both, and for the layer of a service."""
        cleaned = super().clean() or {}
        if not cleaned.get("uploads") and not cleaned.get("address") and not self.errors:
            self.add_error("uploads", _("Choose a file."))
        if cleaned.get("address") and not cleaned.get("feature_type"):
            self.add_error("feature_type", _("Name the layer that is meant."))
        return cleaned


class NewChangesetForm(BroughtForm):
    """Start a boundary version."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As readers see it, for instance: LOR 2021."))
    valid_from = _day(_("Valid from"), help_text=_("The first day on which these borders hold."))
    field_order = ("name", "valid_from", "uploads", "address", "feature_type")


class FilesForm(BroughtForm):
    """Add files; one of the same name takes the place of the earlier one."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FactsForm(RevisionForm):
    """What is said about the edition as a whole."""

    name = forms.CharField(label=_("Name"), max_length=120)
    edition = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. Levels with the same short name belong together."),
    )
    valid_from = _day(_("Valid from"), help_text=_("The first day on which these borders hold."))
    valid_until = _day(
        _("Valid until before"), is_required=False, help_text=_("Empty while it lasts: a later version ends it.")
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=300)
    licence = forms.ChoiceField(label=_("Licence"))
    attribution = forms.CharField(
        label=_("Attribution"), max_length=500, help_text=_("Stands below every map, as the licence asks for.")
    )
    note = forms.CharField(
        label=_("Remark"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    whole_name = forms.CharField(label=_("Name of the whole area"), max_length=200)
    whole_key = forms.CharField(
        label=_("Key of the whole area"), max_length=40, help_text=_("For a municipality its official key.")
    )
    may_lie_elsewhere = forms.BooleanField(
        label=_("The areas may lie outside the present boundaries, for instance after a merger."), required=False
    )

    def __init__(self, *args: Any, has_whole: bool, licence: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Ask for the whole only where there is none yet, and for another place only where there is one."""
        super().__init__(*args, **kwargs)
        field = self.fields["licence"]
        own = [(licence, licence)] if licence and licence not in dict(LICENCES) else []
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Please choose")), *LICENCES, *own]
        for name in ("whole_name", "whole_key") if has_whole else ("may_lie_elsewhere",):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Let the end lie after the start."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("The end has to lie after the start."))
        return cleaned


class LayerForm(RevisionForm):
    """What one layer means."""

    is_taken = forms.TypedChoiceField(
        label=_("Take areas from this layer"),
        choices=(("1", _("yes")), ("0", _("no"))),
        coerce=lambda text: text == "1",
        initial="1",
    )
    level = forms.ChoiceField(label=_("Level"), required=False)
    level_name = forms.CharField(
        label=_("Name of the new level"), required=False, max_length=120, help_text=_("For instance: Planungsraum.")
    )
    level_plural = forms.CharField(label=_("The same in the plural"), required=False, max_length=120)
    level_parent = forms.ChoiceField(
        label=_("The new level lies below"), required=False, help_text=_("The next coarser level.")
    )
    key = forms.ChoiceField(label=_("Column of the key"), required=False)
    name = forms.ChoiceField(label=_("Column of the name"), required=False)
    crs = forms.ChoiceField(
        label=_("Coordinate reference system"),
        required=False,
        help_text=_("The file does not name it. Ask the office that made the file if you are not sure."),
    )
    parents = forms.ChoiceField(
        label=_("How an area finds the one above it"),
        widget=forms.RadioSelect,
        required=False,
        choices=(
            ("prefix", _("its key begins with the key above it")),
            ("column", _("a column names the one above it")),
            ("ground", _("by where it lies")),
        ),
    )
    parent_column = forms.ChoiceField(label=_("Column that names the area above"), required=False)

    def __init__(self, *args: Any, offered: "LayerChoices", **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the columns of the layer and the levels of the organisation."""
        super().__init__(*args, **kwargs)
        columns = [("", _("Please choose")), *offered.columns]
        self._offer("key", columns)
        self._offer("name", columns)
        self._offer("parent_column", [("", "–"), *offered.columns])
        self._offer("level", [("", _("Please choose")), *offered.levels, (NEW, _("a new level"))])
        self._offer("level_parent", offered.parents)
        if offered.systems:
            self._offer("crs", [("", _("Please choose")), *offered.systems])
            if offered.is_turned:
                self.fields["crs"].help_text = _("North seems to stand before east in the file. Please confirm.")
        else:
            del self.fields["crs"]

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Ask for what a layer that is taken needs."""
        cleaned = super().clean() or {}
        if not cleaned.get("is_taken"):
            return cleaned
        needed = ["level", "key", "name", *(["crs"] if "crs" in self.fields else [])]
        if cleaned.get("level") == NEW:
            needed += ["level_name"]
        if cleaned.get("parents") == "column":
            needed += ["parent_column"]
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Please say this."))
        return cleaned


@dataclass(frozen=True, slots=True)
class LayerChoices:
    """What a layer offers to choose from: columns, levels, levels above, systems where the file names none."""

    columns: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]
    parents: Sequence[tuple[str, str]]
    fitting: Sequence[str] | None
    is_turned: bool = False

    @property
    def systems(self) -> list[tuple[str, str]]:
        """The systems to choose from, those that would fit first; none where the file leaves no question."""
        if self.fitting is None:
            return []
        others = () if self.is_turned else tuple(name for name in ALLOWED if name not in self.fitting)
        return [(name, _system_label(name)) for name in (*self.fitting, *others)]


def _system_label(name: str) -> str:
    system = parsed(name)
    if system is None:
        return name
    turned = gettext("north before east") if system.is_north_first else gettext("east before north")
    return f"{system.base} – {gettext(ALLOWED[system.base])}, {turned}"


class RowsForm(RevisionForm):
    """Rows that are no areas, and outlines that are to be repaired."""

    left_out = forms.MultipleChoiceField(
        label=_("Leave out these rows"), required=False, widget=forms.CheckboxSelectMultiple
    )
    repairs = forms.MultipleChoiceField(
        label=_("Repair these outlines"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's signature
        rows: Sequence[tuple[str, str]],
        outlines: Sequence[tuple[str, Any]],
        **kwargs: Any,  # noqa: ANN401 - Django's signature
    ) -> None:
        """Offer what the check found."""
        super().__init__(*args, **kwargs)
        for name, choices in (("left_out", rows), ("repairs", outlines)):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = list(choices)
            if not choices:
                del self.fields[name]


class ReasonForm(forms.Form):
    """Why findings of a kind are right as they are."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class SubmitForm(RevisionForm):
    """Ask for approval."""

    text = forms.CharField(
        label=_("Message to the approver"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_confirmed = forms.BooleanField(
        label=_("I have looked at the findings and at what becomes of the areas."),
        error_messages={"required": _("Confirm that you have looked at them.")},
    )
