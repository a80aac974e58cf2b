# SPDX-License-Identifier: EUPL-1.2
"""Addresses of accounts."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from sozialplanung.accounts import log, views
from sozialplanung.accounts.oidc import views as oidc

app_name = "accounts"

# Django's views take PUT for POST, and look at who asks before they look at the method.
_form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("anmelden/", _form(views.LoginView.as_view()), name="login"),
    path("anmelden/dienst/<slug:provider>/", oidc.start, name="oidc_start"),
    path("anmelden/dienst/<slug:provider>/zurueck/", oidc.came_back, name="oidc_return"),
    path("abmelden/", require_POST(views.LogoutView.as_view()), name="logout"),
    path("konto/eingaben/<int:number>/verwerfen/", views.discard_kept, name="discard_kept"),
    path("konto/passwort/", _form(views.PasswordView.as_view()), name="password"),
    path("<slug:organisation>/protokoll/", log.log_page, name="log"),
    path("<slug:organisation>/protokoll/protokoll.csv", log.log_file, name="log_file"),
]
