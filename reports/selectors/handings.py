# SPDX-License-Identifier: EUPL-1.2
"""How far the last handing in of a publication is."""

from dataclasses import dataclass

from reports.models import EditionState, HandingIn, Publication
from sozialplanung.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Going:
    """The last handing in of a publication with its job; `job` is None where it is long over."""

    handing: HandingIn
    job: Job | None

    @property
    def is_live(self) -> bool:
        """Whether it still goes on."""
        return self.handing.edition_id is None and self.job is not None and self.job.is_live

    @property
    def has_failed(self) -> bool:
        """Whether it ended without an edition, and nobody changed the publication since."""
        return self.handing.edition_id is None and not self.is_live and self.is_of_now

    @property
    def is_of_now(self) -> bool:
        """Whether the publication is still as it was handed in."""
        return self.handing.revision == self.handing.publication.revision

    @property
    def error_text(self) -> str:
        """What went wrong and what to do, in the reader's language; empty where nobody knows any more."""
        return self.job.error_text if self.job else ""

    @property
    def places(self) -> frozenset[str]:
        """The names of the parts and panels that kept it from being handed in."""
        problem = self.job.problem if self.job else None
        return frozenset(problem.place.split(", ")) - {""} if problem else frozenset()


def waits(publication: Publication) -> bool:
    """Say whether an edition of it waits for approval."""
    return publication.editions.filter(state=EditionState.SUBMITTED).exists()


def last_handing(publication: Publication) -> Going | None:
    """Return the last handing in; None before the first one."""
    row = publication.handings.select_related("edition", "asked_by").first()
    if row is None:
        return None
    # What is frozen needs no look at its job.
    return Going(row, None if row.edition_id else row.job)
