# SPDX-License-Identifier: EUPL-1.2
"""Searches for the best next sites that a reader may know of: made for their audience, from figures still in force."""

from typing import Final

from indicators.models import Scenario, SitingRun
from indicators.selectors.scenarios.people import people_of
from indicators.selectors.sheets import OrganisationRef
from sozialplanung.jobs.models import Job

SITE: Final = "indicators.siting"


def last_siting(organisation: OrganisationRef, scenario: Scenario) -> SitingRun | None:
    """Return the newest search of a scenario; None where its figures are gone or were for another audience."""
    run = SitingRun.objects.filter(scenario=scenario, reading=organisation.audience).first()
    people = people_of(organisation, scenario) if run is not None else None
    return run if run is not None and people is not None and people.ref.id == run.release_id else None


def siting_job(run: SitingRun) -> Job | None:
    """Return the job of a search."""
    return Job.objects.filter(kind=SITE, payload__siting=run.pk).order_by("-created_at").first()
