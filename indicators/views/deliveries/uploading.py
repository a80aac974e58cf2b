# SPDX-License-Identifier: EUPL-1.2
"""Uploads that stop at the limit instead of filling the disk first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from indicators.services.drafting import Upload

_SLACK = 100_000


class QuotaUploadHandler(FileUploadHandler):
    """Ends an upload that is larger than all its files together may be."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0
        self.limit = settings.DELIVERY_FILES * settings.DELIVERY_FILE_BYTES + _SLACK

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401 - Django's signature
        META: dict[str, str],  # noqa: N803 - Django's signature
        content_length: int,
        boundary: Any,  # noqa: ANN401 - Django's signature
        encoding: str | None = None,
    ) -> None:
        """Refuse what announces itself as too large before a byte of it is read."""
        del input_data, META, boundary, encoding
        if content_length > self.limit:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and stop a file that is larger than one may be by far."""
        self.received += len(raw_data)
        if self.received > self.limit or start > settings.DELIVERY_FILE_BYTES + _SLACK:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the next handler."""
        del file_size
        return None


def takes_files(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the limits stand before the form is read; the token is checked all the same."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
        request.upload_handlers = [QuotaUploadHandler(request), TemporaryFileUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return limited


def uploads(files: list["UploadedFile[Any]"]) -> list[Upload]:
    """Return the files as the service takes them."""
    return [Upload(file.name or "", file.read()) for file in files]
