# SPDX-License-Identifier: EUPL-1.2
"""A city in which everything that an address can name is there in every state, for the matrix of rights."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from indicators.models import (
    Audience,
    Delivery,
    ForeseenRelease,
    Indicator,
    MappingProfile,
    Recipe,
    RecipeDraft,
    Release,
    ReleaseState,
    RhythmKind,
    Selection,
    Sharing,
    Source,
    Topic,
)
from indicators.rendering.workbench.state import State
from indicators.selectors.approvals import Rule
from indicators.services import catalogue
from indicators.services.approvals import change_rule
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.disclosure.rules import RuleContent
from indicators.services.planning import PlanSpec, save_plan
from indicators.services.regional import RegionalSpec, set_regional_classes, withdraw_regional_classes
from indicators.services.ruling.writing import RulePlace, Ruling, propose_rule
from indicators.services.savedselections import save_selection
from indicators.services.savedviews import save_view
from indicators.services.validating.stock import request_run
from indicators.services.validating.writing import RuleSpec, approve_version, archive_rule, write_rule
from indicators.services.wording import set_class_words
from sozialplanung.accounts.models import KeptForm, User
from sozialplanung.accounts.people.invitations import invitation_for
from sozialplanung.accounts.scopes import Scope, ScopeKind
from sozialplanung.accounts.services import assign_role, create_user, deactivate_user
from sozialplanung.common.fairwords import Words
from sozialplanung.common.rhythms import DueRule
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.services import run_inline
from sozialplanung.notifications.models import Notification
from spatial.models import BoundaryVersion, ChangesetFinding, GeometryAsset
from spatial.selectors import levels
from tests.factories import largelevel, mapservices, placebringer, surveyor, youthoffice
from tests.factories.addressedcity import put_addresses
from tests.factories.desk import SAID, checked, client_of, csv_file, decide, new_delivery, post, submitted
from tests.factories.looks import plant_own_things
from tests.factories.matrixeditions import put_editions
from tests.factories.matrixremarks import put_remarks
from tests.factories.ownareas import keep_square
from tests.factories.register import FILE, build_city, create, definition
from tests.factories.releases import Figures, release
from tests.factories.scenariocity import plant_scenarios
from tests.factories.templates import make_template
from tests.factories.workshopcity import TEXTS, WORKSHOP, add_rates, begin, edit, look
from tests.factories.world import PASSWORD, World
from tests.factories.youthoffice import add_youth, person

Values = dict[str, object]
OLD: Final = "2020-12-31"
NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_HOMES: Final = "schluessel;wohnungen\n11;1.000\n12;500\n21;800\n22;700\n"
# What is nowhere, to hold the answer to everything that somebody may not know of against.
ABSENT: Final[Values] = {
    "indicator": "gibt-es-nicht",
    "uuid": NOBODY,
    "job": NOBODY,
    "number": 99_999_999,
    "assignment": 99_999_999,
    "secret": "gibt-es-nicht",
    "pk": 99_999_999,
    "finding": 99_999_999,
    "code": "gibt-es-nicht",
    "edition": "stand-1848",
    "known": "gibt-es-nicht",
    "source": "gibt-es-nicht",
    "group": "gibt-es-nicht",
    "variable": "gibt-es-nicht",
    "content_hash": "0" * 64,
}
_EVERYWHERE: Final[Values] = {
    "organisation": "musterstadt",
    "level": "viertel",
    "key": "11",
    "detail": "map",
    "language": "de",
    "ending": "pdf",
    "provider": "keiner",
    "colour": "171a87",
    "uidb64": "MQ",
    "token": "abc-def",
}


@dataclass
class MatrixCity:
    """The city, and by place in the tree of addresses and state what the address names there."""

    world: World
    above: User
    # Reads what is for the council in one topic alone.
    narrowed: User
    # Bring and sign in one topic alone; what is there within it was begun by a colleague.
    part_steward: User
    part_approver: User
    things: dict[str, dict[str, Values]] = field(default_factory=dict)

    def put(self, prefix: str, state: str, **values: object) -> None:
        """Say what an address below `prefix` names for a state."""
        self.things.setdefault(prefix, {})[state] = values

    def states_of(self, route: str) -> dict[str, Values]:
        """Return what the address names by state; the longest prefix counts."""
        found = [prefix for prefix in self.things if route.startswith(prefix)]
        return self.things[max(found, key=len)] if found else {"": {}}

    def values(self, route: str, state: str) -> Values:
        """Return what fills an address for a state."""
        return {**ABSENT, **_EVERYWHERE, **self.states_of(route)[state]}

    def people(self) -> dict[str, User | None]:
        """Return the reader of each column; the steward is not the one who wrote what is there."""
        world = self.world
        return {
            "anonymous": None,
            "viewer": world.clara,
            "planner": world.bert,
            "steward": world.emil,
            "approver": world.frida,
            "admin": world.gero,
            "above": self.above,
            "other": world.dora,
            "narrowed": self.narrowed,
            "part_steward": self.part_steward,
            "part_approver": self.part_approver,
        }


def build_matrix_city(world: World) -> MatrixCity:
    """Store the city; deliveries come first, for they compute again whatever is there, figures without a past too."""
    above = create_user(email="karl@example.org", name="Karl", password=PASSWORD, by=None)
    assign_role(user=above, organisation=world.land, role="approver", by=None)
    narrowed = create_user(email="nina@example.org", name="Nina", password=PASSWORD, by=None)
    build_city(world)
    youth = add_youth(world)
    steward, approver = person(world, "jan", "steward", youth), person(world, "jule", "approver", youth)
    city = MatrixCity(world, above, narrowed, steward, approver)
    _later_indicator(world)
    _deliveries(city, youth)
    _indicators(city)
    topic = Indicator.objects.get(slug="vertraulich").topic_id
    scope = Scope(ScopeKind.TOPIC, str(topic))
    assign_role(user=narrowed, organisation=world.city, role="planner", by=None, scope=scope)
    _at_deliveries(city)
    _boundaries(city)
    _recipes(city)
    put_remarks(city.world, city.put)
    _regional_classes(city)
    _names_of_classes(city)
    _rules(city)
    _rulings(city)
    _secrecy(city)
    _own_things(city)
    city.put("<organisation>/themen/<", "", topic="bevoelkerung")
    city.put("<organisation>/summen/", "", group="kinder", variable="einwohner")
    _selection(city)
    put_editions(city)
    put_addresses(world.anna, world)
    for prefix, values in plant_own_things(world).items():
        city.put(prefix, "", **values)
    return city


def _selection(city: MatrixCity) -> None:
    kept = Selection.objects.create(
        organisation=city.world.city,
        name="Norden",
        boundary_version=BoundaryVersion.objects.get(organisation=city.world.city, level__slug="viertel"),
        keys=["11", "12"],
        keys_hash="0" * 64,
        created_by=city.world.frida,
    )
    city.put("<organisation>/auswahl/gespeichert/<", "", uuid=kept.uuid)
    version = levels.boundary_version(city.world.city, "viertel")
    assert version is not None
    saved = save_selection(
        organisation=city.world.city, version=version, places=[0, 1], name="Norden", by=city.world.bert, is_shared=True
    )
    # Others of the house open it, and cannot change it.
    city.put("<organisation>/analyse/auswahlen/<", "", uuid=saved.uuid)
    for state, sharing in (("", Sharing.HOUSE), ("linked", Sharing.LINK)):
        view = save_view(
            organisation=city.world.city, state=State(), name=sharing.value, by=city.world.bert, sharing=sharing
        )
        city.put("<organisation>/analyse/ansichten/<", state, uuid=view.uuid)
        own = keep_square(city.world, sharing.value, sharing)
        city.put("<organisation>/eigene-gebiete/<", state, uuid=own.uuid)


def _indicators(city: MatrixCity) -> None:
    world = city.world
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    figures = Figures((1.0, 2.0, 3.0, 4.0), OLD)
    release(Indicator.objects.get(slug="anteil"), version, replace(figures, period="2019-12-31"), world.anna)
    changed: tuple[tuple[str, Figures | None], ...] = (
        ("vertraulich", replace(figures, audience=Audience.COUNCIL)),
        ("zurueckgezogen", replace(figures, state=ReleaseState.WITHDRAWN)),
        ("entwurf", None),
    )
    for slug, told in changed:
        spec = IndicatorSpec(slug, "bevoelkerung", "delivered", definition(slug, series=SeriesName("einwohner")))
        row = create(world, spec)
        if told is not None:
            release(row, version, told, world.anna)
    add_rates(world)
    names = {
        "published": "anteil",
        "scheduled": "wohnungen",
        "draft": "entwurf",
        "confidential": "vertraulich",
        "withdrawn": "zurueckgezogen",
    }
    for state, slug in names.items():
        place = {"indicator": slug, "period": OLD, "level": "viertel", "edition": "stand-2020"}
        for prefix in ("api/v1/<organisation>/indicators/<", "<organisation>/indikatoren/<"):
            city.put(prefix, state, **place)
        city.put("<organisation>/aenderungen/<", state, **place)


def _later_indicator(world: World) -> None:
    """Define what only a delivery with an embargo tells of."""
    name = SeriesName("wohnungen")
    catalogue.ensure_series(
        organisation=world.city,
        name=name,
        variable={"name": "Wohnungen", "is_additive": True},
        breakdown={"name": "gesamt", "dimension": "alter"},
    )
    create(world, IndicatorSpec("wohnungen", "bevoelkerung", "delivered", definition("Wohnungen", series=name)))


def _within(youth: Topic, world: World) -> list[tuple[str, Delivery]]:
    """Begin deliveries within a topic."""
    colleague = person(world, "jette", "steward", youth)
    waiting = youthoffice.submitted(world, colleague)
    draft = youthoffice.checked(world, colleague, youthoffice.OWN_FILE.replace("40", "41"))
    return [("own_draft", draft), ("own_waiting", waiting)]


def _deliveries(city: MatrixCity, youth: Topic) -> None:
    world = city.world
    withdrawn = submitted(world)
    decide(world.frida, withdrawn, "approve")
    post(world.anna, withdrawn, "ruecknahme/", {"text": "Falscher Stichtag"})
    decide(world.frida, Delivery.objects.latest("pk"), "approve")
    published = submitted(world, csv_file(FILE.replace("200", "210")))
    decide(world.frida, published, "approve")
    scheduled = _scheduled(world)
    waiting = submitted(world, csv_file(FILE.replace("200", "220")))
    draft = checked(world, world.anna, csv_file(FILE.replace("200", "230")))
    for state, row in (
        ("draft", draft),
        ("waiting", waiting),
        ("scheduled", scheduled),
        ("published", published),
        ("withdrawn", withdrawn),
        *_within(youth, world),
    ):
        row.refresh_from_db()
        assert row.state == _STATES[state], (state, row.state)
        city.put("<organisation>/lieferungen/<uuid>/", state, uuid=row.uuid, number=1, finding=_finding(row))
        effect = ForeseenRelease.objects.filter(foresight__batch=row.batch).first() if row.batch else None
        number = effect.pk if effect else 1
        city.put("<organisation>/lieferungen/<uuid>/auswirkungen/<", state, uuid=row.uuid, number=number)


_STATES: Final = {
    "draft": "draft",
    "waiting": "submitted",
    "scheduled": "approved",
    "published": "released",
    "withdrawn": "taken_back",
    "own_draft": "draft",
    "own_waiting": "submitted",
}


def _finding(delivery: Delivery) -> int:
    if delivery.batch is None:
        return 1
    made = delivery.batch.findings.create(code="x", severity="warning", message="Auffällig")
    return int(made.pk)


def _scheduled(world: World) -> Delivery:
    delivery = new_delivery(world, world.anna, csv_file(_HOMES, "wohnungen.csv"))
    said = {name: text for name, text in SAID.items() if name != "column_2"} | {"column_1": "wohnungen|value"}
    assert post(world.anna, delivery, "zuordnung/1/", said).status_code == 302
    assert post(world.anna, delivery, "pruefung/").status_code == 302
    at = {"release_at": f"{timezone.localtime(timezone.now() + timedelta(days=3)):%Y-%m-%dT%H:%M}"}
    assert post(world.anna, delivery, "einreichen/", {"is_confirmed": "on"} | at).status_code == 302
    assert delivery.batch is not None
    said = {"decision": "approve", "kind": "content", "content_hash": delivery.batch.content_hash} | at
    assert post(world.frida, delivery, "freigabe/", said).status_code == 302
    return delivery


def _at_deliveries(city: MatrixCity) -> None:
    world = city.world
    profile = MappingProfile.objects.filter(organisation=world.city).latest("pk")
    city.put("<organisation>/lieferungen/zuordnungen/<", "", number=profile.pk)
    city.put("<organisation>/lieferungen/vorlagen/<", "", code=make_template(world).code)
    spec = PlanSpec(profile.source, RhythmKind.YEAR, OLD, "", DueRule(days=90), contact="Frau Muster")
    plan = save_plan(plan=None, spec=spec, by=world.anna)
    city.put("<organisation>/lieferungen/termine/<", "", number=plan.pk)
    change_rule(
        organisation=world.city,
        rule=Rule(needs_confidentiality=True),
        before=Rule(),
        reason="Vier Augen",
        by=world.gero,
    )
    now = Rule(needs_confidentiality=True)
    change = change_rule(organisation=world.city, rule=Rule(), before=now, reason="Zurück", by=world.gero)
    city.put("<organisation>/einstellungen/aenderungen/<", "", number=change.pk)
    job = Job.objects.filter(kind="indicators.refresh").latest("created_at")
    city.put("<organisation>/berechnungen/<", "", job=job.pk)


def _boundaries(city: MatrixCity) -> None:
    world = city.world
    asset = GeometryAsset.objects.filter(boundary_version__level__slug="viertel").first()
    area = {"edition": "stand-2020", "level": "viertel", "key": "11"}
    draft = surveyor.checked(world.anna)
    waiting = surveyor.submitted(world, [surveyor.boundary_file()])
    ChangesetFinding.objects.create(changeset=draft, number=900, code="spatial.gap", severity="warning")
    for state, row in (("draft", draft), ("waiting", waiting)):
        city.put("<organisation>/gebietsstaende/<", state, uuid=row.uuid, number=1, finding=900)
    _layers(city)
    city.put("<organisation>/umschluesselung/<", "", number=1)
    for prefix, more in (
        ("<organisation>/gebiete/<", {}),
        *((f"{head}<organisation>/mein-stadtteil/<", {}) for head in ("", "embed/")),
        ("api/v1/<organisation>/geometry/<level>/<edition>/<detail>", _asset_values(asset)),
        *largelevel.tile_values(BoundaryVersion.objects.get(level__slug="viertel", edition="stand-2020")),
    ):
        city.put(prefix, "published", **area, **more)
        city.put(prefix, "draft", **area | {"edition": "stand-2024"}, **more)


def _layers(city: MatrixCity) -> None:
    world = city.world
    placebringer.fetched(world)
    rows = (("draft", placebringer.checked(world.anna)), ("waiting", placebringer.submitted(world)))
    for state, row in rows:
        city.put("<organisation>/orte/entwuerfe/<", state, uuid=row.uuid, number=2)
    for prefix in ("entwuerfe/noch-einmal/", "entwuerfe/fassung/", ""):
        city.put(f"<organisation>/orte/{prefix}<", "published", **placebringer.address_of_kitas())
    city.put("<organisation>/kartendienste/<", "", **mapservices.address_of(mapservices.put(world)))
    for sharing, scenario in plant_scenarios(world).items():
        city.put("<organisation>/szenarien/<", sharing, uuid=scenario.uuid)


def _asset_values(asset: Any) -> Values:  # noqa: ANN401 - a row, or none
    assert asset is not None
    return {"detail": asset.detail, "content_hash": asset.content_hash}


def _recipes(city: MatrixCity) -> None:
    world = city.world
    approved = begin(world.bert, name="Erster")
    classes = {"class_mode": "cuts", "cuts": "-1; 1", "labels": "Wenig Bedarf\nMittlerer Bedarf\nViel Bedarf"}
    assert edit(world.bert, approved, "submit", TEXTS | classes).status_code == 302
    _approve(world, approved)
    waiting, draft, withdrawn = (begin(world.bert, name=name) for name in ("Zweiter", "Dritter", "Vierter"))
    texts = TEXTS | {"text_name": "Zweiter Bedarf", "text_short_name": "Zweiter"}
    assert edit(world.bert, waiting, "submit", texts).status_code == 302
    client_of(world.bert).post(f"{WORKSHOP}{withdrawn.uuid}/verwerfen/")
    states = {"draft": draft, "waiting": waiting, "published": approved, "withdrawn": withdrawn}
    for state, row in states.items():
        city.put("<organisation>/indexwerkstatt/<", state, uuid=row.uuid)
    city.put("<organisation>/indexwerkstatt/rezepte/<", "", number=Recipe.objects.latest("pk").pk)


def _approve(world: World, draft: RecipeDraft) -> None:
    seen = look(world.frida, draft, "freigabe/").context["form"]["content_hash"].value()
    said = {"content_hash": seen, "text": "", "decision": "approve"}
    answer: Any = client_of(world.frida).post(f"{WORKSHOP}{draft.uuid}/freigabe/", said)
    assert answer.status_code == 302, answer.content.decode()


def _regional_classes(city: MatrixCity) -> None:
    world = city.world
    level = levels.level(world.city, "viertel")
    assert level is not None
    spec = RegionalSpec((10.0, 20.0), "Ratsbeschluss")
    for state, slug in (("published", "kinder"), ("withdrawn", "anteil")):
        indicator = Indicator.objects.get(organisation=world.city, slug=slug)
        set_regional_classes(indicator=indicator, level=level, spec=spec, by=world.anna)
        if state == "withdrawn":
            withdraw_regional_classes(indicator=indicator, level=level, by=world.anna, reason="Überholt")
        city.put("<organisation>/hinweise/klassen/<", state, indicator=slug)


def _names_of_classes(city: MatrixCity) -> None:
    indicator = Recipe.objects.latest("pk").indicator
    words = [Words(f"{step} Bedarf", f"{step} need") for step in ("Niedriger", "Mittlerer", "Hoher")]
    set_class_words(indicator=indicator, words=words, reason="Ratsbeschluss", by=city.world.anna)
    city.put("<organisation>/hinweise/klassennamen/<", "published", indicator=indicator.slug)


def _rules(city: MatrixCity) -> None:
    world = city.world
    shown = write_rule(organisation=world.city, spec=RuleSpec("Teil", "kinder", "<=", "einwohner"), by=world.anna).rule
    gone = write_rule(organisation=world.city, spec=RuleSpec("Alt", "kinder", "<", "einwohner"), by=world.anna)
    archived = archive_rule(rule=gone.rule, reason="Überholt", by=world.anna, revision=gone.number)
    approve_version(version=archived, by=world.frida)
    loose = write_rule(organisation=world.city, spec=RuleSpec("Weich", "kinder", "<=", "einwohner"), by=world.anna)
    archive_rule(rule=loose.rule, reason="Überholt", by=world.anna, revision=loose.number)
    run_inline(job=request_run(organisation=world.city, by=world.anna))
    for state, row in (("published", shown), ("waiting", loose.rule), ("withdrawn", gone.rule)):
        city.put("<organisation>/pruefregeln/<", state, number=row.number)


def _rulings(city: MatrixCity) -> None:
    """Let the rule for the public hold, and one for the council wait."""
    world = city.world
    source = Source.objects.select_related("organisation").get(organisation=world.city, slug="register")
    said = Ruling(RuleContent(is_published=True), "Ratsbeschluss", timezone.localdate(), "Der Ausschuss fragt.")
    propose_rule(place=RulePlace(source, Audience.COUNCIL), change=said, by=world.anna, revision=0)
    for state, audience in (("published", "oeffentlichkeit"), ("waiting", "rat")):
        city.put("<organisation>/geheimhaltung/regeln/<", state, source=source.slug, audience=audience)


def _secrecy(city: MatrixCity) -> None:
    release = Release.objects.filter(state=ReleaseState.PUBLISHED, indicator__slug="kinder").select_related("pattern")
    pattern = release.latest("pk").pattern
    assert pattern is not None
    city.put("<organisation>/geheimhaltung/<", "", number=pattern.audit_id)


def _own_things(city: MatrixCity) -> None:
    """Keep a form and a notification: they belong to one person, whatever roles others hold."""
    world = city.world
    kept = KeptForm.objects.create(person=world.emil, path="/musterstadt/lieferungen/neu/", fields={"title": ["x"]})
    told = Notification.objects.filter(recipient=world.frida).latest("created_at")
    gone = assign_role(user=world.bert, organisation=world.city, role="viewer", by=world.gero)
    city.put("<organisation>/personen/<", "published", number=world.bert.pk, assignment=gone.pk)
    closed = create_user(email="egon@example.org", name="Egon", password=None, by=world.gero)
    kept_role = assign_role(user=closed, organisation=world.city, role="viewer", by=world.gero)
    city.put("<organisation>/personen/<", "draft", number=closed.pk, assignment=kept_role.pk)
    city.put("konto/einladung/<", "draft", secret=invitation_for(closed))
    late = create_user(email="fritz@example.org", name="Fritz", password=None, by=world.gero)
    old_role = assign_role(user=late, organisation=world.city, role="viewer", by=world.gero)
    deactivate_user(user=late, by=world.gero, reason="Weg")
    city.put("<organisation>/personen/<", "withdrawn", number=late.pk, assignment=old_role.pk)
    city.put("konto/einladung/<", "withdrawn", secret=invitation_for(late))
    city.put("konto/eingaben/<", "", number=kept.pk)
    city.put("konto/mitteilungen/<", "", number=told.pk)
    city.put("konto/zweiter-faktor/<", "", number=1)
    city.put("<organisation>/personen/<number>/zweiter-faktor/", "", number=world.anna.pk)
