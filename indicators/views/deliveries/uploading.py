# SPDX-License-Identifier: EUPL-1.2
"""Uploads with limits that stand before anything is read or stored."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from indicators.services.deliveries.drafting import Upload
from sozialplanung.common.errors import DomainError

# What a form holds besides its files.
SLACK: Final = 100_000


class UploadTooLargeError(DomainError):
    """An upload is larger than all its files together may be."""

    status: ClassVar[int] = 413


class QuotaUploadHandler(FileUploadHandler):
    """Stores no more of a file than shows that it is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Let the file pass up to its limit, and drop what comes behind."""
        return raw_data if start <= settings.DELIVERY_FILE_BYTES else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the next handler."""
        del file_size
        return None


def takes_files(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Set the limits before the form is read; its token is checked all the same."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
        limit = settings.DELIVERY_FILES * settings.DELIVERY_FILE_BYTES + SLACK
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise UploadTooLargeError(
                "indicators.upload_too_large", "The upload is too large.", limit=filesizeformat(limit)
            )
        request.upload_handlers = [QuotaUploadHandler(request), TemporaryFileUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return limited


def uploads(files: list["UploadedFile[Any]"]) -> list[Upload]:
    """Return the files as the service takes them."""
    return [Upload(file.name or "", file.read()) for file in files]
