# SPDX-License-Identifier: EUPL-1.2
"""The channels: every route that tells strangers a figure, with addresses that make it tell one.

A route that answers strangers and is neither here nor among those that tell no figures fails in `test_canary.py`; so
does one that is here and is gone. Routes of the rooms inside need no entry: they have to be closed.
"""

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.timezone import localdate

CITY: Final = "/musterstadt/"
API: Final = "/api/v1/musterstadt/"
ONE: Final = f"{API}indicators/kinder/"
AREA: Final = f"{CITY}gebiete/stand-2020/viertel/12/"
BOTH: Final = "indikator=arbeitslosigkeit&indikator=rentenbezug&typen=3"
SHARES: Final = "indikator=arbeitslosigkeit&indikator=kinderlast"
CHANGE: Final = f"{CITY}aenderungen/kinder/2021-12-31/viertel/stand-2020/"
PICK: Final = "ebene=viertel&gebietsstand=stand-2020&stand=2021-12-31&gebiete="
EDITIONS: Final = "/b/musterstadt-kinder-in-der-stadt"
NUMBER: Final = f"{localdate().year}-1"
PICKED: Final = f"{CITY}auswahl/?{PICK}"
OWN: Final = f"{CITY}eigene-gebiete/ansehen/?stand=2021-12-31&form="
SHAPES: Final = (
    "gebiete:viertel:stand-2020:11,21,22",
    "gebiete:viertel:stand-2020:11,12",
    "gebiete:viertel:stand-2020:12",
    "gebiete:bezirk:stand-2020:1",
    "umkreis:13.01,52.01,600",
    "umkreis:13.005,52.015,900",
    "umkreis:13.005,52.01,1500",
)

BESIDE_OWN: Final = "indikator=kinderlast&ebene=viertel&stand=2021-12-31&eigenes="

