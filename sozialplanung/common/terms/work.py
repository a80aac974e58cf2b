# SPDX-License-Identifier: EUPL-1.2
"""Terms about the way of a figure from its source to the public."""

from sozialplanung.common.terms.term import Term

TERMS = (
    Term(
        "quelle",
        "Herkunft, Quelle",
        "Source",
        "Die Stelle, von der eine Zahl stammt. Sie steht bei jeder Karte, jeder Tabelle und jeder Datei.",
        "The body a figure comes from. It is named with every map, table and file.",
        ("datenlieferung",),
    ),
    Term(
        "datenlieferung",
        "Datenlieferung",
        "Delivery",
        "Eine Datei oder mehrere, die eine Quelle für einen Berichtszeitraum übergibt.",
        "One or more files that a source hands over for one period.",
        ("importvorgang",),
    ),
    Term(
        "importvorgang",
        "Importvorgang",
        "Import",
        "Das Einlesen einer Lieferung. Bis zur Freigabe ist nichts davon öffentlich.",
        "The reading of a delivery. Nothing of it is public until it is approved.",
        ("plausibilitaetspruefung", "freigabe"),
    ),
    Term(
        "plausibilitaetspruefung",
        "Plausibilitätsprüfung",
        "Check",
        "Die Suche nach Werten, die nicht stimmen können oder auffallen, etwa Anteile über 100 Prozent.",
        "The search for values that cannot be right or stand out, such as shares above 100 percent.",
        ("importvorgang",),
    ),
    Term(
        "freigabe",
        "Freigabe",
        "Approval",
        "Eine zweite Person prüft eine Lieferung und gibt sie frei. Niemand gibt die eigene Lieferung frei.",
        "A second person checks a delivery and approves it. Nobody approves their own delivery.",
        ("veroeffentlichung",),
    ),
    Term(
        "veroeffentlichung",
        "Veröffentlichung",
        "Release",
        "Ein geprüfter, geschützter und gerundeter Stand der Zahlen, den alle sehen. Er wird nicht mehr "
        "verändert, nur ersetzt.",
        "A checked, protected and rounded state of the figures for everyone to see. It is never changed, only "
        "replaced.",
        ("ruecknahme", "geheimhaltung"),
    ),
    Term(
        "ruecknahme",
        "Rücknahme",
        "Withdrawal",
        "Eine Veröffentlichung wird zurückgezogen, weil etwas nicht stimmt. Danach ist sie nirgends mehr zu sehen.",
        "A release is withdrawn because something is wrong. After that it is nowhere to be seen.",
        ("veroeffentlichung",),
    ),
    Term(
        "anmerkung",
        "Anmerkung, Fußnote",
        "Annotation, footnote",
        "Was man zu einer Zahl, einem Gebiet oder einem Stand wissen muss, um sie richtig zu lesen.",
        "What has to be known of a figure, an area or a period to read it rightly.",
        ("ereignis", "besondere-bevoelkerung", "zeitreihenbruch"),
    ),
    Term(
        "ereignis",
        "Ereignis",
        "Event",
        "Etwas, das in einem Gebiet geschah und die Zahlen verändert hat, zum Beispiel die Eröffnung einer Unterkunft.",
        "Something that happened in an area and altered its figures, such as the opening of an accommodation.",
        ("anmerkung",),
    ),
    Term(
        "besondere-bevoelkerung",
        "Besondere Bevölkerung",
        "Special population",
        "Menschen, die gemeinsam an einem Ort leben, etwa in einem Pflegeheim, und die Zahlen eines kleinen Gebiets "
        "prägen.",
        "People who live together in one place, such as a nursing home, and shape the figures of a small area.",
        ("anmerkung",),
    ),
    Term(
        "fortschreibung",
        "Fortschreibung",
        "Update",
        "Neue Zahlen derselben Art werden einer Zeitreihe angefügt.",
        "New figures of the same kind are added to a series.",
        ("zeitreihe",),
    ),
    Term(
        "sozialbericht",
        "Sozialbericht, Ausgabe",
        "Report, edition",
        "Ein zusammenhängender Text mit Karten und Tabellen zu einem Stand der Zahlen. Jede Ausgabe bleibt "
        "so, wie sie erschien.",
        "A text with maps and tables on one state of the figures. Each edition stays as it appeared.",
        ("veroeffentlichung",),
    ),
    Term(
        "fachamt",
        "Fachamt",
        "Department",
        "Der Teil der Verwaltung, der für ein Thema zuständig ist, zum Beispiel das Jugendamt.",
        "The part of the administration that is in charge of a topic, such as youth welfare.",
    ),
    Term(
        "handlungsfeld",
        "Handlungsfeld, Maßnahme, Ziel",
        "Field of action, measure, goal",
        "Woran gearbeitet wird, was getan wird und was damit erreicht werden soll.",
        "What is worked on, what is done and what it is meant to achieve.",
    ),
)
