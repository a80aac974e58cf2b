# SPDX-License-Identifier: EUPL-1.2
"""A third audience, and for each that is not the public the same views: the richest slice in force that it may see."""

from typing import ClassVar, Final

from django.db import migrations, models

# Of two slices of one indicator, period and boundary version the one that more may read gives way.
READS: Final = {"council": ("council", "public"), "internal": ("internal", "council", "public")}

PUBLIC: Final = """
CREATE OR REPLACE VIEW indicators_published_release AS
SELECT r.id, r.organisation_id, r.indicator_id, i.slug AS indicator, r.definition_id, r.period_id,
       p.code AS period, p.kind AS period_kind, p.start AS period_start, p.end AS period_end,
       r.boundary_version_id, l.slug AS level, l.position AS level_position, b.edition, r.number,
       r.payload, r.gzipped, r.content_hash, r.published_at, r.audience
FROM indicators_release r
JOIN indicators_indicator i ON i.id = r.indicator_id
JOIN indicators_period p ON p.id = r.period_id
JOIN spatial_boundaryversion b ON b.id = r.boundary_version_id
JOIN spatial_level l ON l.id = b.level_id
WHERE r.state = 'published' AND r.audience = 'public';
CREATE INDEX release_inside ON indicators_release (organisation_id, audience)
    WHERE state = 'published' AND audience <> 'public';
"""

VIEWS: Final = """
CREATE VIEW indicators_{reader}_release AS
SELECT r.id, r.organisation_id, r.indicator_id, i.slug AS indicator, r.definition_id, r.period_id,
       p.code AS period, p.kind AS period_kind, p.start AS period_start, p.end AS period_end,
       r.boundary_version_id, l.slug AS level, l.position AS level_position, b.edition, r.number,
       r.payload, r.gzipped, r.content_hash, r.published_at, r.audience
FROM indicators_release r
JOIN indicators_indicator i ON i.id = r.indicator_id
JOIN indicators_period p ON p.id = r.period_id
JOIN spatial_boundaryversion b ON b.id = r.boundary_version_id
JOIN spatial_level l ON l.id = b.level_id
WHERE r.state = 'published' AND ({richest});

CREATE VIEW indicators_{reader}_indicator AS
SELECT i.id, i.organisation_id, i.slug, i.topic_id, t.slug AS topic, t.name AS topic_name,
       t.position AS topic_position, i.kind, i.position, i.is_key_figure
FROM indicators_indicator i JOIN indicators_topic t ON t.id = i.topic_id
WHERE EXISTS (SELECT 1 FROM indicators_release r
              WHERE r.indicator_id = i.id AND r.state = 'published' AND r.audience IN ({audiences}));

CREATE VIEW indicators_{reader}_source AS
SELECT s.id, s.organisation_id, s.slug, s.title, s.publisher, s.attribution, s.contact,
       c.code AS licence, c.name AS licence_name, c.url AS licence_url
FROM indicators_source s JOIN indicators_licence c ON c.id = s.licence_id
WHERE EXISTS (SELECT 1 FROM indicators_indicatordefinition d JOIN indicators_release r ON r.definition_id = d.id
              WHERE d.source_id = s.id AND r.state = 'published' AND r.audience IN ({audiences}));

CREATE VIEW indicators_{reader}_definition AS
SELECT d.id, d.organisation_id, d.indicator_id, d.valid_from, d.valid_until, d.name, d.short_name, d.subtitle,
       d.unit_of_measure, d.decimals, d.direction, d.basis, d.comparability, d.palette, d.change_years,
       d.formula, d.relevance_threshold, d.default_breaks, d.what_it_shows, d.how_to_read, d.limits,
       d.numerator_text, d.denominator_text, d.sentence_noun, d.source_id, d.next_review,
       n.slug AS denominator_indicator, d.is_demographic
FROM indicators_indicatordefinition d
LEFT JOIN indicators_indicator n ON n.id = d.denominator_indicator_id
WHERE EXISTS (SELECT 1 FROM indicators_release r
              WHERE r.definition_id = d.id AND r.state = 'published' AND r.audience IN ({audiences}));

CREATE VIEW indicators_{reader}_break AS
SELECT b.id, b.organisation_id, b.indicator_id, i.slug AS indicator, f.code AS from_period, u.code AS to_period,
       f.start AS from_start, u.start AS to_start, b.kind, b.comparable, b.text, b.reference, b.url
FROM indicators_seriesbreak b
JOIN indicators_{reader}_indicator i ON i.id = b.indicator_id
JOIN indicators_period f ON f.id = b.from_period_id
JOIN indicators_period u ON u.id = b.to_period_id
WHERE b.is_in_force;

CREATE VIEW indicators_{reader}_annotation AS
SELECT a.id, a.organisation_id, a.kind, a.indicator_id, i.slug AS indicator, a.unit_id, p.code AS period, a.text,
       a.population, a.valid_from, a.valid_until, a.reference, a.url
FROM indicators_annotation a
LEFT JOIN indicators_{reader}_indicator i ON i.id = a.indicator_id
LEFT JOIN indicators_period p ON p.id = a.period_id
WHERE a.is_in_force AND (a.indicator_id IS NULL OR i.id IS NOT NULL)
  AND (a.period_id IS NULL OR EXISTS (
      SELECT FROM indicators_release r
      WHERE r.organisation_id = a.organisation_id AND r.period_id = a.period_id
        AND (a.indicator_id IS NULL OR r.indicator_id = a.indicator_id)
        AND r.state = 'published' AND r.audience IN ({audiences})));

CREATE VIEW indicators_{reader}_recipe AS
SELECT r.id, r.organisation_id, r.indicator_id, i.slug AS indicator, r.version, r.valid_from, r.content
FROM indicators_recipe r JOIN indicators_{reader}_indicator i ON i.id = r.indicator_id;

CREATE VIEW indicators_{reader}_change AS
SELECT c.id, r.organisation_id, r.indicator, r.period, r.period_kind, r.period_start, r.period_end, r.level,
       r.level_position, r.edition, r.boundary_version_id, r.id AS release_id, r.number, r.published_at,
       b.published_at AS before_published_at, c.kind, c.counts, c.rows, c.decimals, c.city_before, c.city_after
FROM indicators_releasechange c
JOIN indicators_{reader}_release r ON r.id = c.release_id
LEFT JOIN indicators_release b ON b.id = c.before_id;

CREATE VIEW indicators_{reader}_stability AS
SELECT s.id, r.organisation_id, r.indicator, r.period, r.period_start, r.level, r.boundary_version_id,
       r.id AS release_id, s.content
FROM indicators_indexstability s JOIN indicators_{reader}_release r ON r.id = s.release_id;
"""
NAMES: Final = (
    "stability",
    "change",
    "recipe",
    "annotation",
    "break",
    "definition",
    "source",
    "indicator",
    "release",
)
CHOICES: Final = (("public", "Public"), ("council", "Council"), ("internal", "Internal"))


