# SPDX-License-Identifier: EUPL-1.2
"""A real OpenID provider as a process of its own on loopback: `python -m tests.openidprocess PORT`.

The provider is `oidc-provider-mock`; before it stands a check of PKCE (RFC 7636), which it does not do itself.
"""

import base64
import hashlib
import io
import sys
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from oidc_provider_mock import app
from werkzeug.serving import make_server

CODE: Final = "/oauth2/authorize"
TOKEN: Final = "/oauth2/token"


class WithPkce:
    """Hold the code back from whoever does not know the secret that the request began with."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401 - a WSGI application
        """Begin without any code."""
        self.app = app
        self.challenges: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        """Pass requests on; remember the challenge of each code, and ask for it."""
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        if environ["PATH_INFO"] == TOKEN and not self._is_right(environ):
            start_response("400 Bad Request", [("Content-Type", "application/json")])
            return [b'{"error": "invalid_grant"}']

        def noting(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 - WSGI
            place = urlsplit(dict(headers).get("Location", ""))
            for code in parse_qs(place.query).get("code", []) if environ["PATH_INFO"] == CODE else []:
                is_hashed = asked.get("code_challenge_method") == ["S256"]
                self.challenges[code] = asked.get("code_challenge", [""])[0] if is_hashed else ""
            return start_response(status, headers, *more)

        answer: Iterable[bytes] = self.app(environ, noting)
        return answer

    def _is_right(self, environ: dict[str, Any]) -> bool:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        form = parse_qs(body.decode())
        verifier = form.get("code_verifier", [""])[0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        wanted = self.challenges.get(form.get("code", [""])[0])
        return bool(wanted) and digest == wanted


def main(port: int) -> None:
    """Serve until somebody ends the process."""
    served = app(require_client_registration=True, require_nonce=True)
    served.wsgi_app = WithPkce(served.wsgi_app)
    make_server("127.0.0.1", port, served, threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
