# SPDX-License-Identifier: EUPL-1.2
"""Asking the running application whether it can work."""

import http.client
import urllib.error
import urllib.request

# Proxies of the environment have no say in an address of this machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def is_ready(address: str) -> bool:
    """Say whether the application answers that database, schema and Redis are there."""
    try:
        with _OPENER.open(f"{address}/readyz", timeout=10) as answer:
            return bool(answer.status == http.HTTPStatus.OK)
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return False
