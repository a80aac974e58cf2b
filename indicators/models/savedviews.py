# SPDX-License-Identifier: EUPL-1.2
"""Views of the workbench that people keep: what an address says, never a figure."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.keepsake import Keepsake
from indicators.rendering.workbench.state import LONGEST_ADDRESS


class Sharing(models.TextChoices):
    """Who opens a saved view beside its owner; each of these is more than the one before."""

    NOBODY = "nobody", _("You alone")
    HOUSE = "house", _("The house: whoever signs in here finds it in this list")
    LINK = "link", _("The house, and whoever has its address")


class SavedView(Keepsake):
    """A view that somebody keeps under a name; unique by owner and name at an organisation while it is not removed.

    ``query`` is the state as an address writes it.
    """

    query = models.CharField(max_length=LONGEST_ADDRESS)
    sharing = models.CharField(_("Who can open it"), max_length=6, choices=Sharing, default=Sharing.NOBODY)

    class Meta(Keepsake.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("organisation", "owner", "name"),
                condition=Q(removed_at__isnull=True),
                name="saved_view_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_named"),
            models.CheckConstraint(condition=Q(sharing__in=Sharing.values), name="saved_view_sharing"),
        ]

    @property
    def is_shared(self) -> bool:
        """Whether the house finds it."""
        return self.sharing != Sharing.NOBODY
