# SPDX-License-Identifier: EUPL-1.2
"""The desk of deliveries for one topic: a youth office brings and signs its own series and learns of no others."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

import pytest
from django.conf import LazySettings

from indicators.errors import DeliveryError, FourEyesError, NotApproverError
from indicators.models import (
    Delivery,
    DeliveryState,
    DeliveryTemplate,
    Indicator,
    IndicatorDefinition,
    MappingProfile,
    SignatureKind,
    Source,
    Topic,
    Variable,
)
from indicators.readers.mapping import mapping_from_json
from indicators.rendering.delivery_template import csv_template
from indicators.selectors.approvals import Rule, signers_of, waiting_for
from indicators.selectors.parts import begun_within, names_in, part_of
from indicators.selectors.templates import table_of_template
from indicators.services import reviewing
from indicators.services.approvals import change_rule
from indicators.services.catalogue import IndicatorSpec
from indicators.services.deliveries import drafting
from indicators.services.deliveries.drafting import TableMapping
from indicators.services.deliveries.recognising import profiles_for
from indicators.services.deliveries.templating import TemplateSpec, create_template
from indicators.services.validating.writing import RuleSpec, write_rule
from sozialplanung.accounts.factors.selectors import is_needed
from sozialplanung.accounts.models import Assignment, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, people_where
from sozialplanung.accounts.services import withdraw_role
from sozialplanung.notifications.selectors import notifications_of, unread_count
from sozialplanung.web import rawfigures
from tests.factories.desk import client_of, decide, german, post, read, run_jobs, url_of
from tests.factories.register import create, definition
from tests.factories.standing import kept
from tests.factories.youthoffice import (
    ECHOED,
    FOREIGN_SAID,
    OWN_FILE,
    OWN_SAID,
    YouthOffice,
    add_indicator,
    begun,
    build_youth_office,
    checked,
    person,
    submitted,
    write_secret_rule,
)

pytestmark = pytest.mark.django_db
kept_city = kept(build_youth_office)
DESK: Final = "/musterstadt/lieferungen/"


def status(who: User, address: str) -> int:
    return int(client_of(who).get(address).status_code)


def test_a_youth_office_brings_and_signs_its_own(city: YouthOffice) -> None:
    delivery = submitted(city.world, city.jan)

    assert delivery.within == [city.youth.pk]
    assert [each.name for each in signers_of(delivery.batch)] == ["Frida", "Jule"]  # type: ignore[arg-type]
    assert "Hilfen 2020" in read(city.jule, f"{DESK}?liste=freigabe")
    page = read(city.jule, url_of(delivery, "freigabe/"))
    assert "Hilfen zur Erziehung" in page
    assert decide(city.jule, delivery, "approve", "passt").status_code == 302
    run_jobs()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.RELEASED
    assert german("The figures are released, and everything that depends on them is computed.") in read(
        city.jan, url_of(delivery)
    )


def test_both_are_asked_for_a_second_factor_and_count_nowhere_else(city: YouthOffice, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_IS_NEEDED = True
    for who, permission in ((city.jan, Permission.IMPORT_FIGURES), (city.jule, Permission.APPROVE_IMPORTS)):
        assert is_needed(who)
        assert not has_permission(who, permission, city.world.city)
        assert not has_permission(who, Permission.VIEW_RAW_FIGURES, city.world.city)
        assert who not in people_where(permission, city.world.city)


def test_four_eyes_hold_within_a_topic(city: YouthOffice) -> None:
    person_of_both = person(city.world, "jo", "steward", city.youth)
    Assignment.every.create(
        user=person_of_both,
        organisation=city.world.city,
        role="approver",
        scope_kind="topic",
        scope_key=str(city.youth.pk),
    )
    delivery = submitted(city.world, person_of_both)

    assert person_of_both not in signers_of(delivery.batch)  # type: ignore[arg-type]
    with pytest.raises(FourEyesError):
        reviewing.sign_batch(batch=delivery.batch, by=person_of_both, kind=SignatureKind.CONTENT)  # type: ignore[arg-type]


def test_a_foreign_column_is_not_offered_and_refused_like_one_that_is_not_there(city: YouthOffice) -> None:
    delivery = begun(city.world, city.jan, OWN_FILE.replace("hilfen", "pflegegeheim"))

    page = read(city.jan, url_of(delivery, "zuordnung/1/"))
    foreign = post(city.jan, delivery, "zuordnung/1/", FOREIGN_SAID)
    absent = post(city.jan, delivery, "zuordnung/1/", FOREIGN_SAID | {"column_1": "gibtesnicht|value"})

    assert 'value="hilfen|value"' in page
    assert 'value="pflegegeheim|value"' not in page
    assert 'value="einwohner|value"' not in page
    assert foreign.status_code == absent.status_code == 422
    plain = [
        ECHOED.sub("…", str(each.content.decode())).replace(name, "…")
        for each, name in ((foreign, "pflegegeheim|value"), (absent, "gibtesnicht|value"))
    ]
    # The header of their own file is theirs; revisions count on.
    assert re.sub(r'name="revision" value="\d+"', "", plain[0]) == re.sub(r'name="revision" value="\d+"', "", plain[1])


def test_whoever_works_on_it_the_delivery_stays_within_its_topics(city: YouthOffice) -> None:
    delivery = begun(city.world, city.jan, OWN_FILE)
    table = delivery.tables.get()
    waiting = city.foreign["waiting"]
    foreign = mapping_from_json(waiting.tables.get().mapping or {})

    answer = post(city.world.anna, delivery, "zuordnung/1/", FOREIGN_SAID)
    said = TableMapping("viertel", "stand-2020", foreign, {})
    with pytest.raises(DeliveryError) as refused:
        drafting.save_mapping(table=table, said=said, by=city.world.anna, revision=delivery.revision)
    # As if the mapping had come there on another way.
    table.level, table.edition, table.mapping = "viertel", "stand-2020", foreign.to_json()
    table.save()
    post(city.world.anna, delivery, "pruefung/")

    assert answer.status_code == 422
    assert refused.value.code == "indicators.series_unknown"
    assert delivery.batch is None
    assert delivery.job is not None
    assert delivery.job.error_code == "indicators.series_unknown"
    # What brings another topic's series is not there for them any more.
    assert status(city.jan, url_of(delivery)) == 404


def test_saved_mappings_and_templates_of_another_topic_are_not_there(city: YouthOffice) -> None:
    anna, world = city.world.anna, city.world
    both = "schluessel;hilfen;einwohner\n11;1;2\n12;3;4\n21;5;6\n22;7;8\n"
    submitted(world, anna, both, OWN_SAID | {"column_2": "einwohner|value"}, title="Beides")
    profile = MappingProfile.objects.latest("pk")
    own, foreign = (_template(city, series) for series in ("hilfen", "einwohner"))

    followed = begun(world, anna, both.replace("7", "9"), title="Ganz").tables.get()
    mine = begun(world, city.jan, both.replace("7", "9")).tables.get()
    bound = [begun(world, city.jan, _filled(each)).tables.get() for each in (own, foreign)]

    assert followed.profile == profile
    assert mine.profile is None
    assert not mine.mapping
    assert profiles_for(source_id=profile.source_id, fingerprint=profile.fingerprint, names=frozenset({"hilfen"})) == []
    assert [bool(each.mapping) for each in bound] == [True, False]
    assert bound[1].recognition["template"] == {"code": foreign.code, "state": "unknown"}
    assert "einwohner" not in str(bound[1].recognition.get("proposals", {}))


def _template(city: YouthOffice, series: str) -> DeliveryTemplate:
    source = Source.objects.select_related("organisation").get(organisation=city.world.city, slug="register")
    spec = TemplateSpec(source, "Vorlage", "viertel", "stand-2020", (series,), ("2021-12-31",))
    return create_template(spec=spec, by=city.world.anna)


def _filled(template: DeliveryTemplate) -> str:
    return csv_template(table_of_template(template)).decode("utf-8-sig")


def test_a_rule_that_reaches_over_is_told_to_the_whole_and_ties_the_signature(city: YouthOffice) -> None:
    free = submitted(city.world, city.jan)
    write_secret_rule(city)
    tied = submitted(city.world, city.jan, OWN_FILE.replace("40", "41"))

    assert tied.batch is not None
    assert free.batch is not None
    assert [each["is_beyond"] for each in tied.batch.counts["rules"]] == [True]
    assert tied.batch.counts["rules"][0]["broken"] == 4
    assert not tied.batch.findings.filter(code__startswith="checks.rule").exists()
    assert waiting_for(city.jule, city.world.city) == [free.pk]
    page = read(city.jule, url_of(tied, "freigabe/"))
    assert (
        german("Validation rules that concern further topics as well are read by those who approve for all topics.")
        in page
    )
    assert "entscheidung" not in page
    assert decide(city.jule, tied, "approve").status_code == 422
    assert decide(city.jule, tied, "refuse", "nein").status_code == 422
    with pytest.raises(NotApproverError):
        reviewing.sign_batch(batch=tied.batch, by=city.jule, kind=SignatureKind.CONTENT)
    assert decide(city.world.frida, tied, "approve", "gesehen").status_code == 302


def test_whether_a_rule_that_reaches_over_is_broken_makes_no_difference_within_the_topic(city: YouthOffice) -> None:
    write_secret_rule(city)
    shown, fared = [], []
    for figures in ((81, 79, 87, 83), (8101, 7903, 8707, 8309)):
        rows = zip(("11", "12", "21", "22"), figures, strict=True)
        file = "\n".join(["schluessel;hilfen", *(f"{key};{figure}" for key, figure in rows)])
        delivery = checked(city.world, city.jan, f"{file}\n")
        assert delivery.batch is not None
        (tally,) = delivery.batch.counts["rules"]
        fared.append((tally["held"], tally["broken"]))
        texts = [read(city.jan, url_of(delivery, step)) for step in ("", "pruefung/", "einreichen/")]
        shown.append([re.sub(r"[A-Za-z0-9]{64}|[0-9a-f-]{36}|\d[\d.]*", "…", text) for text in texts])

    assert fared == [(0, 4), (4, 0)]
    assert shown[0] == shown[1]


def test_a_rule_within_the_topic_is_held_and_told(city: YouthOffice) -> None:
    write_rule(
        organisation=city.world.city,
        spec=RuleSpec("Hilfenregel", "hilfen", "<=", "45", severity="error"),
        by=city.world.anna,
    )

    delivery = checked(city.world, city.jan)

    assert "Hilfenregel" in read(city.jan, url_of(delivery, "pruefung/"))
    assert delivery.batch is not None
    assert delivery.batch.counts["errors"] == 2


def test_a_signature_names_how_much_of_other_topics_follows(city: YouthOffice) -> None:
    share = definition("Geheimlieferungsquote", formula="share(hilfen, einwohner)", unit_of_measure="%", decimals=1)
    create(city.world, IndicatorSpec("quote", "pflege", "derived", share))
    delivery = submitted(city.world, city.jan)

    page = read(city.jule, url_of(delivery, "freigabe/"))

    assert "1 Indikator weiterer Themen" in page
    assert "Geheimlieferungsquote" not in page
    assert "Geheimlieferungsquote" in read(city.world.frida, url_of(delivery, "freigabe/"))


def test_texts_of_another_topic_are_confirmed_by_the_whole(city: YouthOffice) -> None:
    delivery = submitted(city.world, city.jan)
    waits = IndicatorDefinition.objects.get(indicator=Indicator.objects.get(slug="hilfen"))
    foreign = Indicator.objects.get(slug="pflegegeheim")
    IndicatorDefinition.objects.filter(indicator=foreign).update(
        series=waits.series, written_by=city.world.anna, confirmed_by=None, valid_from=date(2001, 1, 1)
    )

    answer = decide(city.jule, delivery, "approve")

    assert "Pflegegeheimnis" not in read(city.jule, url_of(delivery, "freigabe/"))
    assert answer.status_code == 422
    assert delivery.state == DeliveryState.SUBMITTED


def test_the_second_signature_is_given_by_the_whole(city: YouthOffice) -> None:
    change_rule(
        organisation=city.world.city,
        rule=Rule(needs_confidentiality=True),
        before=Rule(),
        reason="Vier Augen",
        by=city.world.gero,
    )
    delivery = submitted(city.world, city.jan)
    assert delivery.batch is not None

    with pytest.raises(NotApproverError):
        reviewing.sign_batch(batch=delivery.batch, by=city.jule, kind=SignatureKind.CONFIDENTIALITY)
    reviewing.sign_batch(batch=delivery.batch, by=city.jule, kind=SignatureKind.CONTENT)
    assert {each.name for each in signers_of(delivery.batch)} == {"Frida"}


def test_colleagues_of_the_topic_see_it_those_of_a_part_of_it_or_of_another_do_not(city: YouthOffice) -> None:
    below = Topic.objects.create(organisation=city.world.city, slug="kita", name="Kita", parent=city.youth)
    pflege = Topic.objects.get(organisation=city.world.city, slug="pflege")
    colleague = person(city.world, "jette", "steward", city.youth, pflege)
    narrower, other = person(city.world, "kai", "steward", below), person(city.world, "pia", "steward", pflege)
    delivery = checked(city.world, city.jan)

    assert [status(who, url_of(delivery)) for who in (colleague, narrower, other)] == [200, 404, 404]
    # What somebody began within more topics is not there for whoever holds fewer.
    wide = begun(city.world, colleague, OWN_FILE, title="Weiter")
    assert wide.within == sorted([city.youth.pk, pflege.pk])
    assert status(city.jan, url_of(wide)) == 404


def test_what_a_whole_role_began_is_not_there_within_a_topic(city: YouthOffice) -> None:
    delivery = submitted(city.world, city.world.anna)

    assert delivery.within is None
    assert [status(who, url_of(delivery)) for who in (city.jan, city.jule)] == [404, 404]
    with pytest.raises(NotApproverError):
        reviewing.sign_batch(batch=delivery.batch, by=city.jule, kind=SignatureKind.CONTENT)  # type: ignore[arg-type]


def test_a_whole_role_beside_a_narrowed_one_begins_unbound(city: YouthOffice) -> None:
    Assignment.every.create(
        user=city.world.anna,
        organisation=city.world.city,
        role="steward",
        scope_kind="topic",
        scope_key=str(city.youth.pk),
    )

    assert begun_within(city.world.anna, city.world.city) is None
    assert status(city.world.anna, url_of(city.foreign["draft"])) == 200


def test_a_role_that_was_taken_or_leads_nowhere_opens_nothing(city: YouthOffice) -> None:
    empty = Topic.objects.create(organisation=city.world.city, slug="leer", name="Leer")
    lost = person(city.world, "lea", "steward", empty)
    assert status(lost, DESK) == 200
    delivery = begun(city.world, city.jan, OWN_FILE)
    Delivery.objects.filter(pk=delivery.pk).update(within=[empty.pk])

    empty.delete()
    withdraw_role(assignment=Assignment.every.get(user=city.jan), by=city.world.gero, reason="weg")

    assert [status(who, DESK) for who in (lost, city.jan)] == [404, 404]
    assert not names_in(part_of(city.world.city.pk, [empty.pk or 0]))
    assert status(city.jule, url_of(delivery)) == 404
    assert status(city.world.emil, url_of(delivery)) == 200


def test_an_indicator_that_moves_to_another_topic_takes_its_deliveries_along(city: YouthOffice) -> None:
    delivery = submitted(city.world, city.jan)
    Indicator.objects.filter(slug="hilfen").update(topic=Topic.objects.get(slug="pflege"))

    assert [status(who, url_of(delivery)) for who in (city.jan, city.jule)] == [404, 404]
    assert "Hilfen 2020" not in read(city.jan, f"{DESK}?liste=alle")
    assert waiting_for(city.jule, city.world.city) == []


def test_told_are_they_of_their_own_alone(city: YouthOffice) -> None:
    delivery = submitted(city.world, city.jan)
    assert [each.subject for each in notifications_of(city.jule)] == ["Hilfen 2020"]
    assert unread_count(city.jule) == 1
    assert "Hilfen 2020" in read(city.jule, "/konto/mitteilungen/")

    submitted(city.world, city.world.anna, OWN_FILE.replace("40", "44"), title="Geheimlieferung")
    decide(city.jule, delivery, "refuse", "nein")

    assert [each.subject for each in notifications_of(city.jan)] == ["Hilfen 2020"]
    assert {each.subject for each in notifications_of(city.jule)} == {"Hilfen 2020"}
    # What a whole role was told before it was narrowed is not open any more.
    row = Assignment.every.get(user=city.world.frida)
    row.scope_kind, row.scope_key = "topic", str(city.youth.pk)
    row.save()
    assert {each.subject for each in notifications_of(city.world.frida)} <= {"Hilfen 2020"}


def test_only_the_deliveries_of_the_navigation_open(city: YouthOffice) -> None:
    page = read(city.jan, "/musterstadt/")

    assert f'href="{DESK}"' in page
    for room in ("gebietsstaende", "hinweise", "indexwerkstatt", "protokoll", "personen", "einstellungen"):
        assert f'href="/musterstadt/{room}/"' not in page


def test_the_page_of_rights_says_why(city: YouthOffice) -> None:
    asked = {"person": str(city.jan.pk), "adresse": DESK}
    page = client_of(city.world.gero).get("/musterstadt/rechte/", asked).content.decode()

    assert "nur Thema „Jugend“" in page


def test_raw_figures_are_opened_at_pages_that_know_parts(city: YouthOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    @contextmanager
    def over(alias: str) -> Iterator[None]:
        opened.append(alias)
        yield

    delivery = checked(city.world, city.jan)
    monkeypatch.setattr(rawfigures, "has_office", lambda: True)
    monkeypatch.setattr(rawfigures, "_over", over)

    assert status(city.jan, url_of(delivery, "vorschau/")) == 200
    assert len(opened) == 1
    for address in (f"{DESK}uebersicht/", f"{DESK}termine/", f"{DESK}vorlagen/", "/musterstadt/geheimhaltung/"):
        assert status(city.jan, address) == 404
    read(city.jan, "/musterstadt/indikatoren/")
    assert len(opened) == 1


def test_series_that_say_who_stands_behind_ones_own_belong_to_them(city: YouthOffice) -> None:
    add_indicator(city.world, "traeger", "Träger", topic="pflege")
    assert "traeger" not in names_in(part_of(city.world.city.pk, [city.youth.pk]))
    Variable.objects.filter(slug="traeger").update(backs=Variable.objects.get(slug="hilfen"), backing="units")

    assert names_in(part_of(city.world.city.pk, [city.youth.pk])) == {"hilfen", "traeger"}
