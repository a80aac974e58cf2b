# SPDX-License-Identifier: EUPL-1.2
"""Terms about composite indices and methods."""

from sozialplanung.common.terms.term import Term

TERMS = (
    Term(
        "abgeleiteter-indikator",
        "Abgeleiteter Indikator",
        "Derived indicator",
        "Eine Kennzahl, die aus anderen berechnet wird, zum Beispiel ein Anteil aus zwei Fallzahlen.",
        "A figure computed from others, for example a share from two counts.",
        ("formel",),
    ),
    Term(
        "formel",
        "Formel",
        "Formula",
        "Die Rechenvorschrift eines abgeleiteten Indikators. Sie steht auf der Seite des Indikators.",
        "The rule by which a derived indicator is computed. It stands on the page of the indicator.",
        ("abgeleiteter-indikator",),
    ),
    Term(
        "sozialindex",
        "Sozialindex",
        "Social index",
        "Eine Zahl, die mehrere Indikatoren zusammenfasst. Sie zeigt, wo viel Unterstützung gebraucht wird. "
        "Über einzelne Menschen sagt sie nichts.",
        "One figure that sums up several indicators. It shows where much support is needed. "
        "It says nothing about single persons.",
        ("teilindikator", "unterstuetzungsbedarf"),
    ),
    Term(
        "teilindikator",
        "Teilindikator",
        "Component",
        "Ein Indikator, der in einen Index eingeht.",
        "An indicator that enters an index.",
        ("gewichtung",),
    ),
    Term(
        "gewichtung",
        "Gewichtung",
        "Weight",
        "Wie stark ein Teilindikator im Index zählt.",
        "How much a component counts in the index.",
        ("teilindikator",),
    ),
    Term(
        "aggregation",
        "Aggregation",
        "Aggregation",
        "Wie aus mehreren Teilindikatoren eine Zahl wird, zum Beispiel durch Addieren.",
        "How several components become one figure, for example by adding.",
        ("gewichtung",),
    ),
    Term(
        "unsicherheitsanalyse",
        "Unsicherheitsanalyse",
        "Uncertainty analysis",
        "Eine Probe, wie sehr das Ergebnis von Entscheidungen beim Bau des Index abhängt.",
        "A test of how much the result depends on choices made when building the index.",
        ("sozialindex",),
    ),
    Term(
        "z-wert",
        "z-Wert",
        "z-score",
        "Wie weit ein Gebiet vom Durchschnitt aller Gebiete entfernt ist, gemessen an ihrer üblichen "
        "Streuung. 0 heißt: genau im Durchschnitt.",
        "How far an area is from the mean of all areas, measured by their usual spread. 0 means: exactly at the mean.",
        ("sozialindex", "relativ"),
    ),
    Term(
        "relativ",
        "Relative Kennzahl",
        "Relative measure",
        "Eine Kennzahl, die jedes Jahr neu an allen Gebieten gemessen wird. "
        "Sie zeigt die Stellung eines Gebiets, aber keinen Verlauf: Sinkt sie, muss sich nichts verbessert haben.",
        "A figure that is measured anew against all areas each year. "
        "It shows the position of an area but no course: if it falls, nothing need have improved.",
        ("z-wert",),
    ),
    Term(
        "unterstuetzungsbedarf",
        "Unterstützungsbedarf",
        "Need for support",
        "So nennen wir die Klassen eines Sozialindex. Amtliche Namen wie „sehr niedriger Status“ stehen auf "
        "der Seite des Indikators.",
        "Our name for the classes of a social index. Official names such as “very low status” stand on the "
        "page of the indicator.",
        ("sozialindex",),
    ),
    Term(
        "dynamik",
        "Dynamik",
        "Dynamics",
        "Ob sich die Lage eines Gebiets günstiger oder ungünstiger entwickelt als im Mittel aller Gebiete.",
        "Whether the situation of an area develops better or worse than the mean of all areas.",
        ("relativ",),
    ),
    Term(
        "mss",
        "Monitoring Soziale Stadtentwicklung (MSS)",
        "Monitoring Soziale Stadtentwicklung (MSS)",
        "Die regelmäßige Beobachtung der sozialen Lage in den Planungsräumen Berlins. Sie erscheint alle zwei Jahre.",
        "Berlin's regular monitoring of the social situation in its planning areas. It appears every two years.",
        ("dynamik", "planungsraum"),
    ),
    Term(
        "gebiet-nicht-person",
        "Zusammenhang von Gebieten",
        "Association of areas",
        "Wo zwei Kennzahlen in denselben Gebieten hoch sind, müssen nicht dieselben Menschen betroffen sein. "
        "Aus Gebieten lässt sich nicht auf Personen schließen.",
        "Where two figures are high in the same areas, it need not be the same people who are concerned. "
        "Areas tell nothing about single persons.",
        ("indikator",),
    ),
    Term(
        "gini",
        "Gini-Koeffizient",
        "Gini coefficient",
        "Eine Zahl dafür, wie verschieden die Gebiete sind. 0 heißt: alle gleich. Nahe 1 heißt: Fast alles liegt in "
        "wenigen Gebieten. Sie hängt von Zahl und Größe der Gebiete ab.",
        "One number for how different areas are. 0 means all alike. Near 1 means nearly all lies in few areas. "
        "It depends on number and size of the areas.",
        ("segregation",),
    ),
    Term(
        "segregation",
        "Segregation",
        "Segregation",
        "Wie getrennt Gruppen in einer Stadt wohnen. Die Dissimilarität sagt, wie viele von 100 umziehen müssten, "
        "damit der Anteil überall gleich wäre. Ein Teil davon entsteht schon durch Zufall.",
        "How apart groups live in a city. The dissimilarity says how many of 100 would have to move for the share to "
        "be the same everywhere. A part of it comes about by chance alone.",
        ("gini",),
    ),
)
