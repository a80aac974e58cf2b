# SPDX-License-Identifier: EUPL-1.2
"""Addresses of accounts."""

from django.urls import path

from sozialplanung.accounts import views

app_name = "accounts"

urlpatterns = [
    path("anmelden/", views.LoginView.as_view(), name="login"),
    path("abmelden/", views.LogoutView.as_view(), name="logout"),
    path("konto/eingaben/<int:number>/verwerfen/", views.discard_kept, name="discard_kept"),
    path("konto/passwort/", views.PasswordView.as_view(), name="password"),
]
