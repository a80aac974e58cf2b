# SPDX-License-Identifier: EUPL-1.2
"""What every page can show."""

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> dict[str, str]:
    """Return the public address of the page, for print; what a client calls this host is not to be trusted."""
    return {"page_address": f"{settings.PUBLIC_URL}{request.get_full_path()}"}
