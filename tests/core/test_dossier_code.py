"""Codes by pattern: written, read back, and read as citizens type them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.dossier_code import (
    CodeParts,
    CodePattern,
    PatternError,
    normalise_code,
    parse_code,
)

NEW = CodePattern("{department:largest_first}-{date:%y%m%d}-{sequence:04d}")
OLD = CodePattern("{department:largest_last}-{date:%y%m%d}-{sequence:04d}")
CENTRAL = CodePattern("{department}-{date:%y%m%d}-{letters}{sequence:04d}")
ALL = (NEW, OLD, CENTRAL)
DAY = date(2026, 10, 8)


@pytest.mark.article("Circular 03/2025/TT-VPCP", "number to confirm")
def test_the_new_pattern_writes_the_code_that_was_seen():
    assert NEW.render("H15.50.05.13", DAY, 975) == "H15.50.05.13-261008-0975"


@pytest.mark.article("Circular 01/2018/TT-VPCP", "number to confirm")
def test_the_old_pattern_puts_the_largest_unit_last():
    assert OLD.render("000.00.05.H15", DAY, 975) == "000.00.05.H15-261008-0975"
    with pytest.raises(ValueError):
        OLD.render("H15.50.05.13", DAY, 975)
    with pytest.raises(ValueError):
        NEW.render("000.00.05.H15", DAY, 975)


@pytest.mark.article("Circular 03/2025/TT-VPCP", "number to confirm")
def test_a_central_system_puts_two_letters_before_the_sequence():
    code = "G09.12.01-261008-AB0975"
    assert CENTRAL.render("G09.12.01", DAY, 975, "AB") == code
    assert CENTRAL.parse(code) == CodeParts(
        CENTRAL.text, "G09.12.01", DAY, 975, letters="AB"
    )
    for letters in (None, "A", "ab", "ABC", "A1"):
        with pytest.raises(ValueError):
            CENTRAL.render("G09.12.01", DAY, 975, letters)
    with pytest.raises(ValueError):
        NEW.render("H15.50.05.13", DAY, 975, "AB")


def test_a_code_is_read_back_into_its_parts():
    assert NEW.parse("H15.50.05.13-261008-0975") == CodeParts(
        NEW.text, "H15.50.05.13", DAY, 975
    )


@pytest.mark.parametrize(
    "code",
    [
        "",
        "H15.50.05.13-261008-975",
        "H15.50.05.13-261008-00975",
        "H15.50.05.13-261008-0000",
        "H15.50.05.13-261308-0975",
        "H15.50.05.13-260230-0975",
        "h15.50.05.13-261008-0975",
        "H15-261008-0975",
        "H15.50.05.13-261008-0975 ",
        "H15.50.05.13-261008-0975\n",
        "H15.50.05.13-261008-٠٩٧٥",
        "xH15.50.05.13-261008-0975",
    ],
)
def test_what_is_no_code_is_not_read(code):
    assert NEW.parse(code) is None


@pytest.mark.article("Circular 03/2025/TT-VPCP", "number to confirm")
def test_codes_of_several_patterns_are_read_and_the_pattern_is_told():
    assert parse_code(ALL, "000.00.05.H15-190102-0001").pattern == OLD.text
    assert parse_code(ALL, "H15.50.05.13-261008-0975").pattern == NEW.text
    assert parse_code(ALL, "H15.50.05.13-261008-AA0975").pattern == CENTRAL.text
    assert parse_code(ALL, "1.013126") is None


def test_the_ten_thousandth_dossier_of_a_day_gets_one_more_digit():
    assert NEW.render("H15.50.05.13", DAY, 9999).endswith("-9999")
    assert NEW.render("H15.50.05.13", DAY, 10000).endswith("-10000")
    assert NEW.parse("H15.50.05.13-261008-10000").sequence == 10000


@pytest.mark.parametrize(
    ("department", "day", "sequence"),
    [
        ("", DAY, 1),
        ("H15", DAY, 1),
        ("H15.5", DAY, 1),
        ("H15.50 ", DAY, 1),
        ("H15.50-1", DAY, 1),
        ("H15.50", DAY, 0),
        ("H15.50", DAY, -1),
        ("H15.50", DAY, 10**9),
        ("H15.50", date(1999, 10, 8), 1),
        ("H15.50", datetime(2026, 10, 8), 1),
    ],
)
def test_a_code_that_could_not_be_read_back_is_not_written(department, day, sequence):
    with pytest.raises(ValueError):
        NEW.render(department, day, sequence)


departments = st.from_regex(
    r"[A-Z][0-9]{2}(\.[0-9]{2,3}){1,4}|([0-9]{2,3}\.){1,4}[A-Z][0-9]{2}", fullmatch=True
).filter(str.isascii)
parts = st.tuples(
    departments,
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 999_999),
    st.from_regex("[A-Z]{2}", fullmatch=True),
)


@given(parts)
def test_every_code_is_read_back_as_it_was_written(values):
    department, day, sequence, letters = values
    code = CENTRAL.render(*values)
    assert CENTRAL.parse(code) == CodeParts(
        CENTRAL.text, department, day, sequence, letters
    )


@given(parts, parts)
def test_two_dossiers_never_share_a_code(one, other):
    assert (CENTRAL.render(*one) == CENTRAL.render(*other)) == (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{sequence:04d}",
        "{department}-{sequence:04d}",
        "{department}-{date:%y%m%d}",
        "{department}-{date:%y%m%d}-{sequence}",
        "{department}-{date:%y%m%d}-{sequence:4d}",
        "{department}-{date:%y%m}-{sequence:04d}",
        "{department}-{date:%y%m%d%H}-{sequence:04d}",
        "{department}-{date:%y%Y%m%d}-{sequence:04d}",
        "{department}-{date}-{sequence:04d}",
        "{department:middle}-{date:%y%m%d}-{sequence:04d}",
        "{department}-{date:%y%m%d}-{sequence:04d}-{sequence:04d}",
        "{department}-{date:%y%m%d}-{letters:0}{sequence:04d}",
        "{department}-{date:%y%m%d}-{sequence:04d}-{colour}",
        "{department}-{date:%y%m%d}-{sequence:04d} hồ sơ",
        "{department}-{date:%y%m%d}-{sequence:04d}}",
        # The number of one dossier could be the department of another.
        "{department}{sequence:04d}-{date:%y%m%d}",
        "{department}.{sequence:04d}-{date:%y%m%d}",
        "{department}-{date:%y%m%d}-{sequence:04d}7",
    ],
)
def test_a_pattern_that_could_not_tell_codes_apart_is_refused(text):
    with pytest.raises(PatternError):
        CodePattern(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{department}-{date:%Y%m%d}-{sequence:06d}", "H15.50-20261008-000975"),
        ("{department}/{date:%d%m%y}/{sequence:04d}", "H15.50/081026/0975"),
        ("HS-{department}-{date:%y%m%d}{sequence:04d}", "HS-H15.50-2610080975"),
        ("{sequence:04d}-{department}-{date:%y%m%d}", "0975-H15.50-261008"),
    ],
)
def test_a_department_may_set_another_pattern(text, code):
    pattern = CodePattern(text)
    assert pattern.render("H15.50", DAY, 975) == code
    assert pattern.parse(code) == CodeParts(text, "H15.50", DAY, 975)


# --- as citizens type them ------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "H15.50.05.13-261008-0975",
        "h15.50.05.13-261008-0975",
        "  H15.50.05.13 - 261008 - 0975\n",
        "H15.50.05.13–261008—0975",
        "H15.50.05.13\u2011261008\u22120975",
        "H15.50.05.13--261008-0975",
        "H15.50.05.132610080975",
        "H15.50.05.13 261008 0975",
        "H15.50.05.13-2610080975",
        "-H15.50.05.13-261008-0975-",
        "\u200bH15.50.05.13-261008-0975\u00a0",
        "H１5．50．05．13－261008－0975",
    ],
)
def test_what_a_citizen_types_is_mended(typed):
    assert normalise_code(ALL, typed) == "H15.50.05.13-261008-0975"


@pytest.mark.article("Circular 03/2025/TT-VPCP", "number to confirm")
def test_an_old_code_is_mended_and_not_rewritten():
    assert normalise_code(ALL, "000.00.05.h151901020001") == "000.00.05.H15-190102-0001"


@pytest.mark.parametrize(
    "typed",
    [
        None,
        "",
        "---",
        "xin chào",
        "1.013126",
        "H15.50.05.13-26I008-0975",
        "H15.50.05.13-261008-O975",
        "H15.50.05.13-261008",
        "H15.50.05.13-261008-0975" + "0" * 100,
        "9" * 100,
        ["H15.50.05.13-261008-0975"],
    ],
)
def test_what_is_no_code_is_not_guessed(typed):
    assert normalise_code(ALL, typed) is None


def test_a_code_without_dashes_that_has_two_readings_is_not_guessed():
    # H15.50.05.13-261011-10975 and H15.50.05.132-610111-0975 lose their difference.
    assert normalise_code([NEW], "H15.50.05.1326101110975") is None
    # One dash that was typed tells which is meant.
    assert (
        normalise_code([NEW], "H15.50.05.13-26101110975") == "H15.50.05.13-261011-10975"
    )
    assert (
        normalise_code([NEW], "H15.50.05.132-6101110975") == "H15.50.05.132-610111-0975"
    )


@given(parts)
def test_a_code_typed_without_its_dashes_is_found_or_unclear_never_another(values):
    code = CENTRAL.render(*values)
    for typed in (code.replace("-", ""), code.replace("-", " ").lower()):
        assert normalise_code(ALL, typed) in (code, None)
    assert normalise_code(ALL, code.lower()) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_code_or_nothing(typed):
    code = normalise_code(ALL, typed)
    assert code is None or parse_code(ALL, code)