def _richest(audiences: tuple[str, ...]) -> str:
    """Say which slices stay: those for one audience where there is none for a narrower one."""
    kept = []
    for place, audience in enumerate(audiences):
        narrower = _listed(audiences[:place])
        richer = f"""r.audience = '{audience}'"""
        if narrower:
            richer += f""" AND NOT EXISTS (
            SELECT 1 FROM indicators_release n
            WHERE n.indicator_id = r.indicator_id AND n.period_id = r.period_id
              AND n.boundary_version_id = r.boundary_version_id
              AND n.state = 'published' AND n.audience IN ({narrower}))"""  # noqa: S608 - constants only
        kept.append(f"({richer})")
    return "\n       OR ".join(kept)


def _listed(audiences: tuple[str, ...]) -> str:
    return ", ".join(f"'{audience}'" for audience in audiences)


def _views(reader: str) -> str:
    audiences = READS[reader]
    return VIEWS.format(reader=reader, audiences=_listed(audiences), richest=_richest(audiences))


def _without(reader: str) -> str:
    return f"DROP VIEW {', '.join(f'indicators_{reader}_{name}' for name in NAMES)};"


class Migration(migrations.Migration):
    """Add the audience, what the public view tells of a slice, and the views of the council and of the house."""

    dependencies: ClassVar = [("indicators", "0022_disclosure_rules")]
    operations: ClassVar = [
        migrations.AlterField("disclosurerule", "audience", models.CharField(choices=CHOICES, max_length=10)),
        migrations.AlterField("release", "audience", models.CharField(choices=CHOICES, max_length=10)),
        # A column at the end of a view stays where this is taken back: nothing reads it then.
        migrations.RunSQL(PUBLIC, "DROP INDEX release_inside;"),
        *(migrations.RunSQL(_views(reader), _without(reader)) for reader in READS),
    ]
