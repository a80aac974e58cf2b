# SPDX-License-Identifier: EUPL-1.2
"""What this is, how one finds one's way, and how accessible it is: in Leichte Sprache, which is German.

The lines keep the rules that `sozialplanung.common.easywords` looks at. They are no translation and have none.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Chapter:
    """Some lines under a heading; `anchor` is its place on the page."""

    anchor: str
    title: str
    lines: tuple[str, ...]


CHAPTERS: Final = (
    Chapter(
        "was",
        "Was ist das hier?",
        (
            "Sie sind auf einer Internet-Seite.",
            "Die Seite heißt: Sozialplanung.",
            "Hier sehen Sie Zahlen über Städte.",
            "Die Zahlen sagen zum Beispiel:",
            "So viele Kinder wohnen in einem Stadt-Teil.",
            "So viele Menschen haben wenig Geld.",
            "Die Zahlen sind für alle Menschen da.",
            "Auch die Politik liest die Zahlen.",
            "Dann kann die Politik besser planen.",
        ),
    ),
    Chapter(
        "zahlen",
        "Was sagen die Zahlen?",
        (
            "Eine Zahl steht immer für viele Menschen.",
            "Eine Zahl sagt nichts über einen einzelnen Menschen.",
            "Manche Zahlen zeigen wir nicht.",
            "Denn niemand soll einen Menschen darin erkennen.",
            "Dort steht das Wort: gesperrt.",
            "Manche Zahlen sind nicht ganz sicher.",
            "Das steht dann daneben.",
            "Wer wenig Geld hat, hat keine Schuld.",
            "Kein Stadt-Teil ist gut oder schlecht.",
        ),
    ),
    Chapter(
        "finden",
        "So finden Sie sich zurecht",
        (
            "Oben auf jeder Seite ist ein Such-Feld.",
            "Dort schreiben Sie den Namen von Ihrem Stadt-Teil.",
            "Dann drücken Sie auf: Suchen.",
            "Sie sehen eine Liste.",
            "Wählen Sie Ihren Stadt-Teil aus.",
            "Die Seite „Mein Stadtteil“ hat einfache Worte.",
            "Es gibt auch Karten.",
            "Auf einer Karte haben die Gebiete Farben.",
            "Neben der Karte steht: Das sagt die Farbe.",
            "Unter der Karte stehen alle Zahlen in einer Tabelle.",
            "Schwere Wörter erklären wir im Glossar.",
            "Ganz unten auf jeder Seite steht: Das sind wir.",
            "Dort finden Sie auch die Regeln zum Daten-Schutz.",
        ),
    ),
    Chapter(
        "barrieren",
        "Erklärung zur Barriere-Freiheit",
        (
            "Diese Seite soll für alle Menschen gut sein.",
            "Sie brauchen keine Maus.",
            "Ein Computer kann Ihnen die Seite vorlesen.",
            "Sie können alles größer machen.",
            "Noch ist nicht alles gut:",
            "Menschen mit Behinderung haben die Seite noch nicht geprüft.",
            "Diesen Text haben wir nach Regeln geschrieben.",
            "Menschen mit Lern-Schwierigkeiten haben ihn noch nicht geprüft.",
            "Haben Sie ein Problem gefunden?",
            "Dann schreiben Sie uns bitte.",
            "Wir antworten in 4 Wochen.",
            "Hilft unsere Antwort nicht?",
            "In Nordrhein-Westfalen hilft dann die Ombuds-Stelle.",
            "Das kostet kein Geld.",
        ),
    ),
)
