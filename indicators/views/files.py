# SPDX-License-Identifier: EUPL-1.2
"""Files of published figures as answers: their types, their names."""

from typing import Final

from django.http import HttpResponse

from sozialplanung.web.attachments import CSV_TYPE, attachment

__all__ = ["CSV_TYPE", "GEOJSON_TYPE", "GEOPACKAGE_TYPE", "XLSX_TYPE", "file_response"]

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEOJSON_TYPE: Final = "application/geo+json"
GEOPACKAGE_TYPE: Final = "application/geopackage+sqlite3"


def file_response(body: bytes, content_type: str, name: str) -> HttpResponse:
    """Send a file under a name; a browser asks again each time whether it still holds."""
    response = attachment(body, name, content_type)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
