# SPDX-License-Identifier: EUPL-1.2
"""Addresses of accounts."""

from django.urls import path

from sozialplanung.accounts import log, views
from sozialplanung.accounts.oidc import views as oidc

app_name = "accounts"

urlpatterns = [
    path("anmelden/", views.LoginView.as_view(), name="login"),
    path("anmelden/dienst/<slug:provider>/", oidc.start, name="oidc_start"),
    path("anmelden/dienst/<slug:provider>/zurueck/", oidc.came_back, name="oidc_return"),
    path("abmelden/", views.LogoutView.as_view(), name="logout"),
    path("konto/eingaben/<int:number>/verwerfen/", views.discard_kept, name="discard_kept"),
    path("konto/passwort/", views.PasswordView.as_view(), name="password"),
    path("<slug:organisation>/protokoll/", log.log_page, name="log"),
    path("<slug:organisation>/protokoll/protokoll.csv", log.log_file, name="log_file"),
]
