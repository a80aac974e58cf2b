# SPDX-License-Identifier: EUPL-1.2
"""Shows the logins of the demo where one signs in; in use only with SOZIALPLANUNG_DEMO."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from sozialplanung.accounts.roles import ROLES
from sozialplanung.demo.people import PASSWORD, PEOPLE


def demo_logins(request: HttpRequest) -> dict[str, Any]:
    """Return the people of the demo with their roles, for the sign-in page alone."""
    if request.path != reverse("accounts:login"):
        return {}
    return {
        "demo_logins": [
            {"name": name, "email": email, "role": ROLES[role].display_name, "password": PASSWORD}
            for name, email, role in PEOPLE
        ]
    }
