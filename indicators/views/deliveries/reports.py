# SPDX-License-Identifier: EUPL-1.2
"""The findings of a delivery as a file to correct it by."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.models import Finding
from indicators.rendering.error_report import ReportLine, csv_report, xlsx_report
from indicators.services.sentences import finding_sentence
from indicators.views.deliveries.access import Desk, at_part, delivery_of
from sozialplanung.accounts.exporting import hands_out
from sozialplanung.common.errors import NotFoundError

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@at_part
@hands_out(delivery_of)
def findings_csv(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the findings as CSV."""
    del request
    lines, files = _lines(desk, uuid)
    return _download(csv_report(lines, _heads(), files=files), "text/csv; charset=utf-8", "csv")


@require_safe
@at_part
@hands_out(delivery_of)
def findings_xlsx(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the findings as a workbook."""
    del request
    lines, files = _lines(desk, uuid)
    return _download(xlsx_report(lines, _heads(), title=_("Findings"), files=files), XLSX, "xlsx")


def _lines(desk: Desk, uuid: UUID) -> tuple[list[ReportLine], list[str]]:
    batch = desk.delivery(uuid).batch
    if batch is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    files = [part["file"] for part in batch.mapping]
    return [_line(finding) for finding in batch.findings.order_by("pk")], list(dict.fromkeys(files))


def _line(finding: Finding) -> ReportLine:
    sentence, way_out = finding_sentence(finding)
    weights = {"error": _("must be corrected"), "warning": _("needs a reason"), "note": _("note")}
    return ReportLine(
        file=finding.file_name,
        table=finding.table,
        row=finding.row,
        column=finding.column,
        value=finding.value,
        severity=weights[finding.severity],
        code=finding.code,
        sentence=sentence,
        proposal=finding.proposal or way_out,
    )


def _heads() -> dict[str, str]:
    return {
        "file": _("File"),
        "table": _("Sheet"),
        "row": _("Row"),
        "column": _("Column"),
        "value": _("Value"),
        "severity": _("Weight"),
        "code": _("Code"),
        "sentence": _("What is the matter"),
        "proposal": _("Proposal"),
    }


def _download(content: bytes, kind: str, ending: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="befunde.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
