# SPDX-License-Identifier: EUPL-1.2
"""Terms about figures that are not there or come with a reservation."""

from sozialplanung.common.terms.term import Term

TERMS = (
    Term(
        "geheimhaltung",
        "Geheimhaltung",
        "Disclosure control",
        "Zahlen über sehr wenige Menschen könnten Einzelne erkennbar machen. Darum werden sie vor der "
        "Veröffentlichung gesperrt.",
        "Figures about very few people could reveal single persons. They are therefore blocked before publication.",
        ("gesperrt", "mindestfallzahl"),
    ),
    Term(
        "mindestfallzahl",
        "Mindestfallzahl",
        "Minimum count",
        "Die kleinste Zahl von Fällen, die veröffentlicht wird. Darunter wird der Wert gesperrt.",
        "The smallest number of cases that is published. A value below it is blocked.",
        ("geheimhaltung",),
    ),
    Term(
        "gesperrt",
        "gesperrt: geheim gehalten",
        "suppressed: kept secret",
        "Der Wert ist bekannt, aber wir zeigen ihn nicht, um Einzelne zu schützen. Zeichen in Tabellen: •",
        "The value is known but we do not show it, to protect single persons. Sign in tables: •",
        ("primaere-sperrung", "sekundaere-sperrung", "vertraulich"),
    ),
    Term(
        "primaere-sperrung",
        "Primäre Sperrung",
        "Primary suppression",
        "Ein Wert wird gesperrt, weil er selbst zu wenige Menschen betrifft.",
        "A value is blocked because it concerns too few people itself.",
        ("gesperrt",),
    ),
    Term(
        "sekundaere-sperrung",
        "Sekundäre Sperrung",
        "Secondary suppression",
        "Ein weiterer Wert wird gesperrt, damit der erste nicht aus Summen errechnet werden kann. "
        "Welche der beiden Sperrungen vorliegt, wird nicht veröffentlicht.",
        "A further value is blocked so that the first one cannot be computed from totals. "
        "Which of the two it is, is not published.",
        ("gesperrt",),
    ),
    Term(
        "vertraulich",
        "von der Quelle geheim gehalten",
        "kept secret by the source",
        "Schon die Stelle, die die Zahlen liefert, hat den Wert gesperrt.",
        "The body that delivers the figures has already blocked the value.",
        ("geheimhaltung", "gesperrt"),
    ),
    Term(
        "keine-angabe",
        "keine Angabe",
        "no figure",
        "Für dieses Gebiet und diese Zeit liegt keine Zahl vor. Das ist nicht dasselbe wie null.",
        "There is no figure for this area and this time. That is not the same as zero.",
        ("echte-null",),
    ),
    Term(
        "unbekannt",
        "unbekannt",
        "unknown",
        "Die Quelle gibt an, dass sie den Wert nicht kennt.",
        "The source says that it does not know the value.",
        ("keine-angabe",),
    ),
    Term(
        "nicht-bewertet",
        "nicht bewertet",
        "not rated",
        "Das Gebiet wird nicht bewertet, weil dort zu wenige Menschen leben oder aus einem anderen genannten Grund. "
        "Hier geht es um Aussagekraft, nicht um Geheimhaltung.",
        "The area is not rated, because too few people live there or for another named reason. "
        "This is about meaning, not about secrecy.",
        ("unzuverlaessig",),
    ),
    Term(
        "unzuverlaessig",
        "unzuverlässig, nicht zuverlässig genug",
        "unreliable, not reliable enough",
        "Der Wert beruht auf so wenigen Fällen, dass er nichts Sicheres sagt. Er wird nicht gezeigt.",
        "The value rests on so few cases that it says nothing certain. It is not shown.",
        ("zufallsschwankung",),
    ),
    Term(
        "noch-nicht-da",
        "liegt noch nicht vor",
        "not yet available",
        "Der Wert wird erwartet, liegt aber noch nicht vor.",
        "The value is expected but has not arrived yet.",
        ("fortschreibung",),
    ),
    Term(
        "trifft-nicht-zu",
        "trifft nicht zu",
        "not applicable",
        "Die Frage stellt sich für dieses Gebiet nicht, etwa der Anteil von Schulkindern, wo niemand wohnt.",
        "The question does not arise for this area, such as the share of pupils where nobody lives.",
        ("keine-angabe",),
    ),
    Term(
        "nicht-vergleichbar",
        "über einen Bruch hinweg nicht berechenbar",
        "cannot be computed across a break",
        "Der Wert braucht Zahlen aus früheren Jahren, und dazwischen haben sich Definition, Gesetz, Quelle oder "
        "Grenzen geändert. Was vorher und nachher gezählt wurde, ist nicht dasselbe, deshalb steht hier keine Zahl.",
        "The value needs figures of earlier years, and definition, law, source or boundaries changed in between. "
        "What was counted before and after is not the same, so there is no number here.",
        ("zeitreihenbruch", "keine-angabe"),
    ),
    Term(
        "echte-null",
        "echte Null",
        "true zero",
        "Es wurde gezählt, und das Ergebnis ist null. Zeichen in Tabellen: 0",
        "There was a count, and the result is zero. Sign in tables: 0",
        ("gerundete-null",),
    ),
    Term(
        "gerundete-null",
        "gerundete Null",
        "rounded zero",
        "Der Wert ist größer als null, aber kleiner als die Hälfte der kleinsten gezeigten Stelle.",
        "The value is greater than zero but less than half of the smallest digit shown.",
        ("echte-null",),
    ),
    Term(
        "vorlaeufig",
        "vorläufig",
        "provisional",
        "Der Wert kann sich noch ändern, weil die Quelle ihn noch prüft.",
        "The value may still change, because the source is still checking it.",
        ("fortschreibung",),
    ),
    Term(
        "geschaetzt",
        "geschätzt",
        "estimated",
        "Der Wert wurde nicht gezählt, sondern berechnet, zum Beispiel nach einer Änderung der Grenzen.",
        "The value was not counted but computed, for example after a change of boundaries.",
        ("umschluesselung",),
    ),
    Term(
        "umgerechnet",
        "genau umgerechnet",
        "re-aggregated",
        "Der Wert wurde aus kleineren Gebieten zusammengezählt, die vollständig in diesem liegen. Er ist so "
        "genau wie gemessen.",
        "The value was added up from smaller areas that lie fully within this one. It is as exact as measured.",
        ("umschluesselung",),
    ),
    Term(
        "geglaettet",
        "geglättet",
        "smoothed",
        "Der Wert wurde mit den Werten anderer Gebiete ausgeglichen, damit der Zufall ihn weniger prägt.",
        "The value was evened out with those of other areas, so that chance shapes it less.",
        ("zufallsschwankung",),
    ),
    Term(
        "eingeschraenkt",
        "eingeschränkt vergleichbar",
        "limited",
        "Der Wert gilt, aber mit einem Vorbehalt. Er steht in der Fußnote.",
        "The value holds, but with a reservation. The footnote says which.",
        ("zeitreihenbruch",),
    ),
    Term(
        "revidiert",
        "berichtigt",
        "revised",
        "Der Wert wurde nach der ersten Veröffentlichung geändert. Der frühere Wert bleibt nachvollziehbar.",
        "The value was changed after its first publication. The former value can still be traced.",
        ("veroeffentlichung",),
    ),
    Term(
        "neu-berechnet",
        "neu berechnet",
        "computed anew",
        "Ein Index wurde für andere Grenzen aus den umgerechneten Zahlen seiner Bestandteile noch einmal berechnet. "
        "Er sagt, wo ein Gebiet unter den Gebieten dieser Grenzen steht.",
        "An index was computed once more for other boundaries, from the converted figures of its components. It says "
        "where an area stands among the areas of these boundaries.",
        ("umschluesselung", "geschaetzt"),
    ),
)
