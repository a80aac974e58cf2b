# SPDX-License-Identifier: EUPL-1.2
"""From which network a request comes: to tell attempts apart, never to be kept as it is."""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

# A household or an office: what one attacker has at hand is one network, not one address.
PREFIX_LENGTH: Final = {4: 24, 6: 48}


def network_of(request: HttpRequest) -> str:
    """Return the network of the client, empty where it is not known.

    Of the addresses in X-Forwarded-For the last ones alone come from our own proxies; a client writes the others.
    """
    given = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies: int = settings.PROXIES
    address = given[-proxies] if 0 < proxies <= len(given) else request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 6 and found.ipv4_mapped:  # noqa: PLR2004 - the version of the protocol
        found = found.ipv4_mapped
    return str(ipaddress.ip_network(f"{found}/{PREFIX_LENGTH[found.version]}", strict=False))
