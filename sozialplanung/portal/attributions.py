# SPDX-License-Identifier: EUPL-1.2
"""What must be said of the sample data that the product ships with; `demo/README.md` says the same."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Licence:
    """A licence and where it can be read; without an address where its version is not known."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Attribution:
    """One thing of one region: who published it, under which licence, and what was changed."""

    subject: str | Promise
    publisher: str
    licence: Licence
    change: str | Promise = ""


@dataclass(frozen=True)
class Region:
    """A region of the sample data with all that must be said of it."""

    name: str
    attributions: tuple[Attribution, ...]
    protection: str | Promise = ""


CC_BY_3_DE = Licence("CC BY 3.0 DE", "https://creativecommons.org/licenses/by/3.0/de/deed.de")
CC_BY_4 = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.de")
CC_BY = Licence("CC BY")
CC0 = Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.de")
DL_DE_BY_2 = Licence("dl-de/by-2-0", "https://www.govdata.de/dl-de/by-2-0")

_SIMPLIFIED = _("boundaries simplified")

REGIONS = (
    Region(
        "Berlin",
        (
            Attribution(
                "Monitoring Soziale Stadtentwicklung",
                "Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen",
                CC_BY_3_DE,
            ),
            Attribution("Einwohnerregisterstatistik", "Amt für Statistik Berlin-Brandenburg", CC_BY_3_DE),
            Attribution("Lebensweltlich orientierte Räume (LOR)", "Geoportal Berlin", CC_BY_3_DE, _SIMPLIFIED),
        ),
        _(
            "Counts below 3 are not shown, shares only from 50 persons on; rates of the Monitoring only where at least "
            "300 people live."
        ),
    ),
    Region(
        "Nordrhein-Westfalen",
        (
            Attribution(
                _("Boundaries of municipalities and districts"),
                "© GeoBasis-DE / BKG 2021",
                DL_DE_BY_2,
                _("data changed"),
            ),
            Attribution("German Index of Socioeconomic Deprivation (GISD)", "Robert Koch-Institut", CC_BY_4),
        ),
        _("Values of an index without counts: nothing has to be suppressed."),
    ),
    Region(
        "Köln",
        (Attribution(_("Population and boundaries"), "Stadt Köln", CC_BY, _("boundaries reprojected and simplified")),),
        _("Counts below 3 are not shown, shares only from 50 persons on."),
    ),
    Region(
        "Flensburg",
        (Attribution(_("Social atlas and boundaries"), "Stadt Flensburg", CC0, _SIMPLIFIED),),
        _("Counts below 3 are not shown; all tables but the population stay internal."),
    ),
)
