# SPDX-License-Identifier: EUPL-1.2
"""Files of published figures as answers: their types, their names."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(body: bytes, content_type: str, name: str) -> HttpResponse:
    """Send a file under a name; a browser asks again each time whether it still holds."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
