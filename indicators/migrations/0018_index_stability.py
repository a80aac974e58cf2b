# SPDX-License-Identifier: EUPL-1.2
"""How firm a released index is; recipes of the first format are written in the second."""

from typing import Any, ClassVar, Final

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sozialplanung.accounts.tenancy import tenant_key

VIEW = """
CREATE VIEW indicators_published_stability AS
SELECT s.id, r.organisation_id, r.indicator, r.period, r.period_start, r.level, r.boundary_version_id,
       r.id AS release_id, s.content
FROM indicators_indexstability s JOIN indicators_published_release r ON r.id = s.release_id;
"""
_STEP: Final = {"none": "none", "divide_by_sd": "sd", "zscore": "z"}


def _scale(kind: str, ddof: int) -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = {"none": {}, "sd": {"ddof": ddof}, "z": {"ddof": ddof, "mean": 0.0, "sd": 1.0}}
    return {"kind": kind, **fields[kind]}


def _second(old: dict[str, Any]) -> dict[str, Any]:
    """Say in the second format what a recipe of the first one meant: one domain of z-scores."""
    parts = [
        {
            "kind": "part",
            **{name: part[name] for name in ("indicator", "measure", "direction", "weight")},
            "transforms": [],
            "scale": _scale("z", old["ddof"]),
            "shrink": False,
            "is_demographic": False,
            "justification": "",
        }
        for part in old["components"]
    ]
    mean = {"kind": "mean", "divisor": old["divisor"], "penalty": 0}
    index = {
        "kind": "domain",
        "slug": old["slug"],
        "parts": parts,
        "combine": {"kind": "sum", "divisor": None, "penalty": 0} if old["divisor"] is None else mean,
        "weighting": "given",
        "needed": 1.0,
        "direction": 1,
        "weight": 1.0,
        "transforms": [],
        "scale": _scale(_STEP[old["restandardise"]], old["restandardise_ddof"]),
    }
    kept = {name: old[name] for name in ("slug", "version", "cuts", "classes")}
    return {
        "format": 2,
        **kept,
        "index": index,
        "reference": "rated",
        "quantiles": None,
        "higher_means": "more_need",
        "ties": "min",
        "minimum_inhabitants": None,
        "excluded": [],
        "authority": "",
        "inhabitants": "",
    }


def write_in_second_format(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Rewrite the recipes that are there; their figures stay the same."""
    recipe = apps.get_model("indicators", "Recipe")
    for row in recipe.objects.filter(content__format=1):
        row.content = _second(row.content)
        row.save(update_fields=["content"])


class Migration(migrations.Migration):
    """Add the table, its key and its view."""

    dependencies: ClassVar = [("accounts", "0001_initial"), ("indicators", "0017_answers")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="IndexStability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stability", to="indicators.release"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indexrun"
                    ),
                ),
            ],
        ),
        tenant_key("indicators_indexstability", "release_id", "indicators_release"),
        migrations.RunSQL(VIEW, "DROP VIEW indicators_published_stability"),
        migrations.RunPython(write_in_second_format, migrations.RunPython.noop),
    ]
