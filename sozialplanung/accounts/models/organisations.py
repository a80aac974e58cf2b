# SPDX-License-Identifier: EUPL-1.2
"""Publishing bodies: municipalities, Kreise, Länder and associations, in one tree."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.readings import is_narrowed, kind_of


class OrganisationKind(models.TextChoices):
    """What sort of body publishes."""

    MUNICIPALITY = "municipality", _("Municipality")
    KREIS = "kreis", _("District (Kreis)")
    LAND = "land", _("Federal state")
    ASSOCIATION = "association", _("Association")


class Organisation(models.Model):
    """One row is one publishing body; its slug is unique and stands at the head of its addresses."""

    slug = models.CharField(
        _("address part"), max_length=50, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]*\Z")]
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    official_key = models.CharField(_("official key"), max_length=12, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    is_listed = models.BooleanField(_("shown on the start page"), default=True)
    # How it looks now (`accounts.looks`), here so that no page has to ask for it: empty for the house's.
    accent = models.CharField(max_length=7, blank=True, default="", editable=False)
    logo_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    # What it says in its own words (`accounts.ownwords`), for the same reason.
    easy_text = models.TextField(blank=True, default="", editable=False)
    easy_checked_by = models.CharField(max_length=160, blank=True, default="", editable=False)
    sign_language_url = models.URLField(max_length=300, blank=True, default="", editable=False)
    # For whom its released figures are read, and for whom the reader may read them, the narrowest audience first: no
    # columns, but what a request found out about its reader (`common.readings`). Who is not asked about reads what
    # everybody reads.
    audience: str = "public"
    readable: tuple[str, ...] = ("public",)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["official_key"],
                condition=~models.Q(official_key=""),
                name="accounts_organisation_official_key",
            ),
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z][a-z0-9-]*$"),
                name="accounts_organisation_slug_form",
            ),
            models.CheckConstraint(
                condition=models.Q(accent__regex=r"^(#[0-9a-f]{6})?$"), name="accounts_organisation_accent"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values), name="accounts_organisation_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="accounts_organisation_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audience_kind(self) -> str:
        """The narrowest audience that it is read for, be it in some topics alone."""
        return kind_of(self.audience)

    @property
    def is_read_in_part(self) -> bool:
        """Whether it is read for that audience in some topics alone."""
        return is_narrowed(self.audience)
