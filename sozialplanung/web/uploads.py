# SPDX-License-Identifier: EUPL-1.2
"""Uploads with limits that stand before anything is read or stored; the content says what a file is, not its name."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sozialplanung.common.errors import DomainError

# What a form holds besides its files.
SLACK: Final = 100_000


class UploadTooLargeError(DomainError):
    """An upload is larger than all its files together may be."""

    status: ClassVar[int] = 413


class QuotaUploadHandler(FileUploadHandler):
    """Stores no more of a file than shows that it is too large."""

    def __init__(self, request: HttpRequest, most_bytes: int) -> None:
        """Take so many bytes of each file."""
        super().__init__(request)
        self.most_bytes = most_bytes

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Let the file pass up to its limit, and drop what comes behind."""
        return raw_data if start <= self.most_bytes else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the next handler."""
        del file_size
        return None


class NoUploadHandler(FileUploadHandler):
    """Stores nothing: whoever has not signed in fills no disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Let the file pass by."""
        del args, kwargs
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Drop what comes all the same."""
        del raw_data, start

    def file_complete(self, file_size: int) -> None:
        """Give no file."""
        del file_size


def takes_files(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Set the limits of deliveries before the form is read; its token is checked all the same."""
    return _limited(view, lambda: (settings.DELIVERY_FILES, settings.DELIVERY_FILE_BYTES))


def takes_one_file(
    most_bytes: int,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Set the limit of one small file before the form is read; its token is checked all the same."""
    return lambda view: _limited(view, lambda: (1, most_bytes))


def _limited(
    view: Callable[..., HttpResponseBase], limits: Callable[[], tuple[int, int]]
) -> Callable[..., HttpResponseBase]:
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
        files, most_bytes = limits()
        limit = files * most_bytes + SLACK
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise UploadTooLargeError("http.upload_too_large", "The upload is too large.", limit=filesizeformat(limit))
        is_known = request.user.is_authenticated
        kept = [QuotaUploadHandler(request, most_bytes), TemporaryFileUploadHandler(request)]
        request.upload_handlers = kept if is_known else [NoUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return limited


class ManyFilesInput(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files within the limits of the settings; the content decides what they are, never the name."""

    widget = ManyFilesInput
    default_error_messages: ClassVar = {
        "required": _("Choose a file."),
        "empty": _("The file “%(name)s” is empty. Check it and upload it again."),
        "too_big": _("The file “%(name)s” has %(size)s; at most %(limit)s are allowed. Split it and upload the parts."),
        "too_many": ngettext_lazy(
            "At most %(limit)s file can be uploaded at once.",
            "At most %(limit)s files can be uploaded at once.",
            "limit",
        ),
    }

    def __init__(self, *args: Any, most: int | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take at most so many files; by default as the settings say."""
        super().__init__(*args, **kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 - Django's signature
        """Check number and size of the files."""
        files: Sequence[UploadedFile[Any]] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        limit = self.most or settings.DELIVERY_FILES
        if len(files) > limit:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"limit": limit})
        errors = [error for file in files for error in self._problems(file)]
        if errors:
            raise forms.ValidationError(errors)
        del initial
        return list(files)

    def _problems(self, file: "UploadedFile[Any]") -> Iterable[forms.ValidationError]:
        size = file.size or 0
        told = {"name": (file.name or "")[:100]}
        if not size:
            yield forms.ValidationError(self.error_messages["empty"], code="empty", params=told)
        if size > settings.DELIVERY_FILE_BYTES:
            told |= {"size": filesizeformat(size), "limit": filesizeformat(settings.DELIVERY_FILE_BYTES)}
            yield forms.ValidationError(self.error_messages["too_big"], code="too_big", params=told)
