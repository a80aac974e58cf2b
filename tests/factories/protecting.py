# SPDX-License-Identifier: EUPL-1.2
"""What every answer has to bear, whatever it is."""

from django.http import HttpResponseBase


def assert_protected(answer: HttpResponseBase, address: str) -> None:
    """Hold an answer against the headers that protect; `address` names it where one is missing."""
    headers = answer.headers
    policy = {part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == policy["script-src"][:1] == policy["style-src"] == ["'self'"], address
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"], address
    assert policy["form-action"][0] == "'self'", address
    assert "unsafe" not in headers["Content-Security-Policy"], address
    assert not any(word in {"*", "data:", "blob:", "https:", "http:"} for words in policy.values() for word in words), (
        address
    )
    assert headers["X-Content-Type-Options"] == "nosniff", address
    assert headers["X-Frame-Options"] == "DENY", address
    # A page whose address is a secret tells nobody where its readers come from.
    assert headers["Referrer-Policy"] in {"strict-origin-when-cross-origin", "same-origin", "no-referrer"}, address
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", address
    assert "camera=()" in headers["Permissions-Policy"], address
    assert "geolocation=()" in headers["Permissions-Policy"], address
    assert not {"Server", "X-Powered-By"} & set(headers), address
