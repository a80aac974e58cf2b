# SPDX-License-Identifier: EUPL-1.2
"""What Django cannot say: covering keys, storage, composite keys with the organisation, and the public views."""

from typing import ClassVar

from django.db import migrations

from sozialplanung.accounts.tenancy import tenant_key

COVERING_KEYS = """
ALTER TABLE indicators_observation DROP CONSTRAINT indicators_observation_pkey;
ALTER TABLE indicators_observation ADD CONSTRAINT indicators_observation_pkey
    PRIMARY KEY (series_id, period_id, unit_id) INCLUDE (value, status);
CREATE INDEX observation_by_unit ON indicators_observation (unit_id, series_id, period_id) INCLUDE (value);
ALTER TABLE indicators_release ALTER COLUMN payload SET STORAGE EXTERNAL, ALTER COLUMN gzipped SET STORAGE EXTERNAL;
ALTER TABLE indicators_vintage ALTER COLUMN payload SET STORAGE EXTERNAL;
"""
COVERING_KEYS_BACK = """
DROP INDEX observation_by_unit;
ALTER TABLE indicators_observation DROP CONSTRAINT indicators_observation_pkey;
ALTER TABLE indicators_observation ADD CONSTRAINT indicators_observation_pkey
    PRIMARY KEY (series_id, period_id, unit_id);
"""

VIEWS = """
CREATE VIEW indicators_published_release AS
SELECT r.id, r.organisation_id, r.indicator_id, i.slug AS indicator, r.definition_id, r.period_id,
       p.code AS period, p.kind AS period_kind, p.start AS period_start, p.end AS period_end,
       r.boundary_version_id, l.slug AS level, l.position AS level_position, b.edition, r.number,
       r.payload, r.gzipped, r.content_hash, r.published_at
FROM indicators_release r
JOIN indicators_indicator i ON i.id = r.indicator_id
JOIN indicators_period p ON p.id = r.period_id
JOIN spatial_boundaryversion b ON b.id = r.boundary_version_id
JOIN spatial_level l ON l.id = b.level_id
WHERE r.state = 'published' AND r.audience = 'public';

CREATE VIEW indicators_published_indicator AS
SELECT i.id, i.organisation_id, i.slug, i.topic_id, t.slug AS topic, t.name AS topic_name,
       t.position AS topic_position, i.kind, i.position, i.is_key_figure
FROM indicators_indicator i JOIN indicators_topic t ON t.id = i.topic_id
WHERE EXISTS (SELECT 1 FROM indicators_release r
              WHERE r.indicator_id = i.id AND r.state = 'published' AND r.audience = 'public');

CREATE VIEW indicators_published_source AS
SELECT s.id, s.organisation_id, s.slug, s.title, s.publisher, s.attribution, s.contact,
       c.code AS licence, c.name AS licence_name, c.url AS licence_url
FROM indicators_source s JOIN indicators_licence c ON c.id = s.licence_id
WHERE EXISTS (SELECT 1 FROM indicators_indicatordefinition d JOIN indicators_release r ON r.definition_id = d.id
              WHERE d.source_id = s.id AND r.state = 'published' AND r.audience = 'public');

CREATE VIEW indicators_published_definition AS
SELECT d.id, d.organisation_id, d.indicator_id, d.valid_from, d.valid_until, d.name, d.short_name, d.subtitle,
       d.unit_of_measure, d.decimals, d.direction, d.basis, d.comparability, d.palette, d.change_years,
       d.formula, d.relevance_threshold, d.default_breaks, d.what_it_shows, d.how_to_read, d.limits,
       d.numerator_text, d.denominator_text, d.sentence_noun, d.source_id, d.next_review,
       n.slug AS denominator_indicator
FROM indicators_indicatordefinition d
LEFT JOIN indicators_indicator n ON n.id = d.denominator_indicator_id
WHERE EXISTS (SELECT 1 FROM indicators_release r
              WHERE r.definition_id = d.id AND r.state = 'published' AND r.audience = 'public');

CREATE VIEW indicators_published_break AS
SELECT b.id, b.organisation_id, b.indicator_id, i.slug AS indicator, f.code AS from_period, u.code AS to_period,
       f.start AS from_start, u.start AS to_start, b.kind, b.comparable, b.text
FROM indicators_seriesbreak b
JOIN indicators_published_indicator i ON i.id = b.indicator_id
JOIN indicators_period f ON f.id = b.from_period_id
JOIN indicators_period u ON u.id = b.to_period_id;

CREATE VIEW indicators_published_annotation AS
SELECT a.id, a.organisation_id, a.kind, a.indicator_id, i.slug AS indicator, a.unit_id, p.code AS period, a.text
FROM indicators_annotation a
LEFT JOIN indicators_published_indicator i ON i.id = a.indicator_id
LEFT JOIN indicators_period p ON p.id = a.period_id
WHERE a.indicator_id IS NULL OR i.id IS NOT NULL;

CREATE VIEW indicators_published_recipe AS
SELECT r.id, r.organisation_id, r.indicator_id, i.slug AS indicator, r.version, r.valid_from, r.content
FROM indicators_recipe r JOIN indicators_published_indicator i ON i.id = r.indicator_id;
"""
VIEWS_BACK = """
DROP VIEW indicators_published_recipe, indicators_published_annotation, indicators_published_break,
    indicators_published_definition, indicators_published_source, indicators_published_indicator,
    indicators_published_release;
"""

