"""What is asked for the first time, and what was asked for before."""

import pytest
from onestop_dossier_core.supplement_items import Item, about, is_outside, new_items

PLAN, FORM = 11, 12
MISSING = Item(PLAN, "missing", absent=True)
UNSIGNED, EXPIRED = Item(PLAN, "wrong"), Item(PLAN, "expired")


@pytest.mark.article("Decree 61/2018", "17.2")
@pytest.mark.parametrize(
    "asked, before, new",
    [
        ([UNSIGNED], [], [UNSIGNED]),
        # Still missing, still wrong: the same item.
        ([MISSING], [MISSING], []),
        ([UNSIGNED], [UNSIGNED, MISSING], []),
        # What was not there could not be looked at.
        ([UNSIGNED], [MISSING], []),
        # What was there could have been looked at whole.
        ([EXPIRED], [UNSIGNED], [EXPIRED]),
        ([MISSING], [UNSIGNED], [MISSING]),
        # Another paper is another item, whatever its cause.
        ([Item(FORM, "wrong")], [UNSIGNED], [Item(FORM, "wrong")]),
        ([UNSIGNED, Item(FORM, "wrong")], [UNSIGNED], [Item(FORM, "wrong")]),
        # Of what names no paper, the words tell.
        ([Item("map sheet", "other")], [Item("map sheet", "other")], []),
        (
            [Item("plot number", "other")],
            [Item("map sheet", "other")],
            [Item("plot number", "other")],
        ),
    ],
)
def test_new_is_what_could_have_been_asked_for_before(asked, before, new):
    assert new_items(asked, before) == new


def test_words_are_the_same_however_they_are_written():
    assert about("  Số  TỜ bản đồ. ") == about("số tờ bản đồ") == "số tờ bản đồ"
    assert about("số thửa") != about("số tờ")


@pytest.mark.article("Decree 61/2018", "5.1")
def test_what_was_published_is_told_by_its_name_however_it_is_written():
    published = ("Số tờ bản đồ", "Lệ phí", False)
    assert not is_outside("số  tờ bản đồ.", published)
    assert not is_outside("LỆ PHÍ", published)
    assert is_outside("Sổ hộ khẩu", published)
    assert is_outside("", published)
    assert is_outside("", ("", False))
