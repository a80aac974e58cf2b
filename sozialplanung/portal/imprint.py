# SPDX-License-Identifier: EUPL-1.2
"""Who runs this site, whom one may ask, and where videos in sign language lie."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Examined by hand and by tests/browser on this day; has to be renewed within a year (docs/checks.md, C026).
ACCESSIBILITY_EXAMINED = date(2026, 11, 22)


@dataclass(frozen=True)
class Operator:
    """The body that runs the site; what the settings do not say is empty."""

    name: str
    address: tuple[str, ...]
    email: str
    phone: str
    data_protection: str

    @property
    def is_named(self) -> bool:
        """Whether the settings say who runs the site and how to reach them."""
        return bool(self.name and self.email)


def operator() -> Operator:
    """Return who runs the site, as the settings say; commas part the lines of the address."""
    given: dict[str, str] = settings.OPERATOR
    return Operator(
        name=given["name"],
        address=tuple(line.strip() for line in given["address"].split(",") if line.strip()),
        email=given["email"],
        phone=given["phone"],
        data_protection=given["data_protection"],
    )


@dataclass(frozen=True)
class Video:
    """A video in German sign language: what it is about, and its address."""

    title: str | Promise
    address: str


_VIDEOS_ABOUT = (_("What is found here"), _("How to find one's way"), _("The accessibility statement"))


def sign_language_videos() -> tuple[Video, ...]:
    """Return the videos that the settings name, in their order; what they do not say is left out."""
    given: tuple[str, ...] = tuple(settings.SIGN_LANGUAGE_VIDEOS)
    return tuple(Video(title, address) for title, address in zip(_VIDEOS_ABOUT, given, strict=False))
