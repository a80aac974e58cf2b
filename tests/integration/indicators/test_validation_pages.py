# SPDX-License-Identifier: EUPL-1.2
"""The pages of validation rules as their people use them: write, explain, run, read, loosen, archive."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import RuleVersion, ValidationRule
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role
from sozialplanung.jobs.models import Job
from tests.conftest import IS_DEEP
from tests.factories.desk import checked, client_of, csv_file, decide, german, post, run_jobs, submitted, url_of
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
RULES = "/musterstadt/pruefregeln/"
SAID = {
    "name": "Kinder sind Teil",
    "left": "kinder",
    "comparison": "<=",
    "right": "0.1 * einwohner",
    "tolerance": "",
    "severity": "warning",
    "purpose": "",
    "occasions": ["delivery", "stock"],
    "revision": "0",
}

kept_city = standing(build_city)


def send(person: User, path: str, fields: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - the answer of a test client
    return client_of(person).post(f"{RULES}{path}", fields or {})


def read(person: User, path: str = "") -> Any:  # noqa: ANN401 - the answer of a test client
    return client_of(person).get(f"{RULES}{path}")


def written(city: World, **fields: Any) -> ValidationRule:  # noqa: ANN401 - fields of a form
    answer = send(city.anna, "neu/", {**SAID, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return ValidationRule.objects.latest("number")


def text(answer: Any) -> str:  # noqa: ANN401 - the answer of a test client
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_list_is_empty_at_first_and_says_how_to_begin(city: World) -> None:
    page = text(read(city.anna))

    assert german("No rules yet") in page
    assert f"{RULES}neu/" in page
    assert f"{RULES}neu/" not in text(read(city.frida))


def test_rule_is_written_explained_held_against_a_delivery_and_seen_by_the_approver(city: World) -> None:
    written(city)
    assert "„Kinder“ ist höchstens so groß wie 0,1 mal „Einwohner“." in text(read(city.anna))

    delivery = checked(city, city.anna)

    findings = text(client_of(city.anna).get(url_of(delivery, "pruefung/?art=warning")))
    assert "(11), 31.12.2020: „Kinder“ ist 200, 0,1 mal „Einwohner“ ist 100." in findings
    assert "Kinder sind Teil" in findings
    report = client_of(city.anna).get(url_of(delivery, "pruefung/befunde.csv")).content.decode()
    assert "checks.rule_broken" in report
    assert "Nach der Prüfregel „Kinder sind Teil“" in report
    assert client_of(city.anna).get(url_of(delivery, "pruefung/befunde.xlsx")).status_code == 200
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 422

    assert delivery.batch is not None
    first = delivery.batch.findings.filter(code="checks.rule_broken").first()
    assert first is not None
    said = {"reason": "Neubaugebiet mit Familien.", "is_for_all": "on"}
    assert post(city.anna, delivery, f"pruefung/{first.pk}/begruendung/", said).status_code == 302
    for each in delivery.batch.findings.filter(severity="warning", reason=""):
        post(city.anna, delivery, f"pruefung/{each.pk}/begruendung/", said)
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 302

    approval = text(client_of(city.frida).get(url_of(delivery, "freigabe/")))
    assert "Kinder sind Teil" in approval
    assert "Neubaugebiet mit Familien." in approval


def test_error_holds_the_delivery_up(city: World) -> None:
    written(city, severity="error")

    delivery = checked(city, city.anna)

    assert german("Must be corrected") in text(client_of(city.anna).get(url_of(delivery, "pruefung/?art=error")))
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code != 302
    assert delivery.state == "draft"


def test_figures_without_a_broken_rule_say_so(city: World) -> None:
    written(city, right="einwohner")

    delivery = checked(city, city.anna)

    page = text(client_of(city.anna).get(url_of(delivery, "pruefung/?art=note")))
    assert german("Validation rules of your own") in page


def test_run_over_the_stock_is_started_told_and_read_with_its_places(city: World) -> None:
    delivery = submitted(city)
    assert decide(city.frida, delivery, "approve").status_code == 302
    written(city)
    assert german("Not run over the stock yet.") in text(read(city.anna))

    assert send(city.anna, "lauf/").status_code == 302
    assert 'data-live="1"' in text(read(city.anna, "lauf/fortschritt/"))
    run_jobs()

    assert "2 Verstöße, 2 Mal eingehalten." in text(read(city.anna))
    page = text(read(city.anna, "1/"))
    assert "Wo gegen die Regel verstoßen wird" in page
    lines = read(city.anna, "1/verstoesse.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(f"Stand;Ebene;Gebietsstand;Schlüssel;Gebiet;{german('Left side')};")
    assert len(lines) - 1 == RuleVersion.objects.get().rule.result.broken
    assert any(line.startswith("2020-12-31;") and line.endswith(";200,0;100,0;100,0") for line in lines)


def test_run_can_be_stopped(city: World) -> None:
    written(city)
    send(city.anna, "lauf/")

    assert send(city.anna, "lauf/anhalten/").status_code == 302

    assert Job.objects.get(kind="indicators.run_rules").state == "cancelled"
    assert german("The last run was stopped. What was found before stays.") in text(read(city.anna))


def test_without_a_rule_the_button_says_why_nothing_runs(city: World) -> None:
    answer = client_of(city.anna).post(f"{RULES}lauf/", follow=True)

    assert german("There is no rule that is asked of all current figures.") in answer.content.decode()


def test_loosened_rule_goes_through_a_second_person_by_the_page(city: World) -> None:
    written(city)
    edited = {**SAID, "severity": "note", "revision": "1", "reason": ""}
    refused = send(city.anna, "1/aendern/", edited)
    assert refused.status_code == 422
    assert send(city.anna, "1/aendern/", {**edited, "reason": "Zu viele Fälle."}).status_code == 302

    page = text(read(city.anna, "1/"))
    assert german("A change waits for a second person") in page
    assert german("Decide") not in page
    assert send(city.anna, "1/", {"decision": "approve", "number": "2"}).status_code == 404
    assign_role(user=city.anna, organisation=city.city, role="approver", by=None)
    assert send(city.anna, "1/", {"decision": "approve", "number": "2"}).status_code == 422
    assert RuleVersion.objects.get(number=2).state == "waiting"

    assert "Zu viele Fälle." in text(read(city.frida, "1/"))
    assert send(city.frida, "1/", {"decision": "refuse", "number": "2", "comment": ""}).status_code == 422
    assert send(city.frida, "1/", {"decision": "approve", "number": "2"}).status_code == 302
    assert RuleVersion.objects.get(number=2).state == "in_force"
    assert send(city.frida, "1/", {"decision": "approve", "number": "2"}).status_code == 409


def test_rule_is_archived_and_asked_again(city: World) -> None:
    written(city, severity="note")

    assert german("Archive this rule?") in text(read(city.anna, "1/archivieren/"))
    assert send(city.anna, "1/archivieren/", {"revision": "1", "reason": "Erledigt."}).status_code == 302
    assert german("This rule is archived: it is not asked any more.") in text(read(city.anna, "1/"))
    assert read(city.anna, "1/aendern/").status_code == 404
    assert not checked(city, city.anna).batch.counts["rules"]  # type: ignore[union-attr]  # it was checked

    assert send(city.anna, "1/wieder/", {"revision": "2"}).status_code == 302
    assert german("Archived") not in text(read(city.anna))


def test_somebody_in_another_window_is_told(city: World) -> None:
    written(city, severity="note")
    assert (
        send(city.anna, "1/aendern/", {**SAID, "severity": "note", "name": "Neu", "revision": "1"}).status_code == 302
    )

    late = send(city.emil, "1/aendern/", {**SAID, "severity": "note", "name": "Anders", "revision": "1"})

    assert late.status_code == 409
    assert "Anders" in late.content.decode()


@pytest.mark.parametrize("who", ["clara", "dora", "gero"])
@pytest.mark.parametrize("path", ["", "neu/", "1/", "1/aendern/", "1/archivieren/", "1/verstoesse.csv", "erklaerung/"])
def test_whoever_has_no_right_finds_nothing(city: World, who: str, path: str) -> None:
    written(city)

    assert read(getattr(city, who), path).status_code == 404


def test_planner_reads_what_rules_say_and_nothing_of_what_they_found(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    written(city, purpose="Wer jung ist, wird mitgezählt.")
    send(city.anna, "lauf/")
    run_jobs()
    assert "2 Verstöße" in text(read(city.anna))

    listed, rule = text(read(city.bert)), text(read(city.bert, "1/"))

    for page in (listed, rule):
        assert "„Kinder“ ist höchstens so groß wie 0,1 mal „Einwohner“." in page
        assert "Verstöße" not in page
        assert "pruefregeln/lauf/" not in page
        assert "/lieferungen/" not in page.partition("<main")[2]
    assert "Wer jung ist, wird mitgezählt." in rule
    assert german("Over the stock") not in rule
    assert german("History") not in rule
    assert RULES in client_of(city.bert).get("/musterstadt/indexwerkstatt/").content.decode()


@pytest.mark.parametrize(
    "path", ["neu/", "1/aendern/", "1/archivieren/", "1/verstoesse.csv", "erklaerung/", "lauf/fortschritt/"]
)
def test_planner_writes_runs_and_downloads_nothing(city: World, path: str) -> None:
    written(city)

    assert read(city.bert, path).status_code == 404
    for acts in ("lauf/", "lauf/anhalten/", "1/", "1/wieder/", "1/zuruecknehmen/"):
        assert send(city.bert, acts, {"decision": "approve", "number": "1"}).status_code == 404
    assert not Job.objects.filter(kind="indicators.run_rules").exists()


@pytest.mark.parametrize("path", ["neu/", "1/aendern/", "1/archivieren/", "erklaerung/"])
def test_approver_reads_and_does_not_write(city: World, path: str) -> None:
    written(city)

    assert read(city.frida).status_code == 200
    assert read(city.frida, path).status_code == 404


def test_rule_of_another_organisation_is_not_there(city: World) -> None:
    written(city)

    answer = client_of(city.dora).get("/nachbarstadt/pruefregeln/1/")

    assert answer.status_code == 404
    assert read(city.anna, "2/").status_code == 404


def test_without_a_session_one_signs_in_first(client: Client, city: World) -> None:
    assert client.get(RULES).status_code == 302
    assert client.post(f"{RULES}lauf/").status_code == 302
    assert not Job.objects.filter(kind="indicators.run_rules").exists()


def test_explanation_says_the_sentence_and_tries_the_rule(city: World) -> None:
    delivery = submitted(city)
    decide(city.frida, delivery, "approve")

    part = text(read(city.anna, "erklaerung/?left=kinder&comparison=%3C%3D&right=0.1*einwohner"))

    assert "„Kinder“ ist höchstens so groß wie 0,1 mal „Einwohner“." in part
    assert "nicht eingehalten" in part


def test_explanation_proposes_the_nearest_name_and_tells_units_apart(city: World) -> None:
    assert "Meinten Sie „kinder“?" in text(read(city.anna, "erklaerung/?left=kindr&right=einwohner"))
    assert "Personen" in text(read(city.anna, "erklaerung/?left=kinder&right=anteil"))
    assert "Stelle: Zeichen 9." in text(read(city.anna, "erklaerung/?left=kinder+%2B&right=einwohner"))
    assert german("As soon as both sides are filled in, the rule stands here as a sentence.") in text(
        read(city.anna, "erklaerung/")
    )


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("kindr", "einwohner", "Meinten Sie „kinder“?"),
        ("kinder", "anteil", "Fassen Sie Werte derselben Einheit zusammen"),
        ("share(kinder,", "40", "nehmen Sie heraus, was zuletzt steht"),
        ("share(kinder)", "40", "Sie wird so geschrieben: share(a, b)."),
        ("kinder", "33,5", "Zahlen in einer Formel haben einen Dezimalpunkt."),
        ("Kinder", "einwohner", "Schreiben Sie es klein"),
        ("kinder > 5", "einwohner", "In einer Regel hat der Vergleich ein eigenes Feld"),
        ("kinder", "33 %", "Das Prozentzeichen wird in einer Formel nicht geschrieben."),
    ],
)
def test_mistake_in_a_rule_is_told_at_its_side_with_a_way_out_of_its_own(
    city: World, left: str, right: str, told: str
) -> None:
    answer = send(city.anna, "neu/", {**SAID, "left": left, "right": right})

    html = answer.content.decode()
    assert answer.status_code == 422
    summary = html.partition("data-focus")[2].partition("</ul>")[0]
    assert told in summary
    assert "rolling(a, 3)" not in summary
    assert told in text(read(city.anna, f"erklaerung/?{urlencode({'left': left, 'right': right})}"))


@pytest.mark.parametrize("field", ["right", "tolerance"])
def test_number_of_hundreds_of_digits_is_refused_at_its_field(city: World, field: str) -> None:
    answer = send(city.anna, "neu/", {**SAID, field: "9" * 300})

    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not ValidationRule.objects.exists()


def test_deviation_is_read_with_comma_and_point(city: World) -> None:
    assert [written(city, tolerance=typed).versions.get().tolerance for typed in ("0,5", "0.5")] == [0.5, 0.5]
    assert 'value="0,5"' in read(city.anna, "1/aendern/").content.decode()


def test_button_explains_without_a_script_and_saves_nothing(city: World) -> None:
    answer = send(city.anna, "neu/", {**SAID, "explain": "1", "name": ""})

    assert "So liest sie sich:" in text(answer)
    assert 'value="0.1 * einwohner"' in answer.content.decode()
    assert not ValidationRule.objects.exists()


def test_unknown_parameters_are_refused(city: World) -> None:
    written(city)

    assert read(city.anna, "?x=1").status_code == 400
    assert read(city.anna, "1/?seite=x").status_code == 400


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "kinder " * 100,
            "(" * 60,
            "1e400",
            "lag(kinder, 99)",
            "-" * 200,
            "sum()",
            "\x00",
            "\u202ekinder",
            "kinder if missing einwohner",
            "lag(anteil, 1) / (kinder - kinder)",
            "per(kinder, einwohner, 1e308) * 1e308",
            "einwohner:kinder + einwohner",
        ]
    ),
)


@settings(
    max_examples=200 if IS_DEEP else 12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(left=ODD, right=ODD, other=st.text(max_size=30))
def test_no_text_in_the_form_ever_breaks_it(city: World, left: str, right: str, other: str) -> None:
    fields = {**SAID, "left": left, "right": right, "tolerance": other, "since": other, "comparison": other or "<="}

    assert send(city.anna, "neu/", fields).status_code in {302, 422}
    assert send(city.anna, "neu/", {**SAID, "left": left, "right": right, "name": other}).status_code in {302, 422}
    assert send(city.anna, "neu/", {**fields, "explain": "1", "revision": other}).status_code == 200
    assert (
        client_of(city.anna).get(f"{RULES}erklaerung/", {"left": left, "right": right, "until": other}).status_code
        == 200
    )


def test_file_with_another_number_is_held_against_the_rule_again(city: World) -> None:
    written(city, severity="error")
    delivery = checked(
        city, city.anna, csv_file("schluessel;einwohner;kinder\n11;1.000;20\n12;500;2\n21;800;9\n22;700;0\n")
    )

    assert delivery.batch is not None
    assert not delivery.batch.findings.filter(code__startswith="checks.rule").exists()
