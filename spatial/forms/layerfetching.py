# SPDX-License-Identifier: EUPL-1.2
"""Forms of places that come from the address of a service: where it is, which of its collections, as which layer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spatial.forms.layers import LayerNameForm
from spatial.models import AddressTold, ServiceKind
from spatial.readers.features import Offers
from spatial.readers.features.ogcapi import named_in
from spatial.services.layers.drafting import LayerFacts
from spatial.services.layers.fetching import ServiceAddress


class ServiceForm(forms.Form):
    """Where a service is."""

    service = forms.ChoiceField(label=_("Kind of service"), choices=ServiceKind.choices)
    address = forms.URLField(
        label=_("Address of the service"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("As its description names it, with a key where it needs one. Nobody sees the key afterwards."),
    )


class FetchForm(LayerNameForm):
    """Which collection is fetched, and as which layer."""

    service = forms.ChoiceField(choices=ServiceKind.choices, widget=forms.HiddenInput)
    address = forms.URLField(max_length=1000, assume_scheme="https", widget=forms.HiddenInput)
    collection = forms.ChoiceField(label=_("Collection of the service"))
    told = forms.ChoiceField(
        label=_("What readers see of the address"), choices=AddressTold.choices, widget=forms.RadioSelect
    )
    field_order = ("service", "address", "collection", "name", "slug", "kind", "valid_from", "told")

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the collections of the service."""
        super().__init__(*args, **kwargs)
        self._titles = {each.name: each.title for each in offers.offers}
        field = self.fields["collection"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Please choose")),
                *((name, _label(name, self._titles[name])) for name in self._titles),
            ]

    @property
    def facts(self) -> LayerFacts:
        """What is said about the layer."""
        names = ("name", "slug", "kind", "valid_from")
        return LayerFacts(**{name: self.cleaned_data[name] for name in names})

    @property
    def source(self) -> ServiceAddress:
        """Which collection of which service."""
        said = self.cleaned_data
        title = self._titles[said["collection"]][:200]
        return ServiceAddress(said["service"], said["address"], said["collection"], title, said["told"])


def first_said(look: ServiceForm, offers: Offers) -> dict[str, Any]:
    """Return what is filled in before a person says it: a collection that the address names, little told to readers."""
    names = [each.name for each in offers.offers]
    meant = named_in(look.cleaned_data["address"])
    chosen = meant if meant in names else names[0] if len(names) == 1 else ""
    title = next((each.title for each in offers.offers if each.name == chosen), "")
    return {**look.cleaned_data, "collection": chosen, "name": title[:120], "told": AddressTold.SERVER}


def _label(name: str, title: str) -> str:
    return f"{title} ({name})" if title and title != name else name
