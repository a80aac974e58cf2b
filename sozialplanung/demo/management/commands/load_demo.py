# SPDX-License-Identifier: EUPL-1.2
"""`manage.py load_demo`: brings the demo set in through the ordinary services, once."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sozialplanung.demo.dashboards import publish_dashboard
from sozialplanung.demo.loading import Step, compute_region, is_loaded, prepare_region
from sozialplanung.demo.people import PASSWORD, PEOPLE
from sozialplanung.demo.plans import RegionPlan
from sozialplanung.demo.reaching import bring_reach
from sozialplanung.demo.regions import REGIONS
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job, JobState

WIDTH = 28
PATIENCE_SECONDS = 600
OVER = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


class Command(BaseCommand):
    """Load the demo regions; a region that is there is left alone."""

    help = "Load the demo regions through the import services; computing is done by the worker when one runs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let single regions be named."""
        parser.add_argument("regions", nargs="*", help="berlin, nrw, koeln, flensburg; default: all")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Load what is not there yet and wait until the worker is done."""
        wanted = options["regions"] or [plan.organisation.slug for plan in REGIONS]
        plans = [plan for plan in REGIONS if plan.organisation.slug in wanted and not is_loaded(plan)]
        self.show(f"Beispieldaten: {len(plans)} Regionen zu laden.")
        queued: list[Job] = []
        for plan in plans:
            queued += self.load(plan)
        self.wait_for(queued)
        for slug in wanted:
            for told in filter(None, (publish_dashboard(slug), bring_reach(slug))):
                self.show(f"  {told}")
        self.show("Anmeldungen der Beispieldaten, Passwort überall: " + PASSWORD)
        for name, email, role in PEOPLE:
            self.show(f"  {email:<22} {name} ({role})")

    def load(self, plan: RegionPlan) -> list[Job]:
        """Bring one region in; what an interrupted load left is completed."""
        queued: list[Job] = []
        for step in prepare_region(plan):
            self.tell(step)
            queued += step.jobs
        return [*queued, *compute_region(plan, after=queued)]

    def tell(self, step: Step) -> None:
        """Say what was done."""
        self.show(f"  {step.text}")

    def wait_for(self, queued: list[Job]) -> None:
        """Show how far the worker is; without a worker, do its work here."""
        has_worker, start = jobs.is_worker_there(), time.monotonic()
        ids = [job.pk for job in queued]
        if not has_worker:
            for number, job in enumerate(queued, start=1):
                jobs.run_inline(job=job)
                self.bar(number, len(ids))
        while has_worker and (done := Job.objects.filter(pk__in=ids, state__in=OVER).count()) < len(ids):
            self.bar(done, len(ids))
            if time.monotonic() - start > PATIENCE_SECONDS:
                raise CommandError("The worker did not finish in time; look into var/log/worker.log.")
            time.sleep(0.3)
        self.bar(len(ids), len(ids))
        failed = Job.objects.filter(pk__in=ids).exclude(state=JobState.SUCCEEDED)
        if failed:
            raise CommandError("; ".join(f"{job.kind}: {job.error_message}" for job in failed))

    def bar(self, done: int, total: int) -> None:
        """Draw a bar on a terminal, and nothing into a log."""
        if total and sys.stdout.isatty():
            filled = WIDTH * done // total
            self.stdout.write(f"\r  [{'#' * filled}{'.' * (WIDTH - filled)}] {done} von {total} Schritten", ending="")
            if done == total:
                self.show("")

    def show(self, text: str) -> None:
        """Write a line at once."""
        self.stdout.write(text)
        self.stdout.flush()
