# SPDX-License-Identifier: EUPL-1.2
"""Terms about figures and how they are compared."""

from sozialplanung.common.terms.term import Term

TERMS = (
    Term(
        "indikator",
        "Indikator, Kennzahl",
        "Indicator",
        "Eine Zahl, die etwas über die Lebenslage in einem Gebiet sagt, zum Beispiel der Anteil arbeitsloser "
        "Menschen. "
        "Zu jedem Indikator steht, was er zeigt, wie man ihn liest und wo seine Grenzen sind.",
        "A figure that says something about living conditions in an area, such as the share of unemployed people. "
        "Each indicator says what it shows, how to read it and where its limits are.",
        ("zaehler", "nenner"),
    ),
    Term(
        "merkmal",
        "Merkmal",
        "Variable",
        "Was gezählt wird, zum Beispiel Menschen mit Hauptwohnung im Gebiet.",
        "What is counted, for example people with their main home in the area.",
        ("gliederung",),
    ),
    Term(
        "gliederung",
        "Ausprägung, Gliederung",
        "Breakdown",
        "Die Aufteilung eines Merkmals, etwa nach Alter oder Geschlecht.",
        "The division of a variable, for instance by age or sex.",
        ("merkmal",),
    ),
    Term(
        "zaehler",
        "Zähler",
        "Numerator",
        "Die Zahl über dem Bruchstrich: die Menschen oder Haushalte, um die es geht.",
        "The number above the line of a fraction: the people or households in question.",
        ("nenner", "fallzahl"),
    ),
    Term(
        "nenner",
        "Nenner",
        "Denominator",
        "Die Zahl unter dem Bruchstrich: alle, auf die sich der Zähler bezieht. "
        "Anteile mit verschiedenem Nenner lassen sich nicht vergleichen.",
        "The number below the line of a fraction: all those to whom the numerator refers. "
        "Shares with different denominators cannot be compared.",
        ("zaehler",),
    ),
    Term(
        "fallzahl",
        "Fallzahl",
        "Count",
        "Eine gezählte Menge ohne Bezug auf eine andere, zum Beispiel 335 arbeitslose Menschen.",
        "A counted number without relation to another one, for example 335 unemployed people.",
        ("anteil", "mindestfallzahl"),
    ),
    Term(
        "anteil",
        "Anteil",
        "Share",
        "Wie viele von hundert. Der Zähler ist ein Teil des Nenners, das Ergebnis liegt zwischen 0 und 100 Prozent.",
        "How many out of a hundred. The numerator is part of the denominator, the result lies between 0 and "
        "100 percent.",
        ("quote", "rate"),
    ),
    Term(
        "quote",
        "Quote",
        "Ratio",
        "Das Verhältnis zweier Zahlen, von denen die eine nicht Teil der anderen sein muss. Sie kann über 100 "
        "Prozent liegen.",
        "The relation of two numbers of which one need not be part of the other. It may exceed 100 percent.",
        ("anteil",),
    ),
    Term(
        "rate",
        "Rate",
        "Rate",
        "Ereignisse in einem Zeitraum, bezogen auf die Menschen, denen sie geschehen können, etwa Umzüge je "
        "1.000 Einwohner im Jahr.",
        "Events during a time, related to the people to whom they can happen, such as moves per 1,000 "
        "inhabitants a year.",
        ("anteil",),
    ),
    Term(
        "prozentpunkt",
        "Prozentpunkt",
        "Percentage point",
        "Der Abstand zweier Anteile. Steigt ein Anteil von 10 auf 12 Prozent, sind das 2 Prozentpunkte, aber "
        "20 Prozent mehr. "
        "Hier stehen Veränderungen von Anteilen immer in Prozentpunkten.",
        "The distance between two shares. From 10 to 12 percent it is 2 percentage points, but 20 percent more. "
        "Changes of shares are always given in percentage points here.",
        ("anteil",),
    ),
    Term(
        "beobachtungswert",
        "Beobachtungswert",
        "Observation",
        "Ein Wert eines Merkmals für ein Gebiet und einen Berichtszeitraum, so wie er geliefert wurde.",
        "One value of a variable for one area and one period, as delivered.",
        ("merkmal", "berichtszeitraum"),
    ),
    Term(
        "berichtszeitraum",
        "Berichtszeitraum",
        "Period",
        "Die Zeit, für die eine Zahl gilt: ein Stichtag, ein Monat, ein Quartal oder ein Jahr.",
        "The time for which a figure holds: a day, a month, a quarter or a year.",
        ("stichtag",),
    ),
    Term(
        "stichtag",
        "Stichtag",
        "Reference date",
        "Der Tag, an dem gezählt wurde, oft der 31. Dezember. Wer vorher oder nachher dort lebte, ist nicht enthalten.",
        "The day of counting, often 31 December. People who lived there before or after are not included.",
        ("berichtszeitraum",),
    ),
    Term(
        "zeitreihe",
        "Zeitreihe",
        "Series",
        "Werte desselben Indikators für dasselbe Gebiet zu mehreren Zeiten. Lücken bleiben Lücken, sie werden "
        "nicht gefüllt.",
        "Values of the same indicator for the same area at several times. Gaps stay gaps, they are not filled.",
        ("zeitreihenbruch",),
    ),
    Term(
        "zeitreihenbruch",
        "Zeitreihenbruch",
        "Series break",
        "Eine Stelle, an der sich Definition, Gesetz, Quelle oder Grenzen geändert haben. "
        "Über sie hinweg wird kein Unterschied berechnet und keine Linie gezogen.",
        "A place where definition, law, source or boundaries have changed. "
        "No difference is computed and no line drawn across it.",
        ("zeitreihe",),
    ),
    Term(
        "stadtwert",
        "Stadtwert",
        "City value",
        "Der Wert für die ganze Stadt. Er wird geliefert oder mit dem richtigen Nenner berechnet. "
        "Ein einfaches Mittel der Gebiete steht nie dafür, denn Gebiete sind verschieden groß.",
        "The value of the whole city. It is delivered, or computed with the right denominator. "
        "A plain mean of the areas never stands in for it, because areas differ in size.",
        ("vergleich",),
    ),
    Term(
        "vergleich",
        "Vergleich: höher, ähnlich, niedriger",
        "Comparison: higher, similar, lower",
        "Ein Gebiet heißt nur dann höher oder niedriger, wenn der Abstand zum Stadtwert mehr als Zufall und "
        "groß genug ist. "
        "Sonst heißt es ähnlich. Höher ist nicht immer schlechter.",
        "An area is called higher or lower only if its distance to the city value is beyond chance and large enough. "
        "Otherwise it is called similar. Higher is not always worse.",
        ("fachschwelle", "zufallsschwankung"),
    ),
    Term(
        "fachschwelle",
        "Fachschwelle",
        "Relevance threshold",
        "Der kleinste Unterschied, der fachlich zählt. Fachleute legen ihn für jeden Indikator fest.",
        "The smallest difference that matters in practice. Experts set it for each indicator.",
        ("vergleich",),
    ),
    Term(
        "zufallsschwankung",
        "Vertrauensbereich, Zufallsschwankung",
        "Interval, random variation",
        "Auch eine vollständige Zählung schwankt von Jahr zu Jahr durch Zufall, in kleinen Gebieten stärker. "
        "Der Bereich zeigt nach einem Modell, wie weit. Er ist kein Fehler der Zählung.",
        "Even a full count varies by chance from year to year, more so in small areas. "
        "The interval shows by a model how far. It is no error of counting.",
        ("vergleich",),
    ),
    Term(
        "haeufung",
        "Räumliche Häufung (LISA)",
        "Cluster in space (LISA)",
        "Benachbarte Gebiete mit ähnlich hohen oder niedrigen Werten, öfter beieinander, als der Zufall es erwarten "
        "lässt. Sie sagt nicht, warum, und nichts über einzelne Menschen.",
        "Neighbouring areas with figures that are high or low alike, side by side more often than by chance. "
        "It does not say why, and nothing about single persons.",
        ("vergleich", "zufallsschwankung"),
    ),
    Term(
        "gebietstyp",
        "Gebietstyp",
        "Type of areas",
        "Gebiete, die bei mehreren Indikatoren ähnliche Werte haben, wo auch immer sie liegen. Ein Buchstabe ist kein "
        "Rang. Andere Indikatoren ergeben andere Typen.",
        "Areas with similar figures in several indicators, wherever they lie. A letter is no rank. Other indicators "
        "make other types.",
        ("haeufung", "vergleich"),
    ),
    Term(
        "unsicher",
        "Unsichere Klasse",
        "Unsure class",
        "Die Zufallsschwankung eines Gebiets reicht über mehr als zwei Klassen der Karte. Ein Muster über der Farbe "
        "zeigt das.",
        "The random variation of an area reaches over more than two classes of the map. A pattern on its colour shows "
        "this.",
        ("zufallsschwankung", "klassen"),
    ),
    Term(
        "klassen",
        "Klassen",
        "Classes",
        "Gruppen von Werten mit derselben Farbe auf der Karte. Die Grenzen stehen in der Legende und gelten "
        "für alle Jahre.",
        "Groups of values with the same colour on the map. The limits stand in the legend and hold for all years.",
        ("quantile",),
    ),
    Term(
        "quantile",
        "Quantile",
        "Quantiles",
        "Klassen, die etwa gleich viele Gebiete enthalten. Ähnliche Werte können dabei verschiedene Farben bekommen.",
        "Classes that hold about the same number of areas. Similar values may get different colours.",
        ("klassen",),
    ),
    Term(
        "standardisierung",
        "Standardisierung",
        "Standardisation",
        "Eine Rechnung, die Gebiete mit verschiedenem Altersaufbau vergleichbar macht.",
        "A calculation that makes areas with different age structures comparable.",
        ("indikator",),
    ),
    Term(
        "sgb-ii",
        "SGB II",
        "SGB II",
        "Das Zweite Buch Sozialgesetzbuch. Es regelt die Grundsicherung für Arbeitsuchende, heute Bürgergeld "
        "genannt, früher Hartz IV.",
        "The second book of the German social code. It governs basic income support for job seekers.",
        ("indikator",),
    ),
)
