# SPDX-License-Identifier: EUPL-1.2
"""A dashboard of the sample data, built, handed in and published as people would; it claims nothing but figures."""

from typing import Final

from django.db import transaction

from reports.errors import EditionError
from reports.models import Edition, Publication
from reports.rendering.composition import HALF, KEY, LINE, MAP, TABLE, TEXT, Composition, Panel, Part
from reports.selectors.desk import publications_of
from reports.services.composing import NewPublication, create_publication
from reports.services.handingin import hand_in
from reports.services.publishing import Decision, decide_edition
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.demo.people import ensure_person
from sozialplanung.jobs.services import run_inline

_AREAS: Final = "indikator=kinderarmut&ebene=planungsraum"
_DISTRICTS: Final = "indikator=kinderarmut&ebene=bezirk"
_WHOLE: Final = "indikator=kinderarmut&ebene=stadt"
_BERLIN: Final = Composition(
    lead=(
        "Wie viele Kinder leben in Familien, die auf Grundsicherung angewiesen sind? Die Seite zeigt die "
        "veröffentlichten Werte des Monitorings Soziale Stadtentwicklung für die Stadt, ihre Bezirke und ihre "
        "Planungsräume."
    ),
    parts=(
        Part(
            "part1",
            "Auf einen Blick",
            (Panel("panel1", KEY, indicators=("kinderarmut", "arbeitslosigkeit", "transferbezug")),),
        ),
        Part(
            "part2",
            "Kinderarmut in der Stadt",
            (
                Panel("panel2", MAP, title="Anteil nach Planungsraum", query=_AREAS),
                Panel("panel3", LINE, title="Verlauf", query=_WHOLE, width=HALF),
                Panel("panel4", MAP, title="Anteil nach Bezirk", query=_DISTRICTS, width=HALF),
                Panel("panel5", TABLE, title="Alle Bezirke", query=_DISTRICTS),
            ),
        ),
        Part(
            "part3",
            "Was folgt daraus?",
            (
                Panel(
                    "panel6",
                    TEXT,
                    text=(
                        "Einordnung, Bedarf und Empfehlung schreibt an dieser Stelle die Stadt. In den Beispieldaten "
                        "stehen nur Werte, die veröffentlicht sind."
                    ),
                ),
            ),
        ),
    ),
)
DASHBOARDS: Final = {"berlin": ("Kinder und Familien in Berlin", _BERLIN)}


def publish_dashboard(slug: str) -> str:
    """Publish the dashboard of a region where it has none yet; returns what was done in words, empty for nothing."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if slug not in DASHBOARDS or organisation is None or publications_of(organisation):
        return ""
    title, content = DASHBOARDS[slug]
    planner, approver = ensure_person(role="planner"), ensure_person(role="approver")
    row = create_publication(organisation=organisation, new=NewPublication(title, composition=content), by=planner)
    edition = _handed_in(row, planner)
    decide_edition(edition=edition, decision=Decision(is_approved=True), content_hash=edition.content_hash, by=approver)
    return f"{organisation.name}: {title}, Ausgabe {edition.label}"


@transaction.atomic
def _handed_in(row: Publication, planner: User) -> Edition:
    """Hand in here: no worker knows of the job before it is over."""
    handing = hand_in(publication=row, revision=row.revision, by=planner)
    if (job := handing.job) is not None:
        job = run_inline(job=job)
    handing.refresh_from_db()
    if handing.edition is None:
        raise EditionError("reports.not_handed_in", job.error_message if job else "")
    return handing.edition