KEYS = (
    ("indicators_topic", "parent_id", "indicators_topic"),
    ("indicators_series", "variable_id", "indicators_variable"),
    ("indicators_series", "breakdown_id", "indicators_breakdown"),
    ("indicators_indicator", "topic_id", "indicators_topic"),
    ("indicators_indicatordefinition", "indicator_id", "indicators_indicator"),
    ("indicators_indicatordefinition", "series_id", "indicators_series"),
    ("indicators_indicatordefinition", "change_series_id", "indicators_series"),
    ("indicators_indicatordefinition", "denominator_indicator_id", "indicators_indicator"),
    ("indicators_indicatordefinition", "source_id", "indicators_source"),
    ("indicators_dependency", "downstream_id", "indicators_indicator"),
    ("indicators_dependency", "upstream_id", "indicators_indicator"),
    ("indicators_seriesbreak", "indicator_id", "indicators_indicator"),
    ("indicators_annotation", "indicator_id", "indicators_indicator"),
    ("indicators_annotation", "unit_id", "spatial_unit"),
    ("indicators_importbatch", "source_id", "indicators_source"),
    ("indicators_observation", "series_id", "indicators_series"),
    ("indicators_observation", "unit_id", "spatial_unit"),
    ("indicators_observation", "batch_id", "indicators_importbatch"),
    ("indicators_vintage", "indicator_id", "indicators_indicator"),
    ("indicators_vintage", "definition_id", "indicators_indicatordefinition"),
    ("indicators_vintage", "boundary_version_id", "spatial_boundaryversion"),
    ("indicators_recipe", "indicator_id", "indicators_indicator"),
    ("indicators_recipe", "level_id", "spatial_level"),
    ("indicators_indexrun", "recipe_id", "indicators_recipe"),
    ("indicators_indexrun", "boundary_version_id", "spatial_boundaryversion"),
    ("indicators_disclosurerule", "source_id", "indicators_source"),
    ("indicators_disclosurerule", "inhabitants_indicator_id", "indicators_indicator"),
    ("indicators_release", "indicator_id", "indicators_indicator"),
    ("indicators_release", "definition_id", "indicators_indicatordefinition"),
    ("indicators_release", "boundary_version_id", "spatial_boundaryversion"),
    ("indicators_release", "vintage_id", "indicators_vintage"),
)


class Migration(migrations.Migration):
    """Add covering keys, composite keys and the views on releases in force."""

    dependencies: ClassVar = [("indicators", "0001_initial"), ("spatial", "0002_tenant_keys")]
    operations: ClassVar = [
        migrations.RunSQL(COVERING_KEYS, COVERING_KEYS_BACK),
        *(tenant_key(*key) for key in KEYS),
        migrations.RunSQL(VIEWS, VIEWS_BACK),
    ]
