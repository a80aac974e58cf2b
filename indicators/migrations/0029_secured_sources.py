# SPDX-License-Identifier: EUPL-1.2
"""Sources whose supplier secures the figures before they are delivered, told with every source that is published."""

from typing import ClassVar, Final

from django.db import migrations, models
from django.db.models import Q

# Of each reader's view the audiences whose releases it tells of.
READS: Final = {
    "published": "'public'",
    "council": "'council', 'public'",
    "internal": "'internal', 'council', 'public'",
}
VIEW: Final = """
CREATE OR REPLACE VIEW indicators_{reader}_source AS
SELECT s.id, s.organisation_id, s.slug, s.title, s.publisher, s.attribution, s.contact,
       c.code AS licence, c.name AS licence_name, c.url AS licence_url{more}
FROM indicators_source s JOIN indicators_licence c ON c.id = s.licence_id
WHERE EXISTS (SELECT 1 FROM indicators_indicatordefinition d JOIN indicators_release r ON r.definition_id = d.id
              WHERE d.source_id = s.id AND r.state = 'published' AND r.audience IN ({audiences}));
"""


def _with() -> str:
    made = (VIEW.format(reader=name, audiences=said, more=", s.secured_by") for name, said in READS.items())
    return "".join(made)


def _without() -> str:
    # A view loses no column by being replaced; nothing is made of these three.
    dropped = "".join(f"DROP VIEW indicators_{name}_source;\n" for name in READS)
    return dropped + "".join(VIEW.format(reader=name, audiences=said, more="") for name, said in READS.items())


class Migration(migrations.Migration):
    """Add the mark, and what the readers' views tell of it."""

    dependencies: ClassVar = [("indicators", "0028_selections")]
    operations: ClassVar = [
        migrations.AddField("source", "secured_by", models.CharField(blank=True, max_length=200, default="")),
        migrations.AddField("source", "secured_below", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "source",
            models.CheckConstraint(
                condition=Q(secured_by="", secured_below=0) | (~Q(secured_by="") & Q(secured_below__gte=2)),
                name="source_secured_says_below_what",
            ),
        ),
        migrations.RunSQL(_with(), _without()),
    ]
