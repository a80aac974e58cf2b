# SPDX-License-Identifier: EUPL-1.2
"""Street networks of an organisation: what was imported, its nodes and its edges."""

from django.contrib.gis.db.models import LineStringField, PointField
from django.db import models
from django.db.models import Q

# Seconds along an edge and against it, by profile; NULL where the profile may not go.
COST_COLUMNS = tuple(
    f"{mode}_{direction}" for mode in ("foot", "bicycle", "wheelchair", "car") for direction in ("forward", "backward")
)


class Network(models.Model):
    """One imported street network, unique by (organisation, slug, number); never changed once stored.

    The one with the highest number of a slug is in force. Lengths and distances are metres in the system ``srid``.
    ``profiles`` says for each profile whether the columns of the file carry it and what they lack; ``topology`` what
    the check found.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=60)
    attribution = models.CharField(max_length=500)
    content_hash = models.CharField(max_length=64)
    srid = models.PositiveIntegerField()
    tolerance_m = models.FloatField()
    columns = models.JSONField(default=dict)
    profiles = models.JSONField(default=dict)
    topology = models.JSONField(default=dict)
    node_count = models.PositiveIntegerField()
    edge_count = models.PositiveIntegerField()
    length_m = models.FloatField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("slug", "-number")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug", "number"), name="network_number_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="network_tenant_key"),
            models.CheckConstraint(condition=Q(number__gte=1), name="network_number_from_one"),
        )

    def __str__(self) -> str:
        """Return the name of the network."""
        return self.name


class NetworkNode(models.Model):
    """One node of a network, unique by (network, position); ``part`` numbers the connected parts, 0 the longest."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", db_index=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="nodes", db_index=False)
    position = models.PositiveIntegerField()
    part = models.PositiveIntegerField()
    point = PointField(srid=4326, spatial_index=False)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("network", "position"), name="networknode_position_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="networknode_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the place as text."""
        return f"{self.network_id}/{self.position}"


class NetworkEdge(models.Model):
    """One edge of a network, unique by (network, position): from node ``start`` to node ``end`` along ``geometry``.

    ``source`` is the position of the line in the file that it was cut from.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", db_index=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="edges", db_index=False)
    position = models.PositiveIntegerField()
    source = models.PositiveIntegerField()
    start = models.ForeignKey(NetworkNode, models.CASCADE, related_name="+")
    end = models.ForeignKey(NetworkNode, models.CASCADE, related_name="+")
    geometry = LineStringField(srid=4326)
    length_m = models.FloatField()
    foot_forward = models.FloatField(null=True)
    foot_backward = models.FloatField(null=True)
    bicycle_forward = models.FloatField(null=True)
    bicycle_backward = models.FloatField(null=True)
    wheelchair_forward = models.FloatField(null=True)
    wheelchair_backward = models.FloatField(null=True)
    car_forward = models.FloatField(null=True)
    car_backward = models.FloatField(null=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("network", "position"), name="networkedge_position_unique"),
            models.CheckConstraint(condition=Q(length_m__gt=0), name="networkedge_has_length"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": 0}),
                    name=f"networkedge_{column}_above_zero",
                )
                for column in COST_COLUMNS
            ),
        )

    def __str__(self) -> str:
        """Return the place as text."""
        return f"{self.network_id}/{self.position}"
