# SPDX-License-Identifier: EUPL-1.2
"""Answers with a strong ETag: 304 for what the client has, pre-compressed bytes for what it lacks."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

IMMUTABLE: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "public, max-age=0, must-revalidate"
PRIVATE: Final = "private, no-store"

_ENTITY_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')
_NO_GZIP: Final = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


@dataclass(frozen=True)
class Representation:
    """What is known of an answer before its body is read; `digest` is the hash of the content."""

    digest: str
    content_type: str
    cache_control: str = REVALIDATE


def conditional_response(
    request: HttpRequest, representation: Representation, load_gzipped: Callable[[], bytes]
) -> HttpResponse:
    """Answer 304 without reading the body, or the gzipped body, unpacked for clients without gzip."""
    is_packed = accepts_gzip(request)
    etag = _etag(representation.digest, is_packed=is_packed)
    if etag in _known_tags(request) or "*" in _known_tags(request):
        response = HttpResponse(status=304)
    else:
        body = load_gzipped()
        response = HttpResponse(body if is_packed else gzip.decompress(body), content_type=representation.content_type)
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = representation.cache_control
    response.headers["Vary"] = "Accept-Encoding"
    return response


def is_known(request: HttpRequest, digest: str) -> bool:
    """Say whether the client has these very bytes; for what is sent as it is, without packing."""
    return _etag(digest, is_packed=False) in parse_etags(request.headers.get("If-None-Match", ""))


def checked(answer: HttpResponse, digest: str) -> HttpResponse:
    """Let everybody keep what is sent as it is, and ask whether it still holds."""
    answer.headers["ETag"] = _etag(digest, is_packed=False)
    answer.headers["Cache-Control"] = REVALIDATE
    return answer


def private_response(request: HttpRequest, content_type: str, gzipped: bytes) -> HttpResponse:
    """Answer somebody alone: without a validator that another reader could show, and for nobody to keep."""
    is_packed = accepts_gzip(request)
    response = HttpResponse(gzipped if is_packed else gzip.decompress(gzipped), content_type=content_type)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Cache-Control"] = PRIVATE
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def pack(body: bytes) -> bytes:
    """Return the body gzipped, the same bytes every time."""
    return gzip.compress(body, compresslevel=9, mtime=0)


def accepts_gzip(request: HttpRequest) -> bool:
    """Say whether the client takes gzipped answers."""
    accepted = request.headers.get("Accept-Encoding", "").lower()
    return "gzip" in accepted and not _NO_GZIP.search(accepted)


def _etag(digest: str, *, is_packed: bool) -> str:
    # A strong validator names bytes, and the two codings are different bytes.
    return f'"{digest}-gz"' if is_packed else f'"{digest}"'


def _known_tags(request: HttpRequest) -> set[str]:
    header = request.headers.get("If-None-Match", "")
    if header.strip() == "*":
        return {"*"}
    return set(_ENTITY_TAG.findall(header))
