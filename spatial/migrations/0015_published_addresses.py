# SPDX-License-Identifier: EUPL-1.2
"""Decisions on who may search an address file, and the views of what everybody may."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Of files in use whose last decision opens them; nothing else of addresses is there for the public login.
VIEWS = """
CREATE VIEW spatial_published_register AS
SELECT r.id, r.organisation_id
FROM spatial_addressregister r
JOIN LATERAL (
    SELECT is_open FROM spatial_addressdecision d WHERE d.register_id = r.id ORDER BY d.revision DESC LIMIT 1
) newest ON newest.is_open
WHERE r.state = 'current';

CREATE VIEW spatial_published_street AS
SELECT s.id, s.register_id, s.name, s.street_key, s.plain_key, s.words, s.city, s.part, s.postcodes, s.address_count
FROM spatial_street s JOIN spatial_published_register p ON p.id = s.register_id;

CREATE VIEW spatial_published_streetarea AS
SELECT a.street_id, a.boundary_version_id, a.position, a.address_count
FROM spatial_streetarea a JOIN spatial_published_street s ON s.id = a.street_id;

CREATE VIEW spatial_published_address AS
SELECT a.id, a.register_id, a.street, a.street_key, a.first_number, a.first_suffix, a.last_number, a.last_suffix,
       a.postcode, a.city, a.location
FROM spatial_address a JOIN spatial_published_register p ON p.id = a.register_id;
"""
VIEWS_BACK = """
DROP VIEW spatial_published_address;
DROP VIEW spatial_published_streetarea;
DROP VIEW spatial_published_street;
DROP VIEW spatial_published_register;
"""


class Migration(migrations.Migration):
    """Make the table of decisions and the views."""

    dependencies: ClassVar = [
        ("spatial", "0014_streets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="AddressDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("is_open", models.BooleanField()),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="spatial.addressregister",
                    ),
                ),
            ],
            options={
                "ordering": ("register", "-revision"),
                "constraints": [
                    models.UniqueConstraint(fields=("register", "revision"), name="address_decision_revision"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="address_decision_reason"
                    ),
                ],
            },
        ),
        migrations.RunSQL(VIEWS, VIEWS_BACK),
    ]
