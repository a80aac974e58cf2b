# SPDX-License-Identifier: EUPL-1.2
"""Uploaded files as the services take them."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from indicators.services.deliveries.storing import Upload


def uploads(files: list["UploadedFile[Any]"]) -> list[Upload]:
    """Return the files as the service takes them: where they lie, not read."""
    return [Upload(file.name or "", file) for file in files]
