# SPDX-License-Identifier: EUPL-1.2
"""Forms of scenarios: what one is begun with, and one for each kind of change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.forms.keepsake import NameForm
from indicators.models import SitingObjective, WeightForm
from indicators.models.scenarios import LONGEST_TEXT, LONGEST_WAY, MOST_PLACES
from indicators.models.sitings import MOST_NEW
from spatial.forms.reach import MODES, is_point, point_of
from spatial.geometry.network.profiles import Mode
from spatial.selectors.layers import LayerEntry
from spatial.selectors.networks import NetworkRow

Choices = Sequence[tuple[str, Any]]
USUAL: Final = {"mode": Mode.FOOT.value, "minutes": 10, "form": WeightForm.WITHIN, "threshold": 1}
BY_PLACES: Final = "places"
_MOST_THRESHOLD: Final = 100_000
_RANGE: Final = _("A site cannot have so many places: allowed are 0 to 100,000. Correct the number.")
_GONE: Final = _("This scenario is not there, or it is not shared with you any more. Choose another one.")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a scenario can rest on; `people` are figures by the key that names them."""

    layers: Sequence[LayerEntry]
    networks: Sequence[NetworkRow]
    people: Choices


class NewScenarioForm(NameForm):
    """What a scenario is begun with."""

    description = forms.CharField(
        label=_("What is it about?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    layer = forms.ChoiceField(label=_("Sites"))
    people = forms.ChoiceField(
        label=_("For whom the places are"),
        help_text=_("Numbers of persons that are released here, with their areas and their day."),
    )
    network = forms.ChoiceField(label=_("Street network"))
    mode = forms.ChoiceField(label=_("How one moves"), choices=MODES)
    minutes = forms.IntegerField(label=_("Longest way in minutes"), min_value=1, max_value=LONGEST_WAY)
    form = forms.ChoiceField(label=_("How much a place counts that is farther away"), choices=WeightForm)
    threshold = forms.FloatField(
        label=_("Smallest change that is told"),
        help_text=_("In places for 100 persons."),
        min_value=0,
        max_value=_MOST_THRESHOLD,
        localize=True,
    )
    field_order = ("name", "description", "layer", "people", "network", "mode", "minutes", "form", "threshold")

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the layers, networks and figures of the organisation."""
        super().__init__(*args, **kwargs)
        self.initial = {**USUAL, **self.initial}
        self._offered = offered
        _offer(self, "layer", [(each.layer.slug, each.layer.name) for each in offered.layers])
        _offer(self, "network", [(row.slug, row.name) for row in offered.networks])
        _offer(self, "people", offered.people)

    @property
    def layer_chosen(self) -> LayerEntry:
        """The layer of the slug that was sent."""
        return next(each for each in self._offered.layers if each.layer.slug == self.cleaned_data["layer"])

    @property
    def network_chosen(self) -> NetworkRow:
        """The network of the slug that was sent."""
        return next(row for row in self._offered.networks if row.slug == self.cleaned_data["network"])


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class WhereField(forms.CharField):
    """A place as coordinates, or as an address; the value is longitude and latitude, or the text of an address."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say what can be written."""
        super().__init__(
            label=_("Where"),
            max_length=400,
            help_text=_("An address, or latitude and longitude in degrees, for instance: 50.9375, 6.9603"),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Return a point where one was written."""
        text = super().clean(value)
        return point_of(text) if is_point(text) else text


def _refuse_parts(value: float) -> None:
    if not value.is_integer():
        raise forms.ValidationError(_("Places are counted in whole numbers. Correct the number."))


class PlacesField(forms.FloatField):
    """A whole number of places that a site can have."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say which numbers are allowed."""
        super().__init__(
            help_text=_("From 0 to 100,000."),
            min_value=0,
            max_value=MOST_PLACES,
            localize=True,
            validators=[_refuse_parts],
            error_messages={"min_value": _RANGE, "max_value": _RANGE},
            **kwargs,
        )


class _SiteForm(forms.Form):
    """One change of a site that is there."""

    key = forms.ChoiceField(label=_("Site"))

    def __init__(self, *args: Any, sites: Choices, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the sites that are open."""
        super().__init__(*args, **kwargs)
        _offer(self, "key", sites)


class CloseForm(_SiteForm):
    """Close a site."""


class MoveForm(_SiteForm):
    """Move a site."""

    where = WhereField()


class EnlargeForm(_SiteForm):
    """Give a site other places."""

    places = PlacesField(label=_("Places from then on"))


class AddForm(forms.Form):
    """Open a site; without places where the layer counts none."""

    name = forms.CharField(label=_("Name"), max_length=300)
    where = WhereField()
    places = PlacesField(label=pgettext_lazy("capacity", "Places"))

    def __init__(self, *args: Any, is_counted: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask for places where the layer counts them."""
        super().__init__(*args, **kwargs)
        if not is_counted:
            del self.fields["places"]


class SitingForm(forms.Form):
    """What the best next sites are looked for among, and how many at most."""

    objective = forms.ChoiceField(label=_("Best at"), choices=SitingObjective)
    most_new = forms.IntegerField(label=_("At most so many new sites"), min_value=1, max_value=MOST_NEW, initial=1)
    layer = forms.ChoiceField(label=_("Candidates: places of a layer"), required=False)
    listed = forms.CharField(
        label=_("Candidates: a list"),
        help_text=_("One on each line: name; latitude, longitude. For instance: Alte Post; 50.9375, 6.9603"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    places = PlacesField(label=_("Places of each"), required=False, initial=0)
    room = forms.ChoiceField(
        label=_("How many persons a site takes"),
        choices=(
            ("", _("as many as come: everybody goes to the nearest one")),
            (BY_PLACES, _("no more than it has places: who finds none there goes farther")),
        ),
        required=False,
    )

    def __init__(self, *args: Any, layers: Sequence[LayerEntry], is_counted: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the layers of places; ask for places where the scenario's layer counts them."""
        super().__init__(*args, **kwargs)
        _offer(self, "layer", [("", "–"), *((each.layer.slug, each.layer.name) for each in layers)])
        if not is_counted:
            del self.fields["places"], self.fields["room"]

    def clean_listed(self) -> list[tuple[str, tuple[float, float]]]:
        """Return names and points of a list, or name the line that is none."""
        found = []
        for number, line in enumerate(self.cleaned_data["listed"].splitlines(), start=1):
            name, _sign, point = line.partition(";")
            if not line.strip():
                continue
            if not name.strip() or not is_point(point):
                raise forms.ValidationError(
                    _("Line %(number)s is not “name; latitude, longitude”."), params={"number": number}
                )
            found.append((name.strip(), point_of(point)))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for candidates."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not said.get("layer") and not said.get("listed"):
            self.add_error("layer", _("Choose a layer, or write a list of candidates."))
        if said.get("room") and not self.errors and not said.get("places"):
            self.add_error("places", _("Candidates without places take nobody: say how many each of them has."))
        return said


class WordsField(forms.CharField):
    """A text of several lines; ends of lines count as one character, as they do in the browser."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the text with one sign at the end of each line."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class CommentForm(forms.Form):
    """What somebody says of a scenario."""

    text = WordsField(
        label=_("Your comment"),
        help_text=_("Whoever may read this scenario reads it, with your name and the day."),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what you want to say.")},
    )


class PairForm(forms.Form):
    """Two scenarios that are shown side by side."""

    a = forms.ChoiceField(label=_("First scenario"))
    b = forms.ChoiceField(label=_("Second scenario"))

    def __init__(self, *args: Any, scenarios: Choices, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the scenarios that the person may read."""
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            _offer(self, name, [("", "–"), *scenarios])
            self.fields[name].error_messages["invalid_choice"] = _GONE
            self.fields[name].error_messages["required"] = _("Choose a scenario.")

    def clean(self) -> dict[str, Any]:
        """Refuse one scenario beside itself."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and said["a"] == said["b"]:
            self.add_error("b", _("Choose another scenario than the first one."))
        return said
