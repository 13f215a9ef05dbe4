"""The QR code of an identity card: read as printed, or refused in a sentence."""

import pickle
import traceback
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.card_error import ERRORS, CardError
from onestop_dossier_core.identity_card import IdentityCard, looks_like_card

# Nobody's: provinces end at 096.
NUMBER, OLD = "099090000017", "990000017"
NAME, ADDRESS = "Nguyễn Thị Mẫu", "Số 7, Khóm 1, Phường Mẫu, Tỉnh Mẫu"
CARD = f"{NUMBER}|{OLD}|{NAME}|05031990|Nữ|{ADDRESS}|10052021"

words = st.text(
    st.characters(categories=["L"], include_characters=" ,.'-"), min_size=1
).filter(lambda text: any(map(str.isalpha, text)))
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_a_card_is_read_as_it_is_printed():
    assert IdentityCard.read(CARD) == IdentityCard(
        number=NUMBER,
        old_number=OLD,
        name=NAME,
        birthdate=date(1990, 3, 5),
        sex="female",
        address=ADDRESS,
        issued=date(2021, 5, 10),
    )


def test_who_never_had_an_old_card_has_no_old_number():
    card = IdentityCard.read(CARD.replace(OLD, ""))
    assert (card.number, card.old_number) == (NUMBER, None)


def test_further_fields_of_the_newer_card_are_left_alone():
    newer = f"{CARD}||Nguyễn Văn Cha|Trần Thị Mẹ|"
    assert IdentityCard.read(newer) == IdentityCard.read(CARD)


@pytest.mark.parametrize("year", ["1950", "00001950"])
def test_a_year_of_birth_alone_makes_up_no_day(year):
    assert IdentityCard.read(CARD.replace("05031990", year)).birthdate is None


@pytest.mark.parametrize(
    ("written", "sex"),
    [("Nam", "male"), ("NỮ", "female"), ("Nữ", "female"), ("", None)],
)
def test_the_sex_is_read_however_it_is_written(written, sex):
    assert IdentityCard.read(CARD.replace("Nữ", written)).sex == sex


def test_blanks_and_decomposed_letters_of_a_scanner_are_mended():
    # "ễ" and "ị" as a letter and its marks; a carriage return at the end.
    scanned = CARD.replace("ễ", "e\u0302\u0303").replace("ị", "i\u0323")
    assert IdentityCard.read(f" {scanned}\r\n").name == NAME


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("", "no_card"),
        ("H99.01-261129-0001", "no_card"),
        (CARD.rpartition("|")[0], "no_card"),
        ("|" * 2000, "no_card"),
        (CARD.replace(NUMBER, NUMBER[1:]), "number_wrong"),
        # Digits of another alphabet are digits to str.isdigit.
        (CARD.replace(NUMBER, "٠" * 12), "number_wrong"),
        (CARD.replace(OLD, OLD + "1"), "old_number_wrong"),
        (CARD.replace(NAME, "  "), "name_missing"),
        (CARD.replace(NAME, "12"), "name_missing"),
        (CARD.replace("05031990", "31021990"), "birthdate_wrong"),
        (CARD.replace("05031990", ""), "birthdate_wrong"),
        (CARD.replace("05031990", "5/3/1990"), "birthdate_wrong"),
        (CARD.replace("10052021", "10132021"), "issued_wrong"),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(scanned, code):
    with pytest.raises(CardError) as caught:
        IdentityCard.read(scanned)
    error = caught.value
    assert error.code == code
    assert str(error) == ERRORS[code]["en"]
    assert error.render("vi_VN") == ERRORS[code]["vi"]
    assert error.render("en_US") == ERRORS[code]["en"]


def test_an_error_repeats_nothing_of_the_card():
    with pytest.raises(CardError) as caught:
        IdentityCard.read(CARD.replace("05031990", "31021990"))
    told = "".join(traceback.format_exception_only(caught.value))
    assert not any(part in told for part in (NUMBER, OLD, NAME, "31021990"))
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_an_error_survives_a_process():
    error = pickle.loads(pickle.dumps(CardError("no_card")))
    assert (error.code, str(error)) == ("no_card", ERRORS["no_card"]["en"])


def test_every_sentence_is_there_in_both_languages():
    assert all(set(sentence) == {"vi", "en"} for sentence in ERRORS.values())


@given(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.from_regex(r"([0-9]{9})?", fullmatch=True),
    words,
    days,
    words,
    st.one_of(st.none(), days),
)
def test_whatever_a_card_holds_is_read_back(number, old, name, born, address, issued):
    dates = [f"{day:%d%m}{day.year:04d}" if day else "" for day in (born, issued)]
    card = IdentityCard.read(
        f"{number}|{old}|{name}|{dates[0]}|Nam|{address}|{dates[1]}"
    )
    assert (card.number, card.old_number or "") == (number, old)
    assert (card.birthdate, card.issued) == (born, issued)
    assert not card.name.startswith(" ") and "  " not in card.address


@given(st.one_of(st.text(), st.lists(st.text(max_size=13), min_size=7).map("|".join)))
def test_any_text_is_a_card_or_a_card_error(scanned):
    try:
        card = IdentityCard.read(scanned)
    except CardError as error:
        assert error.code in ERRORS
    else:
        assert looks_like_card(scanned) and len(card.number) == 12
