# SPDX-License-Identifier: EUPL-1.2
"""Recognition proposes with what speaks for it, asks where two readings are possible, and never decides."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.readers.drafting import draft_mapping, proposed_answers
from indicators.readers.findings import DeliveryError
from indicators.readers.keys import KeyRule, key_in_label
from indicators.readers.mapping import TotalRule, mapping_from_json
from indicators.readers.periodtexts import period_in
from indicators.readers.proposals import AreaList, Known, Recognition
from indicators.readers.rawtable import RawTable
from indicators.readers.reading import read_tables
from indicators.readers.recognition import fingerprint, recognise
from indicators.readers.staging import Staged, stage
from indicators.readers.tables import Layout, table_of
from sozialplanung.common.statuses import Status
from tests.unit.readers.deliveries import KNOWN, NAMES, Delivery, Parts, delivery, figures, parts
from tests.unit.readers.workbooks import xlsx


def raw_of(text: str) -> RawTable:
    return read_tables(text.encode())[0]


def recognised(text: str, known: Known = KNOWN, file_name: str = "") -> Recognition:
    return recognise(raw_of(text), known, file_name=file_name)


def question(recognition: Recognition, identity: str) -> list[str]:
    return [option.value for each in recognition.questions if each.id == identity for option in each.options]


def staged(raw: RawTable, recognition: Recognition, answers: dict[str, str]) -> Staged:
    mapping = draft_mapping(recognition, {**proposed_answers(recognition), **answers}, KNOWN.series)
    assert mapping_from_json(mapping.to_json()) == mapping
    return stage(table_of(raw, mapping.layout), mapping, set(NAMES))


def read_as_a_person_would(file: Delivery) -> Staged:
    (raw,) = read_tables(file.content)
    recognition = recognise(raw, KNOWN)
    answers = {"period": "2019-12-31", "decimal": file.decimal}
    for each in recognition.questions:
        if each.id.startswith("series:"):
            answers[each.id] = "inhabitants" if "Einwohner" in each.id else "rate"
    return staged(raw, recognition, answers)


@pytest.mark.check("C038")
@settings(max_examples=300, deadline=None)
@given(kind=parts(), numbers=figures())
def test_no_file_of_the_matrix_is_misread_silently(kind: Parts, numbers: list[tuple[int, float]]) -> None:
    file = delivery(kind, numbers)

    result = read_as_a_person_would(file)

    places = zip(result.key, result.series, strict=True)
    assert dict(zip(places, result.value.tolist(), strict=True)) == file.figures
    assert set(result.period) == {"2019-12-31"}
    assert not result.has_errors
    assert [each.code for each in result.findings if each.severity == "warning"] == []


@pytest.mark.check("C038")
@pytest.mark.parametrize("key_place", [0, 1, 2])
@pytest.mark.parametrize("titles", [[], [["Übersicht"]], [["Amt", None, None], [], ["Stand 2019"]]])
def test_a_workbook_of_the_same_kind_is_read_to_the_digit(key_place: int, titles: list[list[object]]) -> None:
    rows: list[list[object]] = [["Einwohner", "Quote"]]
    rows.extend([place * 1000 + 0.1, place / 4] for place in range(1, 9))
    for row, key in zip(rows, ["Schlüssel", *NAMES], strict=True):
        row.insert(key_place, key)
    (raw,) = read_tables(xlsx([*titles, *rows, [], ["Quelle: Amt"]]))
    recognition = recognise(raw, KNOWN)

    result = staged(raw, recognition, {"period": "2019"})

    expected = [number for place in range(1, 9) for number in (place * 1000 + 0.1, place / 4)]
    assert result.value.tolist() == expected
    assert result.key == tuple(key for key in NAMES for _ in range(2))
    assert not result.has_errors


@pytest.mark.check("C039")
@pytest.mark.parametrize(("text", "german", "english"), [("1.234", "1234", "1.234"), ("1,234", "1.234", "1234")])
def test_an_ambiguous_number_is_asked_with_both_readings(text: str, german: str, english: str) -> None:
    recognition = recognised(f"key;Einwohner\n01;{text}\n02;{text}\n")

    assert recognition.decimal is None
    (asked,) = [each for each in recognition.questions if each.id == "decimal"]
    assert [(each.value, each.params["reading"]) for each in asked.options] == [("comma", german), ("point", english)]
    assert asked.proposal == ""
    assert asked.params == {"value": text}


@pytest.mark.check("C039")
def test_an_ambiguous_number_stays_open_until_it_is_answered() -> None:
    raw = raw_of("key;Einwohner\n01;1.234\n02;2.345\n")
    recognition = recognise(raw, KNOWN)

    with pytest.raises(DeliveryError) as caught:
        staged(raw, recognition, {"period": "2019"})
    german = staged(raw, recognition, {"period": "2019", "decimal": "comma"})
    english = staged(raw, recognition, {"period": "2019", "decimal": "point"})

    assert (caught.value.code, caught.value.params) == ("readers.question_open", {"question": "decimal"})
    assert (german.value.tolist(), english.value.tolist()) == ([1234.0, 2345.0], [1.234, 2.345])


@pytest.mark.check("C039")
def test_another_number_decides() -> None:
    recognition = recognised("key;Einwohner;Quote\n01;1.234;5,5\n02;2.345;6\n")

    assert recognition.decimal == "comma"
    assert question(recognition, "decimal") == []


@pytest.mark.check("C040")
def test_signs_are_counted_and_those_with_two_meanings_asked() -> None:
    raw = raw_of("key;Einwohner\n01;.\n02;5\n03;.\n04;#\n05;–\n06;x\n07;7\n08;8\n")
    recognition = recognise(raw, KNOWN)

    result = staged(raw, recognition, {"period": "2019", "dot": "confidential", "mark:#": "unknown"})

    assert [(each.mark, each.count, each.row) for each in recognition.marks] == [
        (".", 2, 2),
        ("#", 1, 5),
        ("–", 1, 6),
        ("x", 1, 7),
    ]
    assert [each.id for each in recognition.questions if "mark" in each.code or each.id == "dot"] == [
        "dot",
        "mark:#",
        "mark:–",
    ]
    statuses = [Status.CONFIDENTIAL, 0, Status.CONFIDENTIAL, Status.UNKNOWN, Status.TRUE_ZERO, Status.NOT_APPLICABLE]
    assert result.status.tolist() == [*statuses, 0, 0]


@pytest.mark.check("C041")
def test_subtotals_are_found_by_their_sums_and_totals_by_their_words() -> None:
    known = Known((AreaList("district", "2020", {key: key for key in ("11", "12", "21", "22", "31")}),))
    text = "name;key;Zahl\na;11;1\nb;12;2\nAlt;;3\nc;21;3\nd;22;4\nInnen;;7\nBeide;;10\ne;31;5\n"
    raw = raw_of(text + "ohne Zuordnung;;1\nStadt X;;16\n")
    recognition = recognise(raw, known)

    mapping = draft_mapping(recognition, {**proposed_answers(recognition), "period": "2019", "series:Zahl": "n"})
    result = stage(table_of(raw, mapping.layout), mapping, {"11", "12", "21", "22", "31"})

    told = [(each.kind, each.text, each.prefix, each.parts) for each in recognition.rows if each.kind != "header"]
    assert told == [
        ("subtotal", "Alt", "1", ()),
        ("subtotal", "Innen", "2", ()),
        ("subtotal", "Beide", "", ("11", "12", "21", "22")),
        ("no_area", "ohne Zuordnung", "", ()),
        ("total", "Stadt X", "", ()),
    ]
    assert mapping.totals[2] == TotalRule("Beide", parts=("11", "12", "21", "22"))
    assert result.key == ("11", "12", "21", "22", "31")
    assert [(each.code, each.severity, each.params) for each in result.findings if each.code == "total_differs"] == [
        ("total_differs", "warning", {"total": "16", "parts": "15", "difference": "1"})
    ]


@pytest.mark.check("C041")
def test_official_total_codes_are_recognised() -> None:
    known = Known((AreaList("district", "2020", {key: key for key in ("1231", "1232", "1241")}),))

    recognition = recognised("key;Zahl\n1231;1\n1232;2\n123SUM;9\n1241;3\nSUMSUM;6\n", known)

    assert [(each.kind, each.text, each.prefix) for each in recognition.rows[1:]] == [
        ("subtotal", "123SUM", "123"),
        ("total", "SUMSUM", ""),
    ]


@pytest.mark.check("C042")
def test_lost_zeros_are_restored_only_when_a_person_says_so() -> None:
    raw = raw_of("key;Einwohner\n1;10\n2;20\n3;30\n")
    recognition = recognise(raw, KNOWN)

    asked = [each for each in recognition.questions if each.id == "lost_zero"]
    yes = staged(raw, recognition, {"period": "2019", "lost_zero": "yes"})
    no = staged(raw, recognition, {"period": "2019", "lost_zero": "no"})

    assert asked[0].params == {"column": "key", "delivered": "1", "proposed": "01"}
    assert yes.key == ("01", "02", "03")
    assert no.key == ()
    assert [each.proposal for each in no.findings if each.code == "key_unknown"] == ["01", "02", "03"]


@pytest.mark.check("C042")
def test_a_single_lost_zero_is_shown_with_what_it_would_become() -> None:
    recognition = recognised("key;Einwohner\n01;10\n02;20\n3;30\n")

    (asked,) = [each for each in recognition.questions if each.id == "lost_zero"]

    assert asked.params == {"column": "key", "delivered": "3", "proposed": "03"}


@pytest.mark.check("C042")
def test_a_lost_zero_in_a_column_that_does_not_say_it_holds_keys_is_asked_for_its_row() -> None:
    raw = raw_of("Gebiet;Einwohner\n01;10\n02;20\n3;30\nSumme;1\n")
    recognition = recognise(raw, KNOWN)

    left = staged(raw, recognition, {"period": "2019", "repair:3": ""})
    taken = staged(raw, recognition, {"period": "2019", "repair:3": "03"})

    assert [(each.row, each.delivered, each.proposal, each.reason) for each in recognition.repairs] == [
        (4, "3", "03", "lost_zero")
    ]
    assert (left.key, taken.key) == (("01", "02"), ("01", "02", "03"))


@pytest.mark.check("C042")
def test_names_former_keys_and_other_tenants_keys_are_never_joined_unasked() -> None:
    areas = AreaList("district", "2020", NAMES, former={"99": "05"})
    known = replace(KNOWN, areas=(areas,))
    raw = raw_of("key;Einwohner\n01;1\n02;2\n03;3\n99;4\nÖJENDORF;5\nmitte süd;6\n05515000;7\n06;8\n08;9\n")
    recognition = recognise(raw, known)
    rows = {"unknown_row:mitte süd": "leave", "unknown_row:05515000": "leave", "period": "2019"}

    result = staged(raw, recognition, {**rows, "repair:99": "05", "repair:ÖJENDORF": ""})

    assert [(each.row, each.delivered, each.proposal, each.reason) for each in recognition.repairs] == [
        (5, "99", "05", "former"),
        (6, "ÖJENDORF", "07", "name"),
    ]
    assert [each.proposal for each in recognition.questions if each.code == "repair"] == ["", ""]
    assert result.key == ("01", "02", "03", "05", "06", "08")
    assert [each.value for each in result.findings if each.code == "key_unknown"] == [
        "ÖJENDORF",
        "mitte süd",
        "05515000",
    ]


@pytest.mark.check("C042")
def test_a_column_of_names_is_used_only_when_a_person_confirms_it() -> None:
    raw = raw_of("Stadtteil;Einwohner\nMitte;1\nsüd;2\nKöln – Porz;3\n")
    recognition = recognise(raw, KNOWN)

    with pytest.raises(DeliveryError) as caught:
        staged(raw, recognition, {"period": "2019", "key_by_name": "no"})
    result = staged(raw, recognition, {"period": "2019", "key_by_name": "yes"})

    assert caught.value.params == {"question": "key_by_name"}
    assert result.key == ("01", "02", "03")


@pytest.mark.parametrize(
    ("cells", "label"), [(("01 - Mitte", "02 - Süd"), "leading"), (("Mitte (01)", "Süd (02)"), "trailing")]
)
def test_a_key_inside_a_label_is_found(cells: tuple[str, str], label: str) -> None:
    raw = raw_of(f"Gebiet;Einwohner\n{cells[0]};1\n{cells[1]};2\n")
    recognition = recognise(raw, KNOWN)

    result = staged(raw, recognition, {"period": "2019"})

    assert recognition.key is not None
    assert (recognition.key.form, recognition.key.rule, recognition.key.share) == ("label", KeyRule(label=label), 1.0)  # type: ignore[arg-type]
    assert result.key == ("01", "02")


def test_rates_with_a_decimal_comma_are_no_keys_behind_a_label() -> None:
    quarters = {str(key): f"Viertel {key}" for key in range(101, 111)}
    districts = {str(key): f"Bezirk {key}" for key in range(1, 10)}
    known = Known((AreaList("viertel", "2020", quarters), AreaList("bezirk", "2020", districts)))
    rows = [f"{key} {name};{place},{place % 9 + 1}\n" for place, (key, name) in enumerate(quarters.items(), start=1)]

    recognition = recognise(raw_of("Gebiet;Quote in %\n" + "".join(rows)), known)

    assert [(each.column, each.level, each.rule.label) for each in recognition.keys] == [
        ("Gebiet", "viertel", "leading")
    ]


def test_two_levels_that_fit_alike_are_asked_and_the_answer_is_taken() -> None:
    lists = tuple(AreaList("district", edition, NAMES) for edition in ("2010", "2020"))
    raw = raw_of("key;Einwohner\n01;1\n02;2\nStadt;3\n")

    recognition = recognise(raw, Known(lists))
    options = question(recognition, "key")
    chosen = recognise(raw, Known(lists), key=options[1])

    assert len(options) == 2
    assert chosen.key is not None
    assert {recognition.keys[0].edition, chosen.key.edition} == {"2010", "2020"}


def test_a_table_without_areas_is_about_the_city_or_nothing() -> None:
    raw = raw_of("Konto;2018;2019\nSteuern;1,5;2\nZinsen;3;4\n")
    recognition = recognise(raw, KNOWN)
    nowhere = recognise(raw, Known())
    answers = {"period": "{}", "series:": "inhabitants"}

    mapping = draft_mapping(recognition, {**answers, "key": "stadt"})
    with pytest.raises(DeliveryError) as caught:
        draft_mapping(nowhere, answers)

    assert (mapping.constant_key, mapping.key_column) == ("stadt", "")
    assert caught.value.code == "readers.areas_none"


def test_wide_years_are_one_series() -> None:
    raw = raw_of("key;2018;2019\n01;1;2\n02;3;4\n")
    recognition = recognise(raw, KNOWN)

    result = staged(raw, recognition, {"period": "{}-12-31", "series:": "inhabitants"})

    assert recognition.shape == "periods"
    assert question(recognition, "period") == ["{}", "{}-12-31"]
    assert result.period == ("2018-12-31", "2019-12-31") * 2
    assert set(result.series) == {"inhabitants"}


def test_columns_may_differ_in_series_and_period() -> None:
    raw = raw_of("key;Einwohner 2018;Einwohner 2019;Quote 2018\n01;1;2;5,5\n02;3;4;6,5\n")
    recognition = recognise(raw, KNOWN)

    result = staged(raw, recognition, {"period": "{}"})

    places = list(zip(result.key, result.series, result.period, strict=True))
    assert places[:3] == [("01", "inhabitants", "2018"), ("01", "inhabitants", "2019"), ("01", "rate", "2018")]


def test_a_period_in_one_column_is_asked() -> None:
    raw = raw_of("key;Einwohner;Quote 2018\n01;1;5,5\n02;3;6,5\n")
    recognition = recognise(raw, KNOWN)

    own = staged(raw, recognition, {"period": "2019", "column_period": "{}"})
    same = staged(raw, recognition, {"period": "2019", "column_period": "ignore"})

    assert question(recognition, "column_period") == ["{}", "{}-12-31", "ignore"]
    assert own.period[:2] == ("2019", "2018")
    assert set(same.period) == {"2019"}


def test_a_long_table_is_read_by_its_categories() -> None:
    raw = raw_of(
        "key;Jahr;Merkmal;Wert\n01;2018;Alter;5\n01;2018;Frauen;6\n02;2018;Alter;7\n02;2018;Frauen;8\n"
        "03;2018;Alter;9\n03;2018;Frauen;10\n"
    )
    recognition = recognise(raw, KNOWN)

    result = staged(raw, recognition, {"period": "{}", "series:Alter": "inhabitants", "series:Frauen": "ignore"})

    assert (recognition.shape, recognition.categories) == ("categories", ("Merkmal",))
    assert result.value.tolist() == [5.0, 7.0, 9.0]
    assert result.period == ("2018",) * 3
    assert not result.has_errors


@pytest.mark.parametrize(
    ("text", "file_name", "place", "codes"),
    [
        ("Stand: 31.12.2019\nkey;Einwohner\n01;1\n02;2\n", "x_2017.csv", "title", ["2019-12-31"]),
        ("key;Einwohner\n01;1\n02;2\n", "bestand_06-2022.csv", "file_name", ["2022-06", "2022-06-30"]),
    ],
)
def test_a_period_is_proposed_with_its_place(text: str, file_name: str, place: str, codes: list[str]) -> None:
    recognition = recognised(text, file_name=file_name)

    assert recognition.period is not None
    assert recognition.period.place == place
    assert question(recognition, "period") == codes


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("31.12.2018", "2018-12-31", ""),
        ("Arbeitslose am 1. Januar 2020", "2020-01-01", "Arbeitslose am"),
        ("Juni 2022", "2022-06", ""),
        ("3. Quartal 2018", "2018-Q3", ""),
        ("III. Quartal 2018", "2018-Q3", ""),
        ("1. Halbjahr 2018", "2018-H1", ""),
        ("Schuljahr 2018/19", "2018-19", ""),
        ("Schuljahr 2001/2002", "2001-2002", ""),
        ("GESIx_2013", "2013", "GESIx"),
        ("2018-H2 Bestand", "2018-H2", "Bestand"),
    ],
)
def test_a_text_names_its_period(text: str, code: str, rest: str) -> None:
    found = period_in(text)

    assert found is not None
    assert (found.code, found.rest) == (code, rest)


@pytest.mark.parametrize(
    "text", ["0 - 9", "2009_2012", "1.234", "20 - 29", "31.02.2019", "PLZ 52000", "2018/21", "12.2020.5"]
)
def test_a_text_without_one_period_names_none(text: str) -> None:
    assert period_in(text) is None


def test_series_are_proposed_by_name_and_to_one_column_only() -> None:
    recognition = recognised("key;Einwohner;Einwohnerzahl;Quoten\n01;1;2;3\n02;4;5;6\n")

    assert [(each.name, each.series) for each in recognition.columns] == [
        ("key", ""),
        ("Einwohner", "inhabitants"),
        ("Einwohnerzahl", ""),
        ("Quoten", "rate"),
    ]


def test_a_header_of_years_above_years_is_told_from_figures_that_look_like_years() -> None:
    years = recognised("key;1999;2000\n01;1950;1960\n02;1970;1980\n")
    figures = recognised("key;Einwohner\n01;1950\n02;2000\n03;1980\n")

    assert years.layout.header_row == figures.layout.header_row == 1
    assert [each.name for each in figures.columns] == ["key", "Einwohner"]


def test_a_table_without_names_of_columns_is_refused() -> None:
    with pytest.raises(DeliveryError) as caught:
        recognised("01;1950\n02;2000\n03;1980\n")

    assert (caught.value.code, caught.value.place) == ("readers.no_header", "row 1")


def test_a_row_without_figures_below_the_names_stays_in_the_table() -> None:
    raw = raw_of("Titel;\nkey;Einwohner\n00000000;\n01;1\n02;2\n03;3\n")
    recognition = recognise(raw, KNOWN)

    result = staged(raw, recognition, {"period": "2019", "unknown_row:00000000": "leave"})

    assert recognition.layout.header_row == 2
    assert [(each.code, each.row, each.value) for each in result.findings if each.severity == "error"] == [
        ("key_unknown", 3, "00000000")
    ]


def test_a_stated_header_is_kept() -> None:
    raw = raw_of("key;Zahl\n01;1\n02;2\nkey;Einwohner\n01;3\n02;4\n")

    recognition = recognise(raw, KNOWN, layout=Layout(header_row=4))

    assert (recognition.layout.header_row, recognition.columns[1].name) == (4, "Einwohner")
    with pytest.raises(DeliveryError):
        recognise(raw, KNOWN, layout=Layout(header_row=9))


def test_words_instead_of_figures_are_refused() -> None:
    with pytest.raises(DeliveryError) as caught:
        recognised("key;Stufe\n01;2 - Mittel\n02;3 - Erhöht\n")

    assert caught.value.code == "readers.figures_none"


def test_mixed_decimal_signs_are_an_error() -> None:
    recognition = recognised("key;Einwohner;Quote\n01;1,5;2.5\n02;1,6;2.6\n")

    assert [each.code for each in recognition.findings if each.severity == "error"] == ["locale_mixed"]


@pytest.mark.check("C043")
def test_the_fingerprint_knows_the_layout_again() -> None:
    one = raw_of("key;Einwohner 2018;Quote\n01;1;2\n02;3;4\n")
    moved = raw_of("Titel;;\nQuote;key;Einwohner 2019\n2;01;1\n4;02;3\n")
    other = raw_of("key;Einwohner 2018;Rate\n01;1;2\n02;3;4\n")

    prints = [fingerprint(raw, recognise(raw, KNOWN).layout) for raw in (one, moved, other)]

    assert prints[0] == prints[1] == recognise(one, KNOWN).fingerprint
    assert prints[0] != prints[2]


def test_every_question_and_answer_has_its_sentence() -> None:
    texts = [
        "key;Einwohner\n1;.\n2;1.234\n3;#\n99;5\nSumme;3\n",
        "Stadtteil;2018;2019\nMitte;1;2\nSüd;3;4\n",
        "key;2018;Zahl\n01;1;2\n02;3;4\n",
    ]

    for text in texts:
        for each in recognised(text).questions:
            assert each.template % dict(each.params)
            assert each.advice % dict(each.params)
            assert all(option.template % dict(option.params) for option in each.options)


@given(st.text(max_size=60))
def test_a_label_gives_a_key_or_itself(text: str) -> None:
    for side in ("leading", "trailing"):
        assert key_in_label(text, side) in text


@given(st.text(max_size=60))
def test_any_text_names_a_period_or_none(text: str) -> None:
    found = period_in(text)

    assert found is None or found.code