TELLING: Final[Mapping[str, tuple[str, ...]]] = {
    "indicators-api:slice": (
        f"{ONE}values/2021-12-31.slice?level=viertel",
        f"{API}indicators/kinderlast/values/2021-12-31.slice?level=viertel",
    ),
    "indicators-api:series": (
        f"{ONE}values/series?level=viertel&edition=stand-2020",
        f"{API}indicators/kinderlast/values/series?level=viertel&edition=stand-2020",
    ),
    "indicators-api:values": (
        f"{ONE}values/2021-12-31/?level=viertel",
        f"{ONE}values/2021-12-31/?level=bezirk&edition=stand-2020",
        f"{API}indicators/kinderlast/values/2021-12-31/?level=viertel",
    ),
    "indicators-api:classes": (
        f"{ONE}classes/?level=viertel",
        f"{ONE}classes/?level=viertel&method=quantile&k=3&period=2021-12-31",
    ),
    "indicators-api:releases": (f"{ONE}releases/",),
    "indicators-api:indicator": (ONE, f"{API}indicators/anteil/"),
    "indicators-api:indicators": (f"{API}indicators/",),
    "indicators-api:topics": (f"{API}topics/",),
    "spatial-api:geometry": (),
    "spatial-api:tile": (),
    "spatial-api:places": (),
    # Shares of ground, and of people that everybody reads; this city has one edition of boundaries.
    "spatial:crosswalks": (f"{CITY}umschluesselung/",),
    "spatial:crosswalk": (),
    "spatial:crosswalk_csv": (),
    "spatial-api:organisations": ("/api/v1/organisations/",),
    "spatial-api:levels": (f"{API}levels/",),
    "spatial-api:boundary-versions": (f"{API}boundary-versions/",),
    "spatial-api:units": (f"{API}units/", f"{API}units/?level=viertel&q=mitte"),
    "spatial:places": (f"{CITY}orte/",),
    # Where facilities lie is published as it is: no figure is computed that disclosure would have to close.
    "spatial:layer": (),
    "spatial:layer_geojson": (),
    "spatial:layer_data": (),
    "spatial:layer_csv": (),
    "portal:start": ("/",),
    "portal:search": ("/suche/?q=kinder", "/suche/?q=mitte", "/suche/?q=register"),
    "portal:search_in": (f"{CITY}suche/?q=kinder", f"{CITY}suche/?q=mitte", f"{CITY}suche/?q=11"),
    "portal:proposals": ("/suche/vorschlaege.json?q=kinder", "/suche/vorschlaege.json?q=mitte"),
    "portal:proposals_in": (f"{CITY}suche/vorschlaege.json?q=kinder", f"{CITY}suche/vorschlaege.json?q=last"),
    "portal:districts": (f"{CITY}mein-stadtteil/", f"{CITY}mein-stadtteil/?q=mitte"),
    "portal:district_proposals": (f"{CITY}mein-stadtteil/vorschlaege.json?q=mitte",),
    "indicators:organisation": (CITY,),
    "indicators:map": (
        f"{CITY}karte/?indikator=kinder&ebene=viertel&stand=2021-12-31",
        f"{CITY}karte/?indikator=kinderlast&ebene=viertel&gebiet=12",
        f"{CITY}karte/?indikator=kinder&ebene=viertel&methode=quantile&klassen=3&grenzen=stand",
        f"{CITY}karte/?indikator=arbeitslosigkeit&ebene=viertel&ansicht=muster",
    ),
    "indicators:map_csv": (
        f"{CITY}karte/daten.csv?indikator=kinder&ebene=viertel&stand=2021-12-31",
        f"{CITY}karte/daten.csv?indikator=kinderlast&ebene=bezirk",
    ),
    "indicators:map_xlsx": (
        f"{CITY}karte/daten.xlsx?indikator=kinder&ebene=viertel&stand=2021-12-31",
        f"{CITY}karte/daten.xlsx?indikator=anteil&ebene=viertel",
    ),
    "indicators:map_geojson": (
        f"{CITY}karte/daten.geojson?indikator=kinder&ebene=viertel&stand=2021-12-31",
        f"{CITY}karte/daten.geojson?indikator=kinderlast&ebene=viertel&methode=quantile&klassen=3",
    ),
    "indicators:map_gpkg": (f"{CITY}karte/daten.gpkg?indikator=kinder&ebene=viertel&stand=2021-12-31",),
    "indicators:workbench_csv": (
        f"{CITY}analyse/daten.csv?indikator=kinder&ebene=viertel&stand=2021-12-31&gebiet=12",
        f"{CITY}analyse/daten.csv?indikator=kinderlast&zweiter=kinder&ebene=viertel&filter=wert:kinder:1:",
        f"{CITY}analyse/daten.csv?indikator=kinderlast&ebene=viertel&filter=wert:kinder:0:9&ausserhalb=weg&tafeln=bilanz",
    ),
    "indicators:workbench_xlsx": (
        f"{CITY}analyse/daten.xlsx?indikator=kinder&zweiter=kinderlast&ebene=viertel&tafeln=bilanz&filter=in:bezirk:1",
    ),
    "indicators:workbench_geojson": (
        f"{CITY}analyse/daten.geojson?indikator=kinder&zweiter=kinderlast&ebene=viertel&tafeln=bilanz",
        f"{CITY}analyse/daten.geojson?indikator=kinderlast&ebene=viertel&filter=wert:kinder:0:9&ausserhalb=weg",
    ),
    "indicators:workbench_gpkg": (
        f"{CITY}analyse/daten.gpkg?indikator=kinder&zweiter=kinderlast&ebene=viertel&tafeln=bilanz",
        f"{CITY}analyse/daten.gpkg?indikator=kinderlast&ebene=viertel&filter=wert:kinder:0:9",
    ),
    "indicators:workbench": (
        f"{CITY}analyse/?indikator=kinder&ebene=viertel&stand=2021-12-31&gebiet=12",
        f"{CITY}analyse/?indikator=kinderlast&ebene=viertel&reihenfolge=-wert&klassen=quantile&anzahl=3",
        f"{CITY}analyse/?indikator=kinderlast&ebene=viertel&tafeln=verlauf,bilanz,reihe&anpassung=linear&gebiet=12",
        f"{CITY}analyse/?indikator=kinder&ebene=viertel&tafeln=verteilung&gebiet=12",
        f"{CITY}analyse/?indikator=kinderlast&ebene=viertel&tafeln=gegenueber&gebiet=12",
        f"{CITY}analyse/?indikator=kinderlast&ebene=viertel&tafeln=nebeneinander",
        f"{CITY}analyse/?indikator=kinderlast&zweiter=kinder&ebene=viertel&tafeln=nebeneinander",
        f"{CITY}analyse/?indikator=kinderlast&ebene=viertel&filter=wert:kinder:1:&filter=wert:kinderlast::25",
        f"{CITY}analyse/?indikator=kinder&ebene=viertel&filter=in:bezirk:1&filter=wert:kinder:0:9&ausserhalb=weg",
        f"{CITY}analyse/?indikator=anteil&ebene=viertel&tafeln=trichter&gebiet=12",
        f"{CITY}analyse/?indikator=kinderlast&ebene=viertel&tafeln=auffaellig&gebiet=12",
        f"{CITY}analyse/?indikator=kinder&ebene=viertel&gebiet=12&filter=umkreis:gebiet,90000&filter=wert:kinder:0:9",
        f"{CITY}analyse/?indikator=kinderlast&zweiter=kinder&weitere=anteil&ebene=viertel&tafeln=vergleichstafel&gebiet=12",
    ),
    "indicators:workbench_cross": (
        f"{CITY}analyse/vergleichstafel.json?indikator=kinderlast&weitere=kinder,anteil&ebene=viertel&tafeln=vergleichstafel",
    ),
    "indicators:workbench_keys": (
        *(f"{CITY}analyse/kennzahlen.json?{BESIDE_OWN}{shape}" for shape in SHAPES),
        f"{CITY}analyse/kennzahlen.json?indikator=kinder&ebene=viertel&auswahl=1749bCw",
        f"{CITY}analyse/kennzahlen.json?indikator=anteil&ebene=viertel&auswahl=1749bBQ",
    ),
    "indicators:workbench_versus": (
        *(f"{CITY}analyse/gegenueber.json?{BESIDE_OWN}{shape}" for shape in SHAPES),
        f"{CITY}analyse/gegenueber.json?indikator=kinderlast&ebene=viertel&gebiet=12&auswahl=1749bCw",
        f"{CITY}analyse/gegenueber.json?indikator=anteil&ebene=viertel&gebiet=11",
    ),
    "indicators:workbench_answer": (
        f"{CITY}analyse/?indikator=kinderlast&zweiter=kinder&ebene=viertel&tafeln=zusammenhang&gebiet=12",
        f"{CITY}analyse/bild.svg?indikator=kinder&ebene=viertel&stand=2021-12-31&gebiet=12",
        f"{CITY}analyse/bild.svg?indikator=kinderlast&zweiter=kinder&ebene=viertel&bild=zusammenhang",
        f"{CITY}analyse/antwort.json?indikator=kinder&ebene=viertel&stand=2021-12-31",
        f"{CITY}analyse/antwort.json?indikator=kinder&zweiter=kinderlast&ebene=viertel&tafeln=zusammenhang",
        f"{CITY}analyse/antwort.json?indikator=kinderlast&ebene=viertel&klassen=gleich&anzahl=3&zeit=stand",
        f"{CITY}analyse/antwort.json?indikator=kinderlast&ebene=viertel&klassen=eigene&grenzen=10;20;30",
        f"{CITY}analyse/antwort.json?indikator=kinder&ebene=viertel&tafeln=verlauf,bilanz,reihe&anpassung=theil-sen",
        f"{CITY}analyse/antwort.json?indikator=kinderlast&ebene=viertel&tafeln=verteilung",
        f"{CITY}analyse/antwort.json?indikator=einwohner&ebene=viertel&filter=wert:kinder:5:&filter=wert:kinderlast:10:",
        f"{CITY}analyse/antwort.json?indikator=kinderlast&ebene=viertel&filter=wert:kinder:0:&ausserhalb=weg&tafeln=reihe",
        f"{CITY}analyse/antwort.json?indikator=kinderlast&ebene=viertel&tafeln=trichter",
        f"{CITY}analyse/antwort.json?indikator=kinderlast&ebene=viertel&tafeln=auffaellig",
        f"{CITY}analyse/antwort.json?indikator=kinder&weitere=kinderlast,anteil&ebene=viertel&tafeln=vergleichstafel",
    ),
    "indicators:workbench_picture": (
        f"{CITY}analyse/bild.svg?{BESIDE_OWN}{SHAPES[-1]}",
        f"{CITY}analyse/bild.svg?indikator=kinder&ebene=viertel&stand=2021-12-31",
        f"{CITY}analyse/bild.svg?indikator=kinderlast&ebene=viertel&filter=wert:kinder:1:&ausserhalb=weg",
    ),
    "indicators:embed": (
        f"/embed{CITY}?indikator=kinder&ebene=viertel&stand=2021-12-31&gebiet=12",
        f"/embed{CITY}?indikator=kinderlast&ebene=viertel&filter=wert:kinder:1:&filter=in:bezirk:1",
    ),
    "indicators:ask_about_figure": (
        f"{CITY}rueckfrage/?indikator=kinder&ebene=viertel&stand=2021-12-31&gebiet=12",
        f"{CITY}rueckfrage/?ebene=viertel&gebiet=12",
    ),
    "indicators:areas": (f"{CITY}gebiete/",),
    "indicators:area": (AREA, f"{CITY}gebiete/stand-2020/bezirk/1/", f"{AREA}?geglaettet=ja"),
    "indicators:area_csv": (f"{AREA}profil.csv",),
    "indicators:area_xlsx": (f"{AREA}profil.xlsx",),
    "indicators:similar": (f"{AREA}aehnlich/", f"{CITY}gebiete/stand-2020/viertel/11/aehnlich/?anzahl=3"),
    "indicators:similar_csv": (f"{CITY}gebiete/stand-2020/viertel/11/aehnlich/daten.csv",),
    "indicators:catalogue": (f"{CITY}indikatoren/", f"{CITY}indikatoren/?q=kinder"),
    "indicators:indicator": (f"{CITY}indikatoren/kinder/", f"{CITY}indikatoren/kinderlast/"),
    "reports:indicator_sheet": (
        f"{CITY}indikatoren/kinder/datenblatt.pdf",
        f"{CITY}indikatoren/kinderlast/datenblatt.pdf",
    ),
    "reports:district": (
        f"{CITY}mein-stadtteil/stand-2020/viertel/12/",
        f"{CITY}mein-stadtteil/stand-2020/viertel/11/",
    ),
    "reports:district_embed": (
        f"/embed{CITY}mein-stadtteil/stand-2020/viertel/12/",
        f"/embed{CITY}mein-stadtteil/stand-2020/viertel/11/",
    ),
    "reports:subscribe_to_area": (f"{CITY}mein-stadtteil/stand-2020/viertel/12/bescheid/",),
    "reports:editions": (f"{CITY}berichte/",),
    # It leads to the newest one.
    "reports:newest_edition": (),
    "reports:edition": (f"{EDITIONS}/{NUMBER}/",),
    "reports:subscribe_to_publication": (f"{EDITIONS}/bescheid/",),
    "reports:edition_easy": (f"{EDITIONS}/{NUMBER}/leichte-sprache/",),
    "reports:edition_picture": (
        f"{EDITIONS}/{NUMBER}/bild/panel1bild.svg",
        f"{EDITIONS}/{NUMBER}/bild/panel3bild.svg",
        f"{EDITIONS}/{NUMBER}/bild/panel5bild.svg",
    ),
    # The pixels of a picture that somebody brought along; nothing is computed of it.
    "reports:edition_brought": (),
    "reports:edition_embed": tuple(f"/embed{EDITIONS}/{NUMBER}/panel{place}/" for place in (1, 2, 3, 5)),
    "reports:edition_file": tuple(
        f"{EDITIONS}/{NUMBER}/dateien/{name}"
        for name in ("de.pdf", "de.html", "de.docx", "de.odt", "de.pptx", "de.xlsx", "de.zip", "en.pdf", "en.xlsx")
    ),
    "indicators:spread": (
        f"{CITY}indikatoren/kinderlast/streuung/?ebene=viertel",
        f"{CITY}indikatoren/kinderlast/streuung/?ebene=viertel&gebiet=12&geglaettet=ja",
    ),
    "indicators:unequal": (f"{CITY}indikatoren/kinderlast/ungleichheit/",),
    "indicators:unequal_csv": (f"{CITY}indikatoren/kinderlast/ungleichheit/daten.csv",),
    "indicators:area_types": (
        f"{CITY}gebietstypen/?{BOTH}",
        f"{CITY}gebietstypen/?indikator=kinderlast&indikator=einwohner",
    ),
    "indicators:area_types_csv": (f"{CITY}gebietstypen/daten.csv?{BOTH}",),
    "indicators:social_areas": (f"{CITY}sozialraeume/?{SHARES}&regionen=2",),
    "indicators:social_areas_csv": (f"{CITY}sozialraeume/daten.csv?{SHARES}&regionen=2",),
    "indicators:social_areas_borders": (f"{CITY}sozialraeume/grenzen.geojson?{SHARES}&regionen=2",),
    "indicators:social_areas_geojson": (f"{CITY}sozialraeume/regionen.geojson?{SHARES}&regionen=2",),
    "indicators:selection": tuple(f"{PICKED}{keys}" for keys in ("11,21", "11,12", "12", "21,22")),
    "indicators:selection_csv": (f"{CITY}auswahl/daten.csv?{PICK}11,21", f"{CITY}auswahl/daten.csv?{PICK}11,12,21"),
    "indicators:own_areas": (f"{CITY}eigene-gebiete/",),
    "indicators:own_new": (f"{CITY}eigene-gebiete/neu/",),
    # Areas together, with and without a hidden one, all but a hidden one, circles and a shape that cut some of them.
    "indicators:own_look": tuple(f"{OWN}{shape}" for shape in SHAPES),
    "indicators:own_look_csv": tuple(f"{OWN.replace('?', 'daten.csv?')}{shape}" for shape in SHAPES),
    # Saved ones are opened by whoever has an address that nobody else finds; they tell what the two above do.
    "indicators:own_area": (),
    "indicators:own_area_csv": (),
    "indicators:changes": (f"{CITY}aenderungen/", f"{CITY}aenderungen/?indikator=kinder"),
    "indicators:changes_feed": (f"{CITY}aenderungen.atom",),
    "indicators:change": (CHANGE,),
    "indicators:change_csv": (f"{CHANGE}daten.csv",),
}
# Pages that answer strangers and tell no figure of anybody: texts of ours, health, the ways to sign in.
SILENT: Final = (
    "web:*",
    "accounts:login",
    "accounts:logout",
    # The logo of an organisation, and a style sheet that says one colour.
    "accounts:logo",
    "accounts:publisher_style",
    # Pictures of map services of others, handed on as they are.
    "spatial:map_picture",
    # What an organisation says in Leichte Sprache.
    "portal:district_easy",
    # Who forgot a password writes an address, and is told the same whether it is known.
    "accounts:forgotten",
    # The service of the house at which people sign in asks for its own address to come back to.
    "accounts:oidc_*",
    # The links of mails to subscribers: their own name of what they subscribed to.
    "notifications:confirm_subscription",
    "notifications:end_subscription",
    "portal:glossary",
    "portal:about",
    "portal:help",
    "portal:imprint",
    "portal:accessibility",
    "portal:easy_language",
    "portal:sign_language",
    "portal:privacy",
    "portal:gallery",
)
_ARGUMENT: Final = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """One route of the resolver: its name and its address with the places of its arguments."""

    name: str
    address: str

    def with_arguments(self, values: Mapping[str, str]) -> str:
        """Return an address of this route."""
        return _ARGUMENT.sub(lambda found: values.get(found["name"]) or values[f":{found['kind']}"], self.address)

    @property
    def is_silent(self) -> bool:
        """Whether it is listed among the routes that tell no figures."""
        return any(fnmatch.fnmatchcase(self.name, pattern) for pattern in SILENT)


def routes() -> tuple[Route, ...]:
    """Return every route that this site answers."""
    return tuple(_below(get_resolver(), "", "/"))


def _below(resolver: URLResolver, names: str, address: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        here = address + str(each.pattern).lstrip("/")
        if isinstance(each, URLPattern):
            yield Route(f"{names}{each.name}", here)
        else:
            yield from _below(each, f"{names}{each.namespace}:" if each.namespace else names, here)
