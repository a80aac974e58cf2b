# SPDX-License-Identifier: EUPL-1.2
"""Files that a browser keeps under a name."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CSV_TYPE: Final = "text/csv; charset=utf-8"


def attachment(body: bytes, name: str, content_type: str = CSV_TYPE) -> HttpResponse:
    """Send a file under a name."""
    response = HttpResponse(body, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
