# SPDX-License-Identifier: EUPL-1.2
"""Pages that are shown in other pages, by others or by ours alone: they run nothing and send nothing."""

import hashlib
from collections.abc import Callable
from typing import Any, Final

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt, xframe_options_sameorigin

from sozialplanung.web.conditional import REVALIDATE, Representation, conditional_response, pack

# The parameter that names the language: whoever shows the page chooses it, not whoever reads.
LANGUAGE: Final = "sprache"
_POLICY: Final = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}


def framed(view: Callable[..., HttpResponse]) -> Any:  # noqa: ANN401 - a view, as Django calls it
    """Let everybody frame what a view answers; what it raises stays unframed."""
    return xframe_options_exempt(csp_replace(_POLICY)(view))


def framed_here(view: Callable[..., HttpResponseBase]) -> Any:  # noqa: ANN401 - a view, as Django calls it
    """Let our own pages alone frame what a view answers: a preview beside the form that it is of."""
    return xframe_options_sameorigin(csp_replace({**_POLICY, "frame-ancestors": [SELF]})(view))


def frame_code(address: str, title: str, height: int) -> str:
    """Return the code that shows an address in another page, `height` pixels high; `title` says what it shows."""
    code = '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>'
    return str(format_html(code, address, title, height))


def framed_response(request: HttpRequest, body: bytes) -> HttpResponse:
    """Answer with a page that is the same for all: others may keep it, and have to ask whether it still holds."""
    kind = Representation(hashlib.sha256(body).hexdigest(), "text/html; charset=utf-8", REVALIDATE)
    answer = conditional_response(request, kind, lambda: pack(body))
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer
