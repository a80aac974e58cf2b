# SPDX-License-Identifier: EUPL-1.2
"""The second factor: proving it while signing in, setting it up, removing it, recovery codes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts import sessions
from sozialplanung.accounts.factors import selectors, services
from sozialplanung.accounts.keeping import sign_in_first
from sozialplanung.accounts.models import User
from sozialplanung.accounts.signin.forms import CodeForm, ConfirmForm, KeyForm, ProofForm
from sozialplanung.accounts.signin.stages import SecondFactorStage, waiting_stage
from sozialplanung.common.qr import modules_path
from sozialplanung.web.clients import network_of
from sozialplanung.web.desks import private, status_of

_MAY_SHOW = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose factors a page is about: somebody signed in, or somebody who has to set one up first (`stage`)."""

    person: User
    stage: SecondFactorStage | None


View = Callable[..., HttpResponse]


def for_owner(view: View) -> Callable[..., HttpResponseBase]:
    """Let in who changes how they sign in: shortly after proving who they are, or at their first sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
        person = request.user
        if isinstance(person, User):
            if not sessions.is_recent(request):
                return private(redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.path})}"))
            return private(view(request, Owner(person, None), **kwargs))
        stage = waiting_stage(request)
        if stage is None or not _may_set_up(request, stage.login.user):
            return private(sign_in_first(request))
        return private(view(request, Owner(stage.login.user, stage), **kwargs))

    return guarded


def _may_set_up(request: HttpRequest, person: User) -> bool:
    """Say whether who waits may set up a factor: not who has one, but for the one that was made just now."""
    return bool(_kind_set_up(request, person)) or not selectors.has_factor(person)


def _kind_set_up(request: HttpRequest, person: User) -> str:
    """Return the kind of factor that somebody set up in this browser during this sign-in."""
    owner, kind = request.session.get(sessions.SETTING_UP) or (None, "")
    return str(kind) if owner == person.pk else ""


def _sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, an empty form included."""
    return request.POST if request.method == "POST" else None


@_MAY_SHOW
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second factor between password and session."""
    stage = waiting_stage(request)
    if stage is None:
        return private(sign_in_first(request) if not request.user.is_authenticated else redirect("/"))
    person: User = stage.login.user
    if not selectors.has_factor(person):
        return private(redirect("accounts:factors"))
    form = ProofForm(_sent(request), person=person)
    if request.method == "POST" and form.is_valid():
        return private(stage.passed(form.kind))
    return private(_proof_page(request, form, "accounts/second_factor.html"))


def _proof_page(request: HttpRequest, form: ProofForm, template: str, **more: object) -> HttpResponse:
    options = webauthn.begin_authentication(form.person) if selectors.has_keys(form.person) else None
    return render(request, template, {"form": form, "options": options, **more}, status=status_of(form))


@require_safe
@for_owner
def factors(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Show the second factors, why they are needed, and how to get one."""
    context = {
        "owner": owner,
        "factors": selectors.factors_of(owner.person),
        "codes": len(selectors.codes_of(owner.person)),
        "is_needed": selectors.is_needed(owner.person),
        "is_asked_for": settings.SECOND_FACTOR_IS_NEEDED,
        "has_app": selectors.has_app(owner.person),
    }
    return render(request, "accounts/factors.html", context)


@_MAY_SHOW
@for_owner
def add_app(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Set up an app that shows codes."""
    secret = _secret(request)
    form = CodeForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        if services.add_app(person=owner.person, secret=secret, code=form.cleaned_data["code"]):
            return _set_up(request, owner, "totp")
        form.add_error("code", _("This code does not fit. Look whether your clock is right, and enter the next code."))
    address = get_adapter().build_totp_url(owner.person, secret)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "owner": owner, "address": address, "secret": groups, "qr": modules_path(address)}
    return render(request, "accounts/factor_app.html", context, status=status_of(form))


def _secret(request: HttpRequest) -> str:
    """Return the secret that is being set up in this browser, kept encrypted until its code was right."""
    kept = request.session.get(sessions.SECRET)
    if kept and request.method == "POST":
        return str(get_adapter().decrypt(kept))
    secret = services.new_secret()
    request.session[sessions.SECRET] = get_adapter().encrypt(secret)
    return secret


@_MAY_SHOW
@for_owner
def add_key(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Set up a security key."""
    form = KeyForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        name = said["name"] or _("Security key")
        if services.add_key(person=owner.person, name=name, credential=said["credential"]):
            return _set_up(request, owner, "webauthn")
        form.add_error(None, _("The security key did not answer as it should. Try again."))
    context = {"form": form, "owner": owner, "options": webauthn.begin_registration(owner.person, False)}  # noqa: FBT003 - allauth's signature
    return render(request, "accounts/factor_key.html", context, status=status_of(form))


def _set_up(request: HttpRequest, owner: Owner, kind: str) -> HttpResponse:
    request.session.pop(sessions.SECRET, None)
    if owner.stage is None:
        sessions.prove_again(request, strength=kind)
    else:
        request.session[sessions.SETTING_UP] = [owner.person.pk, kind]
    messages.success(request, _("Your second factor is set up. You are asked for it from the next sign-in on."))
    return redirect("accounts:codes")


@require_safe
@for_owner
def codes(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Show the recovery codes that were not used, to print or to write down."""
    found = selectors.codes_of(owner.person)
    if not found and not selectors.has_factor(owner.person):
        return redirect("accounts:factors")
    return render(request, "accounts/factor_codes.html", {"owner": owner, "codes": found})


@require_POST
@for_owner
def renew_codes(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Make new recovery codes."""
    services.renew_codes(person=owner.person)
    messages.success(request, _("These are your new recovery codes. The earlier ones count no more."))
    return redirect("accounts:codes")


@_MAY_SHOW
@for_owner
def remove(request: HttpRequest, owner: Owner, number: int) -> HttpResponse:
    """Remove a factor of one's own, after asking."""
    found = next((each for each in selectors.factors_of(owner.person) if each.pk == number), None)
    if found is None or owner.stage is not None:
        return redirect("accounts:factors")
    if request.method == "POST":
        services.remove_factor(person=owner.person, pk=number)
        messages.success(request, _("The second factor was removed."))
        return redirect("accounts:factors")
    return render(request, "accounts/factor_remove.html", {"factor": found})


@require_POST
@for_owner
def finish(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Sign in who set up their first factor just now."""
    kind = _kind_set_up(request, owner.person)
    if owner.stage is None or not kind:
        return redirect("accounts:factors")
    return owner.stage.passed(kind)


@_MAY_SHOW
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Ask somebody who signed in a while ago who they are, before they change how they sign in."""
    person = request.user
    if not isinstance(person, User):
        return private(sign_in_first(request))
    wanted = get_next_redirect_url(request) or reverse("accounts:factors")
    form: ConfirmForm | ProofForm | None = None
    if person.has_usable_password():
        form = ConfirmForm(_sent(request), person=person, network=network_of(request))
    elif selectors.has_factor(person):
        form = ProofForm(_sent(request), person=person)
    if request.method == "POST" and form is not None and form.is_valid():
        sessions.prove_again(request)
        return private(redirect(wanted))
    if isinstance(form, ProofForm):
        return private(_proof_page(request, form, "accounts/confirm.html", next=wanted))
    return private(render(request, "accounts/confirm.html", {"form": form, "next": wanted}, status=status_of(form)))
