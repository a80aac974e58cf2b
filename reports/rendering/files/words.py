# SPDX-License-Identifier: EUPL-1.2
"""What files say around the words of a document, and texts that every markup can hold."""

import re
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from reports.rendering.document import Interpretation, Language
from sozialplanung.common.xmltext import xml_text

_SAFE_ADDRESS: Final = re.compile(r"(?:https?|mailto):[^\s\x00-\x1f]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """Labels of one language."""

    locale: str
    about: str
    address: str
    annex: str
    appendix: str
    audience: str
    author: str
    change: str
    certainty: str
    citation: str
    comparison: str
    contact: str
    contents: str
    date_format: str
    edition: str
    explained: str
    figure: str
    figures: str
    imprint: str
    in_annex: str
    indicator: str
    keys: str
    kinds: tuple[str, str, str]
    licence: str
    meaning: str
    notes: str
    of: str
    outcome: str
    page: str
    published: str
    publisher: str
    source: str
    sources: str
    stated: str
    table: str
    tables: str
    title: str
    unit: str
    value: str
    warning: str

    def day(self, day: date) -> str:
        """Return a day as it is written in a text."""
        return day.strftime(self.date_format)

    def kind(self, block: Interpretation) -> str:
        """Return what an interpretation is called."""
        return self.kinds[("reading", "need", "recommendation").index(block.kind)]


GERMAN: Final = Words(
    locale="de-DE",
    about="Über",
    address="Adresse",
    annex="Anhang: Tabellen",
    appendix="Die ganze Tabelle steht in der XLSX-Datei dieser Ausgabe.",
    audience="Für wen",
    author="Bild",
    change="Veränderung",
    certainty="Sicherheit",
    citation="Zitieren als",
    comparison="Vergleich",
    contact="Kontakt",
    contents="Inhalt",
    date_format="%d.%m.%Y",
    edition="Ausgabe",
    explained="Begriffe",
    figure="Abbildung",
    figures="Abbildungen",
    imprint="Zu dieser Ausgabe",
    in_annex="Alle Werte stehen im Anhang: „{caption}“.",
    indicator="Kennzahl",
    keys="Kennzahlen",
    kinds=("Einordnung", "Bedarf", "Empfehlung"),
    licence="Lizenz",
    meaning="Bedeutung",
    notes="Hinweise",
    of="von",
    outcome="Stand der Umsetzung",
    page="Seite",
    published="Veröffentlicht am",
    publisher="Herausgeber",
    source="Quelle",
    sources="Quellen",
    stated="Stand",
    table="Tabelle",
    tables="Tabellen",
    title="Titel",
    unit="Einheit",
    value="Wert",
    warning="Achtung",
)
ENGLISH: Final = Words(
    locale="en-US",
    about="About",
    address="Address",
    annex="Annex: tables",
    appendix="The whole table is in the XLSX file of this edition.",
    audience="For whom",
    author="Picture",
    change="Change",
    certainty="Certainty",
    citation="To be cited as",
    comparison="Comparison",
    contact="Contact",
    contents="Contents",
    date_format="%Y-%m-%d",
    edition="Edition",
    explained="Terms",
    figure="Figure",
    figures="Figures",
    imprint="About this edition",
    in_annex="All figures stand in the annex: “{caption}”.",
    indicator="Key figure",
    keys="Key figures",
    kinds=("Reading", "Need", "Recommendation"),
    licence="Licence",
    meaning="Meaning",
    notes="Notes",
    of="of",
    outcome="State of implementation",
    page="Page",
    published="Published on",
    publisher="Publisher",
    source="Source",
    sources="Sources",
    stated="As of",
    table="Table",
    tables="Tables",
    title="Title",
    unit="Unit",
    value="Value",
    warning="Caution",
)


def words_of(language: Language) -> Words:
    """Return the labels of a language."""
    return GERMAN if language == "de" else ENGLISH


def clean(text: str) -> str:
    """Return a text in which a sign takes the place of each that markup cannot hold."""
    return xml_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def marked_up(text: str) -> str:
    """Return a text as it stands in XML, in attributes too."""
    return escape(clean(text), quote=True)


def safe_address(address: str) -> str:
    """Return an address to which a file may link, or nothing: no scripts, no files."""
    return address if _SAFE_ADDRESS.match(address) else ""
