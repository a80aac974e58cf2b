# SPDX-License-Identifier: EUPL-1.2
"""The page that explains rights to an administrator: why somebody sees a thing, who may do what, what roles allow."""

from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port, validate_host
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sozialplanung.accounts.models import User
from sozialplanung.accounts.people.selectors import people_at
from sozialplanung.accounts.people.views import PeopleDesk, at_people
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.rights.explaining import Explanation, explain_address, explain_permission, holders
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.words import WORDS
from sozialplanung.web.query import refuse_unknown

NOBODY: Final = "0"
_LONGEST: Final = 400


class QuestionForm(forms.Form):
    """Whom is asked about, and about what: a page by its address, or a permission."""

    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    adresse = forms.CharField(
        label=gettext_lazy("Address of a page"),
        required=False,
        max_length=_LONGEST,
        help_text=gettext_lazy("As it stands in the browser, for example /musterstadt/lieferungen/."),
    )
    recht = forms.ChoiceField(label=gettext_lazy("or permission"), required=False)

    def __init__(self, data: QueryDict | None, *, people: list[User], host: str) -> None:
        """Offer the people of the organisation and all permissions; `host` is that of the page itself."""
        super().__init__(data)
        self.host = host
        choices = {
            "person": [(NOBODY, _("somebody who is not signed in")), *((str(each.pk), each.name) for each in people)],
            "recht": [("", "–"), *((each.value, str(WORDS[each][0])) for each in Permission)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def clean_adresse(self) -> str:
        """Refuse an address of another site: what is told of a path here says nothing of a path there."""
        address = str(self.cleaned_data["adresse"])
        if not _is_ours(address, self.host):
            raise forms.ValidationError(_("This address leads to another site. Enter one of this site."))
        return address

    def clean(self) -> dict[str, Any]:
        """Want one thing to explain."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("adresse")) == bool(cleaned.get("recht")):
            self.add_error("adresse", _("Enter an address or choose a permission, one of the two."))
        return cleaned


@require_safe
@at_people
def rights_page(request: HttpRequest, desk: PeopleDesk) -> HttpResponse:
    """Explain one right, say who holds it, and show what each role allows."""
    refuse_unknown(request.GET, (*QuestionForm.base_fields, "wer"))
    people = [row.person for row in people_at(desk.organisation)]
    asked = request.GET if _is_asked(request.GET) else None
    form = QuestionForm(asked, people=people, host=request.get_host())
    holds = WhoForm(request.GET if "wer" in request.GET else None)
    context = {
        "organisation": desk.organisation,
        "section": "people",
        "form": form,
        "who": holds,
        "explanation": _explained(form, desk, people),
        "asked": _asked_person(form, people),
        "holders": _holders(holds, desk),
        "matrix": _matrix(),
        "roles": list(ROLES.values()),
        "crumbs": [{"label": _("People"), "url": desk.url("people")}, {"label": _("Rights"), "url": ""}],
    }
    is_wrong = any(each.is_bound and each.errors for each in (form, holds))
    return render(request, "accounts/rights/rights.html", context, status=400 if is_wrong else 200)


class WhoForm(forms.Form):
    """Which permission's holders are looked for."""

    wer = forms.ChoiceField(
        label=gettext_lazy("Permission"), choices=[(each.value, WORDS[each][0]) for each in Permission]
    )


def _is_ours(address: str, host: str) -> bool:
    """Say whether an address stays on this site; one that cannot be read leads nowhere at all."""
    try:
        named = urlsplit(address).hostname
    except ValueError:
        return True
    ours = [split_domain_port(host)[0], *(each for each in settings.ALLOWED_HOSTS if each != "*")]
    return named is None or validate_host(named, ours)


def _is_asked(query: QueryDict) -> bool:
    return any(name in query for name in QuestionForm.base_fields)


def _asked_person(form: QuestionForm, people: list[User]) -> User | None:
    chosen = form.cleaned_data.get("person") if form.is_bound and form.is_valid() else None
    return next((each for each in people if str(each.pk) == chosen), None)


def _explained(form: QuestionForm, desk: PeopleDesk, people: list[User]) -> Explanation | None:
    if not (form.is_bound and form.is_valid()):
        return None
    reader = _asked_person(form, people) or AnonymousUser()
    said = form.cleaned_data
    if said["recht"]:
        return explain_permission(reader, Permission(said["recht"]), desk.organisation)
    return explain_address(reader, said["adresse"], desk.organisation)


def _holders(form: WhoForm, desk: PeopleDesk) -> Any:  # noqa: ANN401 - pairs of a person and roles, or nothing asked
    if not (form.is_bound and form.is_valid()):
        return None
    return holders(Permission(form.cleaned_data["wer"]), desk.organisation)


def _matrix() -> list[tuple[Any, Any, list[tuple[Any, bool]]]]:
    return [
        (name, text, [(role.display_name, permission in role.permissions) for role in ROLES.values()])
        for permission, (name, text) in WORDS.items()
    ]
