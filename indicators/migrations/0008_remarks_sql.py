# SPDX-License-Identifier: EUPL-1.2
"""The database holds that nobody loosens a break alone; public views show what is in force, with source and time."""

from typing import ClassVar

from django.db import migrations

from sozialplanung.accounts.tenancy import tenant_key

BREAKS = """
CREATE FUNCTION indicators_check_break() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_start date := (SELECT start FROM indicators_period WHERE id = OLD.from_period_id);
    was_end date := (SELECT start FROM indicators_period WHERE id = OLD.to_period_id);
    strictness jsonb := '{"yes": 0, "limited": 1, "no": 2}';
BEGIN
    IF NOT OLD.is_in_force OR OLD.comparable = 'yes' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.indicator_id = OLD.indicator_id AND NEW.is_in_force
        AND (strictness->>NEW.comparable)::int >= (strictness->>OLD.comparable)::int
        AND (SELECT start FROM indicators_period WHERE id = NEW.from_period_id) <= was_start
        AND (SELECT start FROM indicators_period WHERE id = NEW.to_period_id) >= was_end THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.indicator_id = OLD.indicator_id AND NEW.revision > OLD.revision
        AND EXISTS (SELECT FROM indicators_remarkchange c
                    WHERE c.series_break_id = NEW.id AND c.revision = NEW.revision AND c.state = 'in_force'
                      AND c.is_loosening AND c.decided_by_id <> c.created_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A break gets less strict only when a second person decided so.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'break_four_eyes';
END
$$;
CREATE TRIGGER break_four_eyes BEFORE UPDATE OR DELETE ON indicators_seriesbreak
    FOR EACH ROW EXECUTE FUNCTION indicators_check_break();

CREATE FUNCTION indicators_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'waiting'
        AND (OLD.organisation_id, OLD.series_break_id, OLD.annotation_id, OLD.act, OLD.before, OLD.after,
             OLD.is_loosening, OLD.reason, OLD.created_by_id, OLD.created_at)
        IS NOT DISTINCT FROM
            (NEW.organisation_id, NEW.series_break_id, NEW.annotation_id, NEW.act, NEW.before, NEW.after,
             NEW.is_loosening, NEW.reason, NEW.created_by_id, NEW.created_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was decided about a change stays.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'change_stays';
END
$$;
CREATE TRIGGER change_stays BEFORE UPDATE OR DELETE ON indicators_remarkchange
    FOR EACH ROW EXECUTE FUNCTION indicators_check_change();
"""
BREAKS_BACK = """
DROP TRIGGER change_stays ON indicators_remarkchange;
DROP TRIGGER break_four_eyes ON indicators_seriesbreak;
DROP FUNCTION indicators_check_change(), indicators_check_break();
"""

VIEWS = """
CREATE OR REPLACE VIEW indicators_published_break AS
SELECT b.id, b.organisation_id, b.indicator_id, i.slug AS indicator, f.code AS from_period, u.code AS to_period,
       f.start AS from_start, u.start AS to_start, b.kind, b.comparable, b.text, b.reference, b.url
FROM indicators_seriesbreak b
JOIN indicators_published_indicator i ON i.id = b.indicator_id
JOIN indicators_period f ON f.id = b.from_period_id
JOIN indicators_period u ON u.id = b.to_period_id
WHERE b.is_in_force;

CREATE OR REPLACE VIEW indicators_published_annotation AS
SELECT a.id, a.organisation_id, a.kind, a.indicator_id, i.slug AS indicator, a.unit_id, p.code AS period, a.text,
       a.population, a.valid_from, a.valid_until, a.reference, a.url
FROM indicators_annotation a
LEFT JOIN indicators_published_indicator i ON i.id = a.indicator_id
LEFT JOIN indicators_period p ON p.id = a.period_id
WHERE a.is_in_force AND (a.indicator_id IS NULL OR i.id IS NOT NULL)
  AND (a.period_id IS NULL OR EXISTS (
      SELECT FROM indicators_release r
      WHERE r.organisation_id = a.organisation_id AND r.period_id = a.period_id
        AND (a.indicator_id IS NULL OR r.indicator_id = a.indicator_id)
        AND r.state = 'published' AND r.audience = 'public'));
"""
VIEWS_BACK = """
DROP VIEW indicators_published_annotation, indicators_published_break;

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
"""

KEYS = (
    ("indicators_remarkchange", "series_break_id", "indicators_seriesbreak"),
    ("indicators_remarkchange", "annotation_id", "indicators_annotation"),
    ("indicators_knownbreakrefusal", "indicator_id", "indicators_indicator"),
)


class Migration(migrations.Migration):
    """Add the triggers, the composite keys and the wider views."""

    dependencies: ClassVar = [("indicators", "0007_remarks")]
    operations: ClassVar = [
        migrations.RunSQL(BREAKS, BREAKS_BACK),
        *(tenant_key(*key) for key in KEYS),
        migrations.RunSQL(VIEWS, VIEWS_BACK),
    ]
