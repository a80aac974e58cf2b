# SPDX-License-Identifier: EUPL-1.2
"""Addresses of accounts."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from sozialplanung.accounts import log, views
from sozialplanung.accounts.looks import publicviews as looks_of
from sozialplanung.accounts.looks import views as looks
from sozialplanung.accounts.oidc import views as oidc
from sozialplanung.accounts.ownwords import views as ownwords
from sozialplanung.accounts.people import views as people
from sozialplanung.accounts.rights import views as rights
from sozialplanung.accounts.signin import passwordviews, personviews, sessionviews
from sozialplanung.accounts.signin import views as signin

app_name = "accounts"

# Django's views take PUT for POST, and look at who asks before they look at the method.
_form = require_http_methods(["GET", "HEAD", "POST"])

PEOPLE = "<slug:organisation>/personen/"
PEOPLE_URLS = [
    path(PEOPLE, people.people_page, name="people"),
    path(f"{PEOPLE}neu/", people.new_page, name="person_new"),
    path(f"{PEOPLE}<int:number>/", people.person_page, name="person"),
    path(f"{PEOPLE}<int:number>/rollen/<int:assignment>/nehmen/", people.take_page, name="role_take"),
    path(f"{PEOPLE}<int:number>/sperren/", people.close_page, name="account_close"),
    path(f"{PEOPLE}<int:number>/entsperren/", people.open_again, name="account_open"),
    path(f"{PEOPLE}<int:number>/einladung/", people.invite, name="person_invite"),
]

LOOKS = "<slug:organisation>/erscheinungsbild/"
LOOK_URLS = [
    path("farbe/<slug:colour>.css", looks_of.publisher_style, name="publisher_style"),
    path("<slug:organisation>/logo/<slug:digest>.png", looks_of.logo, name="logo"),
    path(LOOKS, looks.look_page, name="look"),
    path(f"{LOOKS}vorschau/", looks.preview_page, name="look_preview"),
    path(f"{LOOKS}vorschau/logo.png", looks.draft_logo, name="look_draft_logo"),
    path(f"{LOOKS}haus/", looks.reset, name="look_reset"),
    path(f"{LOOKS}<int:number>/nehmen/", looks.restore, name="look_restore"),
    path("<slug:organisation>/eigene-worte/", ownwords.words_page, name="own_words"),
    path("<slug:organisation>/eigene-worte/<int:number>/nehmen/", ownwords.restore_words, name="words_restore"),
]

urlpatterns = [
    path("anmelden/", _form(views.LoginView.as_view()), name="login"),
    path("anmelden/dienst/<slug:provider>/", oidc.start, name="oidc_start"),
    path("anmelden/dienst/<slug:provider>/zurueck/", oidc.came_back, name="oidc_return"),
    path("anmelden/passwort-vergessen/", passwordviews.forgotten, name="forgotten"),
    path(
        "anmelden/neues-passwort/<slug:uidb64>/<slug:token>/",
        _form(passwordviews.NewPasswordView.as_view()),
        name="new_password",
    ),
    path("anmelden/zweiter-faktor/", signin.second_factor, name="second_factor"),
    path("anmelden/zweiter-faktor/fertig/", signin.finish, name="factor_finish"),
    path("abmelden/", require_POST(views.LogoutView.as_view()), name="logout"),
    path("abmelden/dienst/<slug:provider>/", oidc.sign_out_there, name="oidc_sign_out"),
    path("konto/bestaetigen/", signin.confirm, name="confirm"),
    path("konto/eingaben/<int:number>/verwerfen/", views.discard_kept, name="discard_kept"),
    path("konto/passwort/", _form(views.PasswordView.as_view()), name="password"),
    path("konto/sitzungen/", sessionviews.session_list, name="sessions"),
    path("konto/sitzungen/beenden/", sessionviews.end_session, name="sessions_end"),
    path("konto/zweiter-faktor/", signin.factors, name="factors"),
    path("konto/zweiter-faktor/app/", signin.add_app, name="factor_app"),
    path("konto/zweiter-faktor/schluessel/", signin.add_key, name="factor_key"),
    path("konto/zweiter-faktor/codes/", signin.codes, name="codes"),
    path("konto/zweiter-faktor/codes/neu/", signin.renew_codes, name="codes_new"),
    path("konto/zweiter-faktor/<int:number>/entfernen/", signin.remove, name="factor_remove"),
    path("konto/einladung/<str:secret>/", people.invitation_page, name="invitation"),
    *PEOPLE_URLS,
    *LOOK_URLS,
    path("<slug:organisation>/rechte/", rights.rights_page, name="rights"),
    path("<slug:organisation>/personen/<int:number>/zweiter-faktor/", personviews.reset_factor, name="factor_reset"),
    path("<slug:organisation>/protokoll/", log.log_page, name="log"),
    path("<slug:organisation>/protokoll/protokoll.csv", log.log_file, name="log_file"),
]
