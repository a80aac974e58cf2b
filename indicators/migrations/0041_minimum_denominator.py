# SPDX-License-Identifier: EUPL-1.2
"""Definitions say from how many persons on the change of an area is judged; readers see it where they see the rest."""

from typing import ClassVar, Final

from django.db import migrations, models

# Of each reader's view the audiences that read along.
READS: Final = {
    "published": "'public'",
    "council": "'council', 'public'",
    "internal": "'internal', 'council', 'public'",
}
COLUMNS: Final = """
SELECT d.id, d.organisation_id, d.indicator_id, d.valid_from, d.valid_until, d.name, d.short_name, d.subtitle,
       d.unit_of_measure, d.decimals, d.direction, d.basis, d.comparability, d.palette, d.change_years,
       d.formula, d.relevance_threshold, d.default_breaks, d.what_it_shows, d.how_to_read, d.limits,
       d.numerator_text, d.denominator_text, d.sentence_noun, d.source_id, d.next_review,
       n.slug AS denominator_indicator, d.is_demographic"""
ROWS: Final = """
FROM indicators_indicatordefinition d
LEFT JOIN indicators_indicator n ON n.id = d.denominator_indicator_id
WHERE EXISTS (SELECT 1 FROM indicators_release r
              WHERE r.definition_id = d.id AND r.state = 'published' AND r.audience IN ({audiences}));
"""
VIEW: Final = "CREATE OR REPLACE VIEW indicators_{reader}_definition AS " + COLUMNS + ", d.minimum_denominator" + ROWS
BACK: Final = (
    "DROP VIEW indicators_{reader}_definition; CREATE VIEW indicators_{reader}_definition AS " + COLUMNS + ROWS
)


class Migration(migrations.Migration):
    """Add the column, and show it to each audience."""

    dependencies: ClassVar = [("indicators", "0040_saved_selections")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="indicatordefinition",
            name="minimum_denominator",
            field=models.PositiveIntegerField(
                blank=True, help_text="from how many persons on a change is judged; empty: the usual", null=True
            ),
        ),
        migrations.RunSQL(
            "".join(VIEW.format(reader=reader, audiences=audiences) for reader, audiences in READS.items()),
            "".join(BACK.format(reader=reader, audiences=audiences) for reader, audiences in READS.items()),
        ),
    ]
