# SPDX-License-Identifier: EUPL-1.2
"""Words that may tell a figure are known as such; years and numbers of editions are none."""

import pytest

from reports.rendering.saidfigures import tells_figure


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kinder in der Stadt",
        "2026",
        "Sozialbericht 2026",
        "Sozialbericht 2026.",
        "Sozialbericht 2026: Kinder",
        "Sozialbericht (2026) der Stadt",
        "Sozialbericht 2025/2026",
        "Sozialbericht 2025/26",
        "2012-2018 im Vergleich",
        "Kinderarmut 2012 bis 2018",
        "Kinderarmut von 2012 bis 2018 in der Stadt",
        "Stand 2020",
        "Stand: 2020, vorläufig",
        "Im Jahr 2020 Kinder begleiten",
        "März 2021 und danach",
        "Seit 2018 steigt die Armut",
        "Children since 2018",
        "What has changed in 2020 and why",
        "3. Ausgabe",
        "Ausgabe 3: Kinder",
        "Ausgabe 2026/1",
        "Ein Bericht über eine Stadt",
        "One city",
        "Das Viertel und sein Handel",
    ],
)
def test_words_without_a_figure_tell_none(text: str) -> None:
    assert not tells_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "Schon 31,2 % Kinderarmut",
        "Jedes 4. Kind",
        "2026,5 Kinder",
        "12026 Kinder",
        "Bericht Nr. 3",
        "2045 Kinder",
        "2045 children",
        "Armut von 2045 Kindern",
        "In 2045 Haushalten",
        "in 2045 households",
        "1990 und 2045 Kinder",
        "Es waren 2045, mehr als zuvor",
        "2020-2045 Kinder",
        "Im Jahr 2020 waren es 2045 Kinder",
        "Ein ¼ der Kinder",
        "Ⅻ Orte",
        "٣ Kinder",
        "Ausgabe 3,5",
        "Jedes vierte Kind",
        "Zwanzig Kinder",
        "Dreiundzwanzig Kinder",
        "Zweihundertfünfzig Plätze",
        "Tausende Familien",
        "Millionen Euro",
        "Die Hälfte der Kinder",
        "Drei Viertel der Kinder",
        "Zwei von uns",
        "Prozent um Prozent",
        "Twenty-three children",
        "Half of all children",
        "Dozens of families",
    ],
)
def test_words_that_may_tell_a_figure_tell_one(text: str) -> None:
    assert tells_figure(text)
