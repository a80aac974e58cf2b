# SPDX-License-Identifier: EUPL-1.2
"""Dashboards and their editions, in whatever state a test needs them."""

from typing import Any, Final

from django.http import HttpResponse

from indicators.models import Audience
from indicators.selectors import published
from indicators.services.releasing.withdrawing import withdraw_release
from reports.errors import PublicationError
from reports.models import Edition, HandingIn, Publication, Readers
from reports.rendering.composition import (
    AREAS,
    KEY,
    LINE,
    MAP,
    PICTURE,
    RANKING,
    TABLE,
    TEXT,
    Composition,
    Interpretation,
    Panel,
    Part,
    with_panel,
)
from reports.rendering.document import EasyWords
from reports.services import bringing, composing, publishing
from reports.services.handingin import hand_in
from sozialplanung.accounts.models import User
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.services import run_inline
from tests.factories.desk import client_of, run_jobs
from tests.factories.photographs import drawing
from tests.factories.world import World

SEEN: Final = "indikator=anteil&ebene=viertel"
CONTENT: Final = Composition(
    lead="Wie Kinder in der Stadt leben.",
    parts=(
        Part(
            "part1",
            "Überblick",
            (
                Panel("panel1", MAP, query=SEEN, interpretations=(Interpretation("need", "Mehr Plätze im Norden."),)),
                Panel("panel2", TABLE, title="Werte", query=SEEN),
            ),
        ),
        Part("part2", "Was folgt", (Panel("panel3", TEXT, text="Familienzentren ausbauen."),)),
    ),
)


EASY: Final = EasyWords("# Kinder in der Stadt\nHier leben viele Kinder.", "Prüfgruppe Musterstadt")

# Each kind of panel that shows figures, small counts among them.
TELLING: Final = Composition(
    easy=EASY,
    parts=(
        Part(
            "part1",
            "Überblick",
            (
                Panel("panel1", MAP, query="indikator=kinderlast&ebene=viertel"),
                Panel("panel2", TABLE, query="indikator=kinderlast&ebene=viertel"),
                Panel("panel3", LINE, query="indikator=kinder&ebene=viertel&gebiet=12"),
                Panel(
                    "panel4",
                    KEY,
                    query="ebene=viertel&gebietsstand=stand-2020&gebiet=12",
                    indicators=("kinder", "kinderlast", "einwohner"),
                ),
                Panel("panel5", RANKING, query="indikator=kinder&ebene=viertel"),
                Panel("panel6", AREAS, query="ebene=viertel", indicators=("kinder", "kinderlast")),
            ),
        ),
    ),
)


def begun(
    world: World,
    content: Composition = CONTENT,
    *,
    readers: Readers = Readers.PUBLIC,
    title: str = "Kinder in der Stadt",
) -> Publication:
    """Return a dashboard that a planner began."""
    new = composing.NewPublication(title, readers=readers, composition=content)
    return composing.create_publication(organisation=world.city, new=new, by=world.bert)


def with_picture(world: World, row: Publication) -> Publication:
    """Return a dashboard with a picture that a planner brought along behind everything else."""
    kept = bringing.bring_picture(publication=row, content=drawing(), by=world.bert)
    shown = Panel(
        "picture1", PICTURE, picture=kept.content_hash, alternative="Ein Park mit Kindern.", credit="Anna Beispiel, CC0"
    )
    content = with_panel(row.content, row.content.parts[-1].name, shown)
    return composing.save_composition(publication=row, composition=content, revision=row.revision, by=world.bert)


def handed_in(world: World, row: Publication | None = None, correction: str = "") -> Edition:
    """Return an edition that waits; what keeps the job from making it is raised, as what is refused at once."""
    row = row or begun(world)
    row.refresh_from_db()
    return frozen_of(hand_in(publication=row, revision=row.revision, by=world.bert, correction=correction))


def frozen_of(handing: HandingIn) -> Edition:
    """Do the job of a handing in, and return its edition."""
    job = Job.objects.get(payload__handing=handing.pk)
    run_inline(job=job)
    handing.refresh_from_db()
    job.refresh_from_db()
    if (problem := job.problem) is not None:
        raise PublicationError(problem.code, problem.message, place=problem.place)
    assert handing.edition is not None
    return handing.edition


def pressed(person: User, row: Publication, revision: int, **said: str) -> HttpResponse:
    """Press “Hand in”, let a worker do its job, and look again; returns where that leads."""
    client, address = client_of(person), f"/{row.organisation.slug}/berichte/werkstatt/{row.uuid}/einreichen/"
    answer: Any = client.post(address, {"revision": revision, "correction": "", **said})
    run_jobs()
    if answer.headers["Location"] == address:
        answer = client.get(address)
    assert isinstance(answer, HttpResponse)
    return answer


def let_out(world: World, edition: Edition) -> Edition:
    """Return an edition that a second person let out."""
    return publishing.decide_edition(
        edition=edition,
        decision=publishing.Decision(is_approved=True),
        content_hash=edition.content_hash,
        by=world.frida,
    )


def plant_dashboards(world: World, word: str) -> None:
    """Begin a dashboard, and have one sent back; a word stands in all texts."""
    begun(world, _saying(word), title=word)
    edition = handed_in(world, begun(world, _saying(word), title=word))
    decision = publishing.Decision(is_approved=False, comment=word)
    publishing.decide_edition(edition=edition, decision=decision, content_hash=edition.content_hash, by=world.frida)


def let_wait(world: World, word: str) -> Edition:
    """Hand in a dashboard in which a word stands in all texts: members of the council read it, and nobody else."""
    return handed_in(world, begun(world, _saying(word), title=word))


def _saying(word: str) -> Composition:
    return Composition(lead=word, parts=(Part("part1", word, (Panel("panel1", TEXT, text=word),)),))


def let_out_for_council(world: World) -> None:
    """Publish a dashboard with the council's own figures for the council."""
    told = Composition(
        parts=(Part("part1", "Kinder", (Panel("panel1", RANKING, query="indikator=kinder&ebene=viertel"),)),)
    )
    let_out(world, handed_in(world, begun(world, told, title="Für den Rat", readers=Readers.COUNCIL)))


def withdraw_figures(world: World, *periods: str) -> None:
    """Withdraw what is released of the share for everybody: of some periods, or of all."""
    world.city.audience = Audience.PUBLIC
    while refs := [
        ref for ref in published.releases_of(world.city, indicator="anteil") if not periods or ref.period in periods
    ]:
        withdraw_release(release_id=refs[0].id, organisation_id=world.city.pk, by=world.frida, reason="Fehler")
