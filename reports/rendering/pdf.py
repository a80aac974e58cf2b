# SPDX-License-Identifier: EUPL-1.2
"""HTML into PDF: tagged for everyone (PDF/UA-1), with nothing fetched from anywhere."""

from collections.abc import Mapping
from typing import Any, Final

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.rendering.pdftags import finished

# Names of what a document may use have an address of their own, so that none can be mistaken for a file or a host.
SCHEME: Final = "bundle:"
_TYPES: Final = {
    "css": "text/css",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
}
_VARIANT: Final = "pdf/ua-1"


class MissingPartError(Exception):
    """A document names something that was not given with it."""


class _Bundle(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Gives what was handed over, and opens neither files nor connections."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files
        self.missing: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ANN401 - as the library calls it
        """Return a part of the bundle."""
        del headers
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._files:
            self.missing.append(url)
            raise MissingPartError(url)
        kind = _TYPES[name.rpartition(".")[2]]
        return URLFetcherResponse(url, self._files[name], {"Content-Type": kind})


def pdf_of(html: str, files: Mapping[str, bytes]) -> bytes:
    """Set a page of HTML as PDF.

    Parameters
    ----------
    html : str
        A whole document with `lang` and `title`; style sheets, fonts and pictures are named `bundle:<name>`.
    files : mapping of str to bytes
        What it may use, by name; css, woff2, svg, png and jpeg.

    Returns
    -------
    bytes
        PDF 1.7, tagged, conforming to PDF/UA-1. The same input gives the same bytes.

    Raises
    ------
    MissingPartError
        The document names something else; nothing is looked for outside of `files`.
    """
    bundle = _Bundle(files)
    page = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=bundle)
    made = bytes(page.write_pdf(pdf_variant=_VARIANT, finisher=finished))
    if bundle.missing:
        raise MissingPartError(", ".join(sorted(set(bundle.missing))))
    return made
