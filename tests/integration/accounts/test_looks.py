# SPDX-License-Identifier: EUPL-1.2
"""Logo and colour of an organisation: tried, looked at, taken, put back; what cannot be read is refused."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.rendering.files.colours import TINT
from sozialplanung.accounts.errors import AccountConflictError, AccountInputError
from sozialplanung.accounts.looks import services
from sozialplanung.accounts.looks.colours import DARK, LIGHT, shades_of, style_of
from sozialplanung.accounts.models import Logo, Look, LookDraft, Organisation, User
from sozialplanung.audit.models import Event
from sozialplanung.common.shades import contrast, from_oklch
from tests.factories.desk import client_of, german
from tests.factories.logos import SVG, png
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LOOK = "/musterstadt/erscheinungsbild/"
PREVIEW = f"{LOOK}vorschau/"
HOME = "/musterstadt/berichte/"
GREEN = "#1b6e3c"


def sent(person: User, colour: str = "", logo: bytes = b"", name: str = "logo.png", **more: str) -> Any:  # noqa: ANN401 - the test client's answer
    fields: dict[str, Any] = {"accent": colour, **more}
    if logo:
        fields["logo"] = SimpleUploadedFile(name, logo, content_type="image/png")
    return client_of(person).post(LOOK, fields)


def taken(person: User, colour: str = GREEN, logo: bytes = b"") -> Any:  # noqa: ANN401 - the test client's answer
    """Try a look and take it."""
    assert sent(person, colour, logo).status_code == 302
    page = client_of(person).get(PREVIEW).content.decode()
    (seal,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    return client_of(person).post(PREVIEW, {"decision": "take", "seen": seal})


def now(world: World) -> Organisation:
    return Organisation.objects.get(pk=world.city.pk)


def text(answer: Any) -> str:  # noqa: ANN401 - the test client's answer
    found: str = answer.content.decode()
    return found


def test_look_is_tried_by_one_person_and_seen_by_nobody_else(world: World) -> None:
    answer = sent(world.gero, GREEN, png())
    preview, home = client_of(world.gero).get(PREVIEW), text(Client().get(HOME))
    logo = client_of(world.gero).get(f"{PREVIEW}logo.png")

    assert answer["Location"] == PREVIEW
    assert 'class="publisher publisher-1b6e3c"' in text(preview)
    assert f'src="{PREVIEW}logo.png"' in text(preview)
    assert logo["Content-Type"] == "image/png"
    assert logo.content == bytes(LookDraft.objects.get().logo)
    assert (now(world).accent, now(world).logo_digest) == ("", "")
    assert "publisher" not in home
    assert not Look.objects.exists()
    assert not Event.objects.filter(action__startswith="accounts.look").exists()
    assert client_of(world.anna).get(f"{PREVIEW}logo.png").status_code == 404


def test_look_that_is_taken_stands_on_every_page_of_the_organisation_and_on_no_other(world: World) -> None:
    answer = taken(world.gero, GREEN, png())

    home, other = text(Client().get(HOME)), text(Client().get("/nachbarstadt/berichte/"))
    (logo,) = re.findall(r'<img class="topbar__logo" src="([^"]+)" alt="">', home)
    (style,) = re.findall(r'href="(/farbe/[^"]+)"', home)
    assert answer["Location"] == LOOK
    assert 'class="publisher publisher-1b6e3c"' in home
    assert Client().get(logo).content == bytes(Logo.objects.get().content)
    assert Client().get(style).content.decode() == style_of(GREEN)
    assert "publisher" not in other
    assert not LookDraft.objects.exists()
    (event,) = Event.objects.filter(action="accounts.look_taken")
    assert (event.actor_id, event.organisation_slug, event.details) == (
        world.gero.pk,
        "musterstadt",
        {"colour": GREEN, "logo": "own"},
    )


def test_page_of_settings_leads_there_whoever_may_go(world: World) -> None:
    assert f'href="{LOOK}"' in text(client_of(world.gero).get("/musterstadt/einstellungen/"))
    assert f'href="{LOOK}"' not in text(client_of(world.frida).get("/musterstadt/einstellungen/"))


def test_look_costs_no_statement_more(world: World) -> None:
    with CaptureQueriesContext(connections["public"]) as before:
        Client().get(HOME)
    taken(world.gero, GREEN, png())
    with CaptureQueriesContext(connections["public"]) as after:
        Client().get(HOME)

    assert before
    assert len(after) == len(before)


@pytest.mark.check("C008")
def test_colour_that_cannot_be_read_is_refused_with_how_much_is_missing_and_the_nearest_shade(world: World) -> None:
    answer = sent(world.gero, "#ffcc00")
    page = text(answer)

    assert answer.status_code == 422
    assert "1,24" in page or "1,25" in page or "1,26" in page
    (shade,) = set(re.findall(r'name="shade" value="(#[0-9a-f]{6})"', page))
    assert all(contrast(shade, ground) >= 4.5 for ground, _words in LIGHT)
    assert not LookDraft.objects.exists()
    # Taking it by its button leads to the preview.
    assert sent(world.gero, "#ffcc00", shade=shade)["Location"] == PREVIEW
    assert LookDraft.objects.get().accent == shade


def test_logo_is_kept_while_the_colour_is_mended(world: World) -> None:
    assert 'name="without_logo"' not in text(client_of(world.gero).get(LOOK))
    assert 'name="without_logo"' in text(sent(world.gero, "#ffcc00", png()))
    assert sent(world.gero, GREEN).status_code == 302

    draft = LookDraft.objects.get()

    assert (draft.accent, draft.width, draft.height) == (GREEN, 240, 120)


@pytest.mark.check("C008")
@pytest.mark.parametrize("colour", [GREEN, "#171a87", "#000000", "#7a0019"])
def test_dark_pages_have_a_shade_that_can_be_read_there(world: World, colour: str) -> None:
    sent(world.gero, colour)
    page = text(client_of(world.gero).get(PREVIEW))
    shades = shades_of(colour)

    assert all(contrast(shades.dark, ground) >= 4.5 for ground, _words in DARK)
    assert all(check.holds for check in (*shades.checks, *shades.dark_checks))
    assert shades.dark in page
    assert "prefers-color-scheme:dark" in style_of(colour)


def test_grounds_are_those_of_the_style_sheet_and_of_documents() -> None:
    tokens = Path("static/css/tokens.css").read_text(encoding="utf-8")
    kern = Path("static/build/kern.css").read_text(encoding="utf-8")
    light, dark = tokens.split("prefers-color-scheme: dark", 1)

    def ground(where: str, name: str) -> str:
        told = re.search(rf"--color-{name}: var\(--kern-color-([a-z0-9-]+)\)", where)
        assert told is not None
        found = re.search(rf"--kern-color-{told[1]}: ?oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", kern)
        if found is None:
            assert told[1] == "white"
            return "#ffffff"
        return from_oklch(float(found[1]) / 100, float(found[2]), float(found[3]) * 3.141592653589793 / 180)

    assert {ground(light, "paper"), ground(light, "paper-bar"), TINT} == {each for each, _words in LIGHT}
    assert {ground(dark, "paper"), ground(dark, "paper-bar")} == {each for each, _words in DARK}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            SVG,
            (
                "This is an SVG drawing. Such files can hold programs and addresses of others, so they are not taken. "
                "Save the logo as PNG with a transparent ground, at least 300 pixels high, and upload that."
            ),
        ),
        (b"%PDF-1.7", "This is no picture that can be read here. Save the logo as PNG, JPEG or WebP."),
        (png()[:200], "The picture is damaged or not complete. Save it again and upload it anew."),
    ],
)
def test_file_that_is_no_logo_is_refused_in_words(world: World, content: bytes, words: str) -> None:
    answer = sent(world.gero, GREEN, content)

    assert answer.status_code == 422
    assert german(words) in text(answer)
    assert not LookDraft.objects.exists()


def test_file_beyond_the_limit_is_refused_before_it_is_read(world: World) -> None:
    assert sent(world.gero, GREEN, b"\x89PNG" + b"0" * 2_050_000).status_code == 422
    assert sent(world.gero, GREEN, b"\x89PNG" + b"0" * 2_200_000).status_code == 413


@pytest.mark.parametrize("colour", ["rot", "#12345", "#0b5394;}", "url(x)"])
def test_what_is_no_colour_is_refused(world: World, colour: str) -> None:
    assert sent(world.gero, colour).status_code == 422


def test_only_what_was_seen_is_taken(world: World) -> None:
    sent(world.gero, GREEN)
    draft = LookDraft.objects.get()
    seal = services.seal_of(draft)
    sent(world.gero, "#7a0019")
    draft.refresh_from_db()

    with pytest.raises(AccountConflictError):
        services.take_look(organisation=now(world), draft=draft, seen=seal, by=world.gero)

    answer = client_of(world.gero).post(PREVIEW, {"decision": "take", "seen": seal})
    assert answer["Location"] == PREVIEW
    assert now(world).accent == ""


def test_draft_is_dropped_and_old_ones_are_forgotten(world: World) -> None:
    sent(world.gero, GREEN)
    assert client_of(world.gero).post(PREVIEW, {"decision": "drop"})["Location"] == LOOK
    assert client_of(world.gero).get(PREVIEW)["Location"] == LOOK
    sent(world.gero, GREEN)
    LookDraft.objects.update(made_at=timezone.now() - timedelta(days=31))

    assert services.forget_drafts() == 1
    assert now(world).accent == ""


def test_organisation_goes_back_to_the_house_and_to_an_earlier_look(world: World) -> None:
    taken(world.gero, GREEN, png())
    first = Look.objects.get()

    assert client_of(world.gero).post(f"{LOOK}haus/").status_code == 302
    assert (now(world).accent, now(world).logo_digest) == ("", "")
    assert "publisher" not in text(Client().get(HOME))
    assert german("Take it again") in text(client_of(world.gero).get(LOOK))
    assert client_of(world.gero).post(f"{LOOK}{first.pk}/nehmen/").status_code == 302
    assert (now(world).accent, now(world).logo_digest) == (GREEN, Logo.objects.get().digest)
    assert Look.objects.count() == 3
    acts = Event.objects.filter(action__startswith="accounts.look").order_by("pk").values_list("action", flat=True)
    assert [*acts] == ["accounts.look_taken", "accounts.look_reset", "accounts.look_restored"]


def test_logo_is_taken_off_and_the_colour_stays(world: World) -> None:
    taken(world.gero, GREEN, png())

    sent(world.gero, GREEN, without_logo="on")

    draft = LookDraft.objects.get()
    assert (draft.accent, bytes(draft.logo)) == (GREEN, b"")


def test_nobody_takes_the_look_of_another_organisation(world: World) -> None:
    taken(world.gero, GREEN, png())
    digest = Logo.objects.get().digest

    assert Client().get(f"/musterstadt/logo/{digest}.png").status_code == 200
    assert Client().get(f"/nachbarstadt/logo/{digest}.png").status_code == 404
    assert client_of(world.dora).get(LOOK).status_code == 404


@pytest.mark.parametrize("colour", ["ffcc00", "1B6E3C", "1b6e3", "171a87x", "red"])
def test_style_sheet_says_readable_colours_alone(colour: str) -> None:
    assert Client().get(f"/farbe/{colour}.css").status_code == 404


def test_logo_and_style_sheet_are_asked_for_once(world: World) -> None:
    taken(world.gero, GREEN, png())
    address = f"/musterstadt/logo/{Logo.objects.get().digest}.png"

    first = Client().get(address)
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    style = Client().get("/farbe/1b6e3c.css")

    assert again.status_code == 304
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Client().get("/farbe/1b6e3c.css", headers={"if-none-match": style["ETag"]}).status_code == 304
    assert "Set-Cookie" not in style.headers
    assert set(re.findall(r"[{;](--[\w-]+):", style.content.decode())) == {"--color-publisher"}


def test_service_refuses_what_cannot_be_read_too(world: World) -> None:
    look = Look.objects.create(organisation=world.city, accent="#ffcc00")

    with pytest.raises(AccountInputError):
        services.restore_look(organisation=world.city, look=look, by=world.gero)
    assert client_of(world.gero).post(f"{LOOK}{look.pk}/nehmen/").status_code == 302
    assert now(world).accent == ""
