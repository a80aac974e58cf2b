# SPDX-License-Identifier: EUPL-1.2
"""What every answer has to bear, whatever it is."""

import re
from collections.abc import Mapping
from typing import Final

from django.http import HttpResponseBase

_PREVIEW: Final = re.compile(r"/[a-z0-9-]+/berichte/werkstatt/[^/]+/vorschau/rahmen\.html")
_WORKBENCH: Final = re.compile(r"/[a-z0-9-]+/analyse/")


def assert_protected(answer: HttpResponseBase, address: str) -> None:
    """Hold an answer against the headers that protect; `address` names it where one is missing."""
    headers = answer.headers
    policy = {part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split("; ")}
    assert "unsafe" not in headers["Content-Security-Policy"], address
    assert policy["object-src"] == policy["base-uri"] == ["'none'"], address
    if address.startswith("/embed/") and policy["frame-ancestors"] == ["*"]:
        # The one page that others may frame runs nothing and sends nothing.
        assert policy["default-src"] == policy["script-src"] == policy["form-action"] == ["'none'"], address
        assert policy["style-src"] == policy["img-src"] == policy["font-src"] == ["'self'"], address
        assert "X-Frame-Options" not in headers, address
    elif _PREVIEW.fullmatch(address.partition("?")[0]) and policy["frame-ancestors"] == ["'self'"]:
        # A preview stands beside its form, in pages of ours alone.
        assert policy["default-src"] == policy["script-src"] == policy["form-action"] == ["'none'"], address
        assert policy["style-src"] == policy["img-src"] == policy["font-src"] == ["'self'"], address
        assert headers["X-Frame-Options"] == "SAMEORIGIN", address
    else:
        _assert_unframed(headers, policy, address)
    assert headers["X-Content-Type-Options"] == "nosniff", address
    # A page whose address is a secret tells nobody where its readers come from.
    assert headers["Referrer-Policy"] in {"strict-origin-when-cross-origin", "same-origin", "no-referrer"}, address
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", address
    assert "camera=()" in headers["Permissions-Policy"], address
    assert "geolocation=()" in headers["Permissions-Policy"], address
    assert not {"Server", "X-Powered-By"} & set(headers), address


def _assert_unframed(headers: Mapping[str, str], policy: dict[str, list[str]], address: str) -> None:
    assert policy["default-src"] == policy["script-src"][:1] == policy["style-src"] == ["'self'"], address
    assert policy["frame-ancestors"] == ["'none'"], address
    assert policy["form-action"][0] == "'self'", address
    # Pictures of the workbench are drawn from bytes that the page holds itself.
    own = ["'self'", "blob:"] if _WORKBENCH.fullmatch(address.partition("?")[0]) else ["'self'"]
    assert policy["img-src"] in (["'self'"], own), address
    rest = [word for name, words in policy.items() if name != "img-src" for word in words]
    assert not {"*", "data:", "blob:", "https:", "http:"} & set(rest), address
    assert headers["X-Frame-Options"] == "DENY", address
