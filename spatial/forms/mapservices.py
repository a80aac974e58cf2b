# SPDX-License-Identifier: EUPL-1.2
"""Forms of map services: where one is, which of its layers is meant, what is said about it, what becomes of it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from spatial.models import MapServiceKind, MapServiceRole
from spatial.readers.maps import MapOffers
from spatial.services.mapservices.registering import ServiceAddress, ServiceWords

# Words that stand in addresses beside the services of an organisation.
TAKEN_SLUGS: Final = frozenset({"neu"})
_OPACITIES: Final = tuple((value, f"{value} %") for value in (20, 40, 60, 80, 100))
_USUAL_OPACITY: Final = 60


class LookForm(forms.Form):
    """Where a service is."""

    kind = forms.ChoiceField(label=_("Kind of service"), choices=MapServiceKind.choices)
    address = forms.URLField(
        label=_("Address of the service"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("As its description names it. Only hosts that the operator allows are asked."),
    )


class WordsForm(forms.Form):
    """What is said about a service."""

    title = forms.CharField(label=_("Name"), max_length=120, help_text=_("As readers see it: City map."))
    role = forms.ChoiceField(label=_("Where it lies"), choices=MapServiceRole.choices)
    opacity = forms.TypedChoiceField(
        label=_("How strongly it is drawn"),
        choices=_OPACITIES,
        coerce=int,
        initial=_USUAL_OPACITY,
        help_text=_("The figures have to stay readable. Readers may change it for themselves."),
    )
    attribution = forms.CharField(
        label=_("Attribution"), max_length=500, help_text=_("Always stands below the map: © Land survey 2026.")
    )
    licence = forms.CharField(
        label=_("Licence or terms of use"), max_length=200, help_text=_("Check that the service may be shown publicly.")
    )

    @property
    def words(self) -> ServiceWords:
        """What was said."""
        names = ("title", "role", "opacity", "attribution", "licence")
        return ServiceWords(**{name: self.cleaned_data[name] for name in names})


class ChangeForm(WordsForm):
    """Other words, on the revision that was seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RegisterForm(WordsForm):
    """A layer of a service, and what is said about it."""

    kind = forms.ChoiceField(choices=MapServiceKind.choices, widget=forms.HiddenInput)
    address = forms.URLField(max_length=1000, assume_scheme="https", widget=forms.HiddenInput)
    layer = forms.ChoiceField(label=_("Layer of the service"))
    slug = forms.SlugField(
        label=_("Short name in addresses"), max_length=60, help_text=_("Small letters, digits and hyphens.")
    )
    field_order = ("layer", "title", "slug", "role", "opacity", "attribution", "licence", "kind", "address")

    def __init__(self, *args: Any, offers: MapOffers, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the layers that fit our maps."""
        super().__init__(*args, **kwargs)
        fitting = [(each.name, each.title or each.name) for each in offers.offers if each.source is not None]
        field = self.fields["layer"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Please choose")), *fitting]

    def clean_slug(self) -> str:
        """Keep the words that stand for other pages."""
        slug = str(self.cleaned_data["slug"])
        if slug in TAKEN_SLUGS:
            raise forms.ValidationError(_("This short name stands for another page. Choose another one."))
        return slug

    @property
    def at(self) -> ServiceAddress:
        """Where the service is."""
        said = self.cleaned_data
        return ServiceAddress(slug=said["slug"], kind=said["kind"], address=said["address"])


class FateForm(forms.Form):
    """What becomes of a service."""

    act = forms.ChoiceField(choices=(("offer", ""), ("take_off", ""), ("remove", "")))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def first_words(look: LookForm, offers: MapOffers) -> dict[str, Any]:
    """Return what a service says of itself, for the form in which a person says it."""
    return {
        **look.cleaned_data,
        "title": offers.title[:120],
        "attribution": offers.attribution[:500],
        "licence": offers.licence[:200],
        "opacity": _USUAL_OPACITY,
    }
