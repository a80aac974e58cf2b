# SPDX-License-Identifier: EUPL-1.2
"""The findings of a draft as files: a table for offices, points for the GIS in which they are mended."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sozialplanung.accounts.desks import nothing
from sozialplanung.common.csvsafe import Cell, to_csv
from spatial.models import ChangesetFinding
from spatial.services.changesets.texts import finding_sentence
from spatial.views.access import Desk, at_desk


@require_safe
@at_desk
def findings_csv(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the findings as CSV."""
    del request
    rows = [_heads(), *(_row(finding) for finding in _findings(desk, uuid))]
    return _download(to_csv(rows), "text/csv; charset=utf-8", "csv")


@require_safe
@at_desk
def findings_geojson(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the findings that have a place as points."""
    del request
    features = [_feature(finding) for finding in _findings(desk, uuid) if finding.longitude is not None]
    collection = {"type": "FeatureCollection", "features": features}
    return _download(json.dumps(collection, ensure_ascii=False).encode(), "application/geo+json", "geojson")


def _findings(desk: Desk, uuid: UUID) -> list[ChangesetFinding]:
    changeset = desk.changeset(uuid)
    if not changeset.summary:
        raise nothing()
    return list(changeset.findings.select_related("layer", "layer__file").defer("layer__file__content"))


def _heads() -> list[Cell]:
    return [
        _("Number"),
        _("Layer"),
        _("Weight"),
        _("What is the matter"),
        _("Keys"),
        _("Longitude"),
        _("Latitude"),
        _("Area in m²"),
        _("Length in m"),
        _("Reason"),
        _("Code"),
    ]


def _row(finding: ChangesetFinding) -> list[Cell]:
    return [
        finding.number,
        str(finding.layer) if finding.layer else "",
        _weight(finding),
        finding_sentence(finding)[0],
        ", ".join(map(str, finding.keys)),
        finding.longitude,
        finding.latitude,
        finding.area_m2,
        finding.length_m,
        finding.reason,
        finding.code,
    ]


def _weight(finding: ChangesetFinding) -> str:
    weights = {"error": _("must be corrected"), "warning": _("needs a reason"), "note": _("note")}
    return weights[finding.severity]


def _feature(finding: ChangesetFinding) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [finding.longitude, finding.latitude]},
        "properties": {
            "number": finding.number,
            "code": finding.code,
            "weight": _weight(finding),
            "text": finding_sentence(finding)[0],
            "keys": ", ".join(map(str, finding.keys)),
            "area_m2": finding.area_m2,
            "length_m": finding.length_m,
        },
    }


def _download(content: bytes, kind: str, ending: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="befunde.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
