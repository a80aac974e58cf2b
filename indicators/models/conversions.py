# SPDX-License-Identifier: EUPL-1.2
"""Released figures carried to other boundary versions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Conversion(models.Model):
    """One released slice on another boundary version of its level; unique by release and version.

    It is a function of what readers of that release know, of the `taught_by` releases of the same indicator from which
    its errors were learnt, and of a crosswalk that everybody may read. Readers see it while all of these are in force
    and no figures were released for the version itself (views ``indicators_*_conversion``). `counts` says how many
    areas are measured, re-aggregated, estimated and not converted, `method` by which way of carrying they were made.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    release = models.ForeignKey("indicators.Release", models.PROTECT, related_name="conversions")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    crosswalk = models.ForeignKey("spatial.Crosswalk", models.PROTECT, related_name="+")
    taught_by = ArrayField(models.BigIntegerField(), default=list)
    method = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    payload = models.BinaryField()
    gzipped = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="conversion_tenant_key"),
            models.UniqueConstraint(fields=("release", "boundary_version"), name="conversion_once"),
        )

    def __str__(self) -> str:
        """Return what was carried whither."""
        return f"{self.release_id}→{self.boundary_version_id}"
