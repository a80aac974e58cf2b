# SPDX-License-Identifier: EUPL-1.2
"""Definitions say of themselves whether they tell who lives somewhere; such a figure declares no better end."""

from typing import ClassVar

from django.db import migrations, models

_COLUMNS = """
SELECT d.id, d.organisation_id, d.indicator_id, d.valid_from, d.valid_until, d.name, d.short_name, d.subtitle,
       d.unit_of_measure, d.decimals, d.direction, d.basis, d.comparability, d.palette, d.change_years,
       d.formula, d.relevance_threshold, d.default_breaks, d.what_it_shows, d.how_to_read, d.limits,
       d.numerator_text, d.denominator_text, d.sentence_noun, d.source_id, d.next_review,
       n.slug AS denominator_indicator"""
_ROWS = """
FROM indicators_indicatordefinition d
LEFT JOIN indicators_indicator n ON n.id = d.denominator_indicator_id
WHERE EXISTS (SELECT 1 FROM indicators_release r
              WHERE r.definition_id = d.id AND r.state = 'published' AND r.audience = 'public');
"""
VIEW = f"CREATE OR REPLACE VIEW indicators_published_definition AS {_COLUMNS}, d.is_demographic {_ROWS}"
VIEW_BACK = f"""
DROP VIEW indicators_published_definition;
CREATE VIEW indicators_published_definition AS {_COLUMNS} {_ROWS}
"""

# Until now a share without a better end was taken for one: nobody is asked less than before, and stewards may take
# the mark off.
MARK = """
UPDATE indicators_indicatordefinition d SET is_demographic = true
FROM indicators_indicator i
WHERE i.id = d.indicator_id AND i.kind <> 'index' AND d.direction = 'neutral' AND d.unit_of_measure = '%'
"""


class Migration(migrations.Migration):
    """Add the mark, guess it once where the code guessed it, and show it to readers."""

    dependencies: ClassVar = [("indicators", "0020_validation_rules")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="indicatordefinition",
            name="is_demographic",
            field=models.BooleanField(default=False, help_text="tells who lives somewhere, not how they fare"),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="indicatordefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(is_demographic=False) | models.Q(direction="neutral"),
                name="definition_demographic_is_neutral",
            ),
        ),
        migrations.RunSQL(VIEW, VIEW_BACK),
    ]
