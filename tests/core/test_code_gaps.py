"""Which numbers of a day were given out to no dossier."""

from datetime import date

from onestop_dossier_core.code_gaps import gaps, sequence_of

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def test_the_number_is_the_last_group_of_a_code():
    assert sequence_of("H15.50.05.13-261008-0975") == 975
    assert sequence_of("000.00.05.H15-261008-10000") == 10000
    assert sequence_of("H15.50-261008-AA0012") == 12


def test_what_no_code_has_is_a_gap_of_its_day():
    codes = [
        (MONDAY, "H99.01-260309-0001"),
        (MONDAY, "H99.01-260309-0003"),
        (TUESDAY, "H99.01-260310-0001"),
    ]
    assert gaps([(TUESDAY, 2), (MONDAY, 4)], codes) == [
        (MONDAY, 2),
        (MONDAY, 4),
        (TUESDAY, 2),
    ]
    assert gaps([(MONDAY, 3)], codes) == [(MONDAY, 2)]
    assert gaps([], codes) == []


def test_the_code_of_another_department_fills_no_gap():
    codes = [(MONDAY, "H99.02-260309-0001")]
    assert gaps([(MONDAY, 1)], codes) == []
    assert gaps([(MONDAY, 1)], codes, ["H99.02"]) == [(MONDAY, 1)]
    # It begins alike, and is another.
    assert gaps([(MONDAY, 1)], codes, ["H99.0"]) == []
