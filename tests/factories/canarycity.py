# SPDX-License-Identifier: EUPL-1.2
"""A city with published figures, and beside them a canary in every kind of thing that nobody published.

The canary is a word and two figures. `build_public_city` stores what everybody may see; `plant` adds, through the
services and pages of those who work there, one of everything that must not be seen, and then writes the word into each
free text field of each row that came along, so that a new field is planted without anybody remembering it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from indicators.models import (
    Audience,
    Delivery,
    Indicator,
    KnownBreakRefusal,
    MappingProfile,
    Period,
    Release,
    ReleaseState,
    RhythmKind,
    Sharing,
    Source,
)
from indicators.readers.mapping import Mapping as TableMapping
from indicators.readers.mapping import ValueColumn
from indicators.rendering.slices import encode, slice_hash
from indicators.rendering.workbench.state import State
from indicators.selectors.approvals import rule_in_force
from indicators.services import approvals, catalogue, importing, planning, sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.figureremarks import MeantFigure, answer_remark, write_remark
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.planning import PlanSpec
from indicators.services.releasing.refreshing import refresh_all, refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.remarks.annotations import AnnotationSpec, add_annotation, withdraw_annotation
from indicators.services.remarks.breaks import BreakSpec, mark_break
from indicators.services.savedselections import save_selection
from indicators.services.savedviews import save_view
from indicators.services.sources import SourceSpec
from indicators.services.validating.writing import RuleSpec, change_rule, write_rule
from sozialplanung.accounts.models import KeptForm
from sozialplanung.accounts.services import create_user
from sozialplanung.audit.services import record
from sozialplanung.common.rhythms import DueRule
from sozialplanung.jobs.services import run_inline
from sozialplanung.web.conditional import pack
from spatial.models import BoundaryVersion
from spatial.selectors import levels
from tests.conftest import IS_DEEP
from tests.factories import surveyor
from tests.factories.desk import checked, csv_file, post, run_jobs
from tests.factories.editions import TELLING, begun, handed_in, let_out, let_out_for_council, let_wait, plant_dashboards
from tests.factories.freetexts import planted_models, rows_of, write
from tests.factories.ownareas import OWN_TOLD, keep_square, with_own_panels
from tests.factories.register import EDITION, build_city, create, definition, mapping
from tests.factories.releases import Figures, content, pattern
from tests.factories.templates import make_template
from tests.factories.workshopcity import begin
from tests.factories.world import PASSWORD, World

WORD: Final = "KANARIENVOGEL"
# In what waits for approval: members of the council read it, and nobody else.
WAITING: Final = "WARTEVOGEL"
SLUG: Final = WORD.lower()
FIGURE: Final = 987654.321
# What the council may see, and nobody else.
COUNCIL_FIGURE: Final = 456789.0
# Below the smallest count that may be published, and found in no other figure of the city.
SMALL, MINIMUM = 6917, 7000
PERIODS: Final = ("2020-12-31", "2021-12-31")
# One year is told in all channels that there are; two of them take twice as long to publish.
YEARS: Final = PERIODS if IS_DEEP else PERIODS[1:]
LATER: Final = "2022-12-31"
HEAD: Final = "schluessel;einwohner;kinder;arbeitslos;rentner\n"
PEOPLE: Final = f"""11;81.111;20.003;8.001;9.001
12;50.002;{SMALL};9.002;21.002
21;80.005;19.009;12.003;8.003
22;70.007;0;7.004;15.004
"""
# The same to whoever sees what is shown: the small count and the one that hides it change places.
SWAPPED: Final = PEOPLE.replace("20.003", "small").replace(f";{SMALL};", ";20.003;").replace("small", str(SMALL))
WITH_CANARY: Final = PEOPLE.replace("80.005", "987.654,321").replace("70.007", "987.654")
DELIVERED: Final = f"schluessel;einwohner;{WORD}\n11;81.111;20.003\n12;50.002;{SMALL}\n21;987.654,321;9\n22;987.654;0\n"
REGISTER: Final = SourceSpec(
    "register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", minimum_count=MINIMUM
)
INSIDE: Final = SourceSpec(SLUG, WORD, WORD, f"© {WORD}", (SLUG, WORD, ""), False, WORD, minimum_count=3)


def build_public_city(world: World) -> World:
    """Store a city with the figures of two years, a small count among them, a break and an annotation."""
    return publish_figures(define_city(world))


def define_city(world: World) -> World:
    """Store a city and what may be counted there, without figures."""
    build_city(world)
    sources.set_rule(organisation=world.city, spec=REGISTER)
    for breakdown in ("arbeitslos", "rentner"):
        catalogue.ensure_series(
            organisation=world.city,
            name=SeriesName("einwohner", breakdown),
            variable={"name": "Einwohner"},
            breakdown={"name": breakdown, "dimension": "lage"},
        )
    for slug, defined in (
        ("arbeitslose", definition("Arbeitslose", series=SeriesName("einwohner", "arbeitslos"))),
        ("rentner", definition("Rentner", series=SeriesName("einwohner", "rentner"))),
        ("kinderlast", definition("Last", formula="share(kinder, einwohner)", unit_of_measure="%")),
        ("arbeitslosigkeit", definition("Quote", formula="share(arbeitslose, einwohner)", unit_of_measure="%")),
        ("rentenbezug", definition("Rente", formula="share(rentner, einwohner)", unit_of_measure="%")),
    ):
        create(world, IndicatorSpec(slug, "bevoelkerung", "derived" if defined.formula else "delivered", defined))
    return world


def publish_figures(world: World, people: str = PEOPLE, periods: Sequence[str] = YEARS) -> World:
    """Publish the figures of two years, with a break and an annotation, or of one alone."""
    for period in periods:
        release_table(world, period, people)
    kinder = Indicator.objects.get(slug="kinder")
    if len(periods) > 1:
        mark_break(indicator=kinder, spec=BreakSpec(*PERIODS, "law", "limited", "Neues Gesetz."), by=world.anna)
    note = AnnotationSpec("event", "Neubau.", indicator="kinder", period=periods[-1])
    add_annotation(organisation=world.city, spec=note, by=world.anna)
    run_jobs()
    let_out(world, handed_in(world, begun(world, with_own_panels(world, TELLING, OWN_TOLD))))
    # Its files.
    run_jobs()
    return world


def release_table(world: World, period: str, text: str) -> None:
    """Deliver the figures of a period and release everything."""
    source = Source.objects.select_related("organisation").get(organisation=world.city, slug="register")
    part = Part(DeliveredFile("einwohner.csv", (HEAD + text).encode()), "viertel", _columns(period))
    batch = importing.stage_batch(spec=DeliverySpec(source, f"Register {period}", EDITION, (part,)), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    for job in refresh_all(organisation=world.city, by=world.frida):
        run_inline(job=job)


def _columns(period: str) -> TableMapping:
    both = mapping(period)
    more = (ValueColumn(name, f"einwohner:{name}") for name in ("arbeitslos", "rentner"))
    return replace(both, values=(*both.values, *more))


def plant(world: World) -> None:
    """Add one of everything that nobody published, and write the word into each of its free texts."""
    before = {model: {*rows_of(model).values_list("pk", flat=True)} for model in planted_models()}
    acts = (_delivery, _saved, _unpublished, _released_otherwise, _boundaries, _remarks, _rules, _people)
    for part in acts:
        part(world)
    plant_dashboards(world, WORD)
    run_jobs()
    for model, known in before.items():
        write(model, known, WORD)
    # Their words are the council's to read, their figures nobody else's.
    let_out_for_council(world)
    let_wait(world, WAITING)
    run_jobs()


def _saved(world: World) -> None:
    """Keep a selection and an own area for the house, and a view for whoever has its address."""
    version = levels.boundary_version(world.city, "viertel")
    assert version is not None
    save_selection(organisation=world.city, version=version, places=[0, 2], name=WORD, by=world.bert, is_shared=True)
    save_view(organisation=world.city, state=State(), name=WORD, by=world.bert, sharing=Sharing.LINK)
    keep_square(world, WORD, Sharing.HOUSE, collection=WORD)


def _unpublished(world: World) -> None:
    """Store an indicator whose source stays inside, with figures, and texts of the rules of its source."""
    sources.ensure_source(organisation=world.city, spec=INSIDE)
    sources.set_rule(organisation=world.city, spec=INSIDE)
    catalogue.ensure_topic(organisation=world.city, slug=SLUG, name=WORD, position=9)
    name = SeriesName(SLUG, SLUG)
    catalogue.ensure_series(
        organisation=world.city,
        name=name,
        variable={"name": WORD, "is_additive": True},
        breakdown={"name": WORD, "dimension": "alter"},
    )
    defined = replace(definition(WORD, series=name, decimals=3), source=SLUG)
    create(world, IndicatorSpec(SLUG, SLUG, "delivered", defined))
    columns = replace(mapping(LATER), values=(ValueColumn("einwohner", f"{SLUG}:{SLUG}"),))
    source = Source.objects.select_related("organisation").get(organisation=world.city, slug=SLUG)
    part = Part(DeliveredFile(f"{WORD}.csv", (HEAD + WITH_CANARY).encode()), "viertel", columns)
    batch = importing.stage_batch(spec=DeliverySpec(source, WORD, EDITION, (part,)), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    for job in refresh_all(organisation=world.city, by=world.frida):
        run_inline(job=job)


def _released_otherwise(world: World) -> None:
    """Publish the figures, take them back, and store some for the council alone."""
    hidden = Indicator.objects.get(slug=SLUG)
    sources.set_rule(organisation=world.city, spec=replace(INSIDE, is_published=True))
    refresh_indicator(indicator_id=hidden.pk, by=world.frida, report=lambda *_: None)
    made = Release.objects.filter(indicator=hidden, state=ReleaseState.PUBLISHED).earliest("pk")
    withdraw_release(release_id=made.pk, organisation_id=world.city.pk, by=world.frida, reason=WORD)
    sources.set_rule(organisation=world.city, spec=INSIDE)
    _for_the_council(Indicator.objects.get(slug="kinder"), world)


def _for_the_council(subject: Indicator, world: World) -> None:
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    figures = Figures((COUNCIL_FIGURE,) * 4, LATER, audience=Audience.COUNCIL)
    payload = encode(content(subject, version, figures))
    made = Release.objects.filter(indicator=subject, boundary_version=version).earliest("pk")
    vintage = made.vintage
    vintage.pk, vintage.is_current, vintage.period = None, False, Period.objects.get(code=LATER)
    vintage.save()
    made.pk, made.audience, made.number = None, Audience.COUNCIL, 1
    made.period, made.vintage, made.pattern = vintage.period, vintage, pattern(vintage, Audience.COUNCIL)
    made.payload, made.gzipped, made.content_hash = payload, pack(payload), slice_hash(payload)
    made.save()


def _delivery(world: World) -> None:
    """Bring a delivery before its approver, with files, questions, reasons and comments; keep a mapping and a plan."""
    make_template(world, title=WORD, contact=WORD, note=WORD)
    delivery = checked(world, world.anna, csv_file(DELIVERED, f"{WORD}.csv"))
    post(world.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    found = Delivery.objects.latest("pk")
    for kind in found.comments.model.Kind.values:
        found.comments.create(kind=kind, person=world.frida, text=WORD)
    found.reasons.create(finding_key="x", text=WORD, person=world.anna)
    MappingProfile.objects.create(
        organisation=world.city,
        source=found.source,
        name=WORD,
        version=1,
        fingerprint="x",
        level="viertel",
        edition=EDITION,
        mapping={},
        created_by=world.anna,
    )
    plan = PlanSpec(found.source, RhythmKind.YEAR, PERIODS[0], "", DueRule(days=90), contact=WORD, note=WORD)
    planning.save_plan(plan=None, spec=plan, by=world.anna)


def _boundaries(world: World) -> None:
    """Stage a boundary version with an area of that name, up to its check."""
    areas = surveyor.quarters()
    areas["11"] = (WORD, areas["11"][1])
    changeset = surveyor.checked(world.anna, [surveyor.boundary_file(areas, f"{WORD}.geojson")])
    surveyor.reason_all(world.anna, changeset)
    changeset.comments.create(kind="note", person=world.frida, text=WORD)
    changeset.reasons.create(topic="x", text=WORD, person=world.anna)


def _remarks(world: World) -> None:
    """Store remarks on what is not published, a withdrawn remark on what is, and changes that wait."""
    hidden, shown = (Indicator.objects.get(slug=slug) for slug in (SLUG, "kinder"))
    mark_break(indicator=hidden, spec=BreakSpec(*PERIODS, "law", "no", WORD, reference=WORD), by=world.anna)
    said = AnnotationSpec("event", WORD, indicator=SLUG, period=PERIODS[1], reference=WORD)
    add_annotation(organisation=world.city, spec=said, by=world.anna)
    gone = add_annotation(organisation=world.city, spec=replace(said, indicator="kinder"), by=world.anna)
    withdraw_annotation(annotation=gone, by=world.anna, reason=WORD)
    question = write_remark(
        organisation=world.city, figure=MeantFigure(shown.pk, Audience.PUBLIC), text=WORD, by=world.bert
    )
    answer_remark(remark=question, text=WORD, by=world.anna)
    KnownBreakRefusal.objects.create(
        organisation=world.city, indicator=shown, known=SLUG, reason=WORD, person=world.anna
    )


def _rules(world: World) -> None:
    """Store a validation rule with a change that waits, a recipe in the making, and a change of who approves."""
    written = RuleSpec(WORD, f"{SLUG}:{SLUG}", "<=", "einwohner", severity="error", purpose=WORD)
    rule = write_rule(organisation=world.city, spec=written, by=world.anna).rule
    laxer = replace(written, severity="note")
    change_rule(rule=rule, spec=laxer, reason=WORD, by=world.anna, revision=rule.versions.get().number)
    begin(world.anna, chosen=("arbeitslosigkeit", "kinderlast"), name=WORD)
    before = rule_in_force(organisation_id=world.city.pk)
    approvals.change_rule(
        organisation=world.city,
        rule=replace(before, needs_confidentiality=True),
        before=before,
        reason=WORD,
        by=world.gero,
    )


def _people(world: World) -> None:
    """Store an account, what it typed, and an event of the log."""
    person = create_user(email=f"{SLUG}@example.org", name=WORD, password=PASSWORD, by=world.gero)
    KeptForm.objects.create(person=world.anna, path=f"/{SLUG}/", fields={"text": WORD})
    record(
        action=f"accounts.{SLUG}",
        by=person,
        organisation=world.city,
        subject=person,
        details={WORD: FIGURE},
        reason=WORD,
    )
