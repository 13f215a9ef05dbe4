"""Two versions of a procedure differ part by part, in words, marked word by word."""

import pytest
from onestop_procedure_core.version_difference import (
    ADDED,
    CHANGED,
    DROPPED,
    SAME,
    Part,
    difference,
    words_marked,
)


def part(section, key, value, title=None, label=""):
    return Part(section, key, title or key, label, value)


def said(rows):
    return [(row.label, row.kind) for row in rows]


def test_versions_that_say_the_same_do_not_differ():
    parts = [part("Terms", "online", "5 working days"), part("Texts", "steps", "")]
    assert difference(parts, parts) == []


def test_a_term_is_told_in_words_with_what_changed_in_it():
    [row] = difference(
        [part("Terms", "online", "5 working days", "Online", "Term")],
        [part("Terms", "online", "3 working days", "Online", "Term")],
    )
    assert (row.section, row.label, row.kind) == ("Terms", "Online: Term", CHANGED)
    assert row.before == ((DROPPED, "5 "), (SAME, "working days"))
    assert row.after == ((ADDED, "3 "), (SAME, "working days"))


def test_a_paper_is_known_by_its_code_however_it_is_called_or_placed():
    before = [
        part("Papers", "TP01", "1", "Form", "Originals"),
        part("Papers", "TP02", "1", "Map", "Copies"),
        part("Papers", "TP02", "Yes", "Map", "Required"),
    ]
    after = [
        part("Papers", "TP02", "2", "Site map", "Copies"),
        part("Papers", "TP02", "Yes", "Site map", "Required"),
        part("Papers", "TP01", "1", "Form", "Originals"),
    ]
    [row] = difference(before, after)
    assert (row.label, row.kind) == ("Site map: Copies", CHANGED)


def test_what_was_added_and_dropped_is_one_row_with_all_that_is_said_of_it():
    dropped, added = difference(
        [
            part("Papers", "TP01", "1", "Form", "Originals"),
            part("Papers", "TP01", "Yes", "Form", "Required"),
            part("Papers", "TP01", "", "Form", "Note"),
        ],
        [part("Papers", "TP02", "1", "Map", "Copies")],
    )
    assert (dropped.label, dropped.kind) == ("Form", DROPPED)
    assert dropped.before == ((DROPPED, "Originals: 1\nRequired: Yes"),)
    assert dropped.after == ()
    assert (added.label, added.kind) == ("Map", ADDED)
    assert (added.before, added.after) == ((), ((ADDED, "Copies: 1"),))


def test_rows_stand_in_the_order_of_the_later_version():
    before = [
        part("Papers", "a", "1"),
        part("Papers", "gone", "1"),
        part("Fees", "old", "1"),
        part("Fees", "b", "1"),
        part("Words", "last", "1"),
    ]
    after = [
        part("Papers", "new", "2"),
        part("Papers", "a", "2"),
        part("Papers", "c", "2"),
        part("Fees", "b", "2"),
    ]
    labels = [row.label for row in difference(before, after)]
    assert labels == ["new", "a", "gone", "c", "old", "b", "last"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("One  two\nthree", "One two three"), ("a\r\nb", "a\nb"), ("", "  \n")],
)
def test_lines_broken_elsewhere_are_no_other_wording(before, after):
    assert difference([part("T", "t", before)], [part("T", "t", after)]) == []


def test_marks_joined_are_the_text():
    before = "Nộp hồ sơ tại quầy;\n nhận giấy hẹn và chờ."
    after = "Nộp hồ sơ trực tuyến;\n nhận giấy hẹn."
    left, right = words_marked(before, after)
    assert "".join(words for _mark, words in left) == before
    assert "".join(words for _mark, words in right) == after
    assert [words for mark, words in left if mark == DROPPED] == [
        "tại quầy;\n ",
        "hẹn và chờ.",
    ]
    assert [words for mark, words in right if mark == ADDED] == [
        "trực tuyến;\n ",
        "hẹn.",
    ]


def test_a_script_stays_text():
    [row] = difference([], [part("T", "t", "<script>alert(1)</script>")])
    assert row.after == ((ADDED, "<script>alert(1)</script>"),)


def test_texts_of_any_length_take_a_moment():
    before = " ".join(map(str, range(200_000)))
    left, right = words_marked(before, before + " end")
    assert left == ((DROPPED, before),)
    assert right == ((ADDED, before + " end"),)
