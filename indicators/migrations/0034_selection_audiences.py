# SPDX-License-Identifier: EUPL-1.2
"""Sums over selections for the council and the house: attacked by audience, and views for those who read more."""

from typing import ClassVar, Final

from django.db import migrations, models

# Of each reader's view the audiences whose sums it tells of.
READS: Final = {
    "published": "'public'",
    "council": "'council', 'public'",
    "internal": "'internal', 'council', 'public'",
}
# A sum is there while the slice is in force that it was attacked with, and what its reader sees is of the same vintage.
VIEW: Final = """
CREATE OR REPLACE VIEW indicators_{reader}_selection AS
SELECT f.id, s.organisation_id, s.boundary_version_id, s.keys_hash, i.slug AS indicator, p.code AS period,
       f.numerator, f.denominator, f.made_at
FROM indicators_selectionfigure f
JOIN indicators_selection s ON s.id = f.selection_id
JOIN indicators_indicator i ON i.id = f.indicator_id
JOIN indicators_period p ON p.id = f.period_id
WHERE f.verdict = 'held' AND f.audience IN ({audiences}) AND s.removed_at IS NULL AND EXISTS (
    SELECT 1 FROM indicators_release r
    WHERE r.indicator_id = f.indicator_id AND r.period_id = f.period_id AND r.vintage_id = f.vintage_id
      AND r.boundary_version_id = s.boundary_version_id AND r.state = 'published' AND r.audience = f.audience)
  AND EXISTS (
    SELECT 1 FROM indicators_{reader}_release v JOIN indicators_release r ON r.id = v.id
    WHERE v.indicator_id = f.indicator_id AND v.period_id = f.period_id AND r.vintage_id = f.vintage_id
      AND v.boundary_version_id = s.boundary_version_id);
"""
FORMER: Final = """
CREATE OR REPLACE VIEW indicators_published_selection AS
SELECT f.id, s.organisation_id, s.boundary_version_id, s.keys_hash, i.slug AS indicator, p.code AS period,
       f.numerator, f.denominator, f.made_at
FROM indicators_selectionfigure f
JOIN indicators_selection s ON s.id = f.selection_id
JOIN indicators_indicator i ON i.id = f.indicator_id
JOIN indicators_period p ON p.id = f.period_id
WHERE f.verdict = 'held' AND s.removed_at IS NULL AND EXISTS (
    SELECT 1 FROM indicators_release r
    WHERE r.indicator_id = f.indicator_id AND r.period_id = f.period_id AND r.vintage_id = f.vintage_id
      AND r.boundary_version_id = s.boundary_version_id AND r.state = 'published' AND r.audience = 'public');
DROP VIEW indicators_council_selection, indicators_internal_selection;
"""
CHOICES: Final = (("public", "Public"), ("council", "Council"), ("internal", "Internal"))


class Migration(migrations.Migration):
    """Tell sums apart by audience; those that were attacked before were the public's."""

    dependencies: ClassVar = [("indicators", "0033_ruling_foresight")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="selectionfigure", name="selection_figure_once"),
        migrations.AddField(
            "selectionfigure", "audience", models.CharField(choices=CHOICES, default="public", max_length=10)
        ),
        migrations.AddConstraint(
            model_name="selectionfigure",
            constraint=models.UniqueConstraint(
                fields=("selection", "indicator", "period", "vintage", "audience"), name="selection_figure_once"
            ),
        ),
        migrations.RunSQL(
            "".join(VIEW.format(reader=reader, audiences=audiences) for reader, audiences in READS.items()), FORMER
        ),
    ]
