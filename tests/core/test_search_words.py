"""What a question asks for: phrases people use, and words to look up."""

import pytest
from onestop_procedure_core.search_words import (
    Meaning,
    phrases,
    search_terms,
    searchable,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Làm giấy KHAI SINH, ở đâu?", "lam giay khai sinh o dau"),
        ("thân nhân liệt sỹ (1.010801)", "than nhan liet si 1.010801"),
        ("y tế, quy định, ngày", "y te quy dinh ngay"),
        ("100%_gì... 'OR' 1=1 --", "100 gi or 1 1"),
        ("sổ\u00a0đỏ\n\tsổ  hồng", "so do so hong"),
        ("...%%__", ""),
    ],
)
def test_text_becomes_words_spelt_one_way(text, plain):
    assert searchable(text) == plain


def test_phrases_stand_between_commas():
    assert phrases(" Sổ đỏ, sổ hồng,, so do , %") == ["so do", "so hong"]
    assert phrases(False) == []


def test_words_are_looked_up_alone_and_in_pairs():
    terms = search_terms("khai sinh", [])
    assert terms.words == {"khai": 0.4, "sinh": 0.4}
    assert terms.pairs == {"khai sinh": 1.0}


def test_the_longest_phrase_that_stands_there_wins():
    terms = search_terms(
        "tach so do",
        [Meaning("so do", ("giay chung nhan",)), Meaning("tach so do", ("tach thua",))],
    )
    assert terms.pairs["tach thua"] == 1.0
    assert "giay chung" not in terms.pairs


def test_one_phrase_may_have_two_meanings():
    meanings = [Meaning("di linh", ("nghia vu",)), Meaning("di linh", ("quan nhan",))]
    terms = search_terms("con di linh", meanings)
    assert {"nghia vu", "quan nhan"} <= set(terms.pairs)


def test_words_that_say_nothing_are_passed_over():
    meanings = [Meaning("lam sao", ()), Meaning("de", ())]
    terms = search_terms("lam sao de khai sinh", meanings)
    assert terms.words == {"khai": 0.4, "sinh": 0.4}
    # Next to a word that says something it may belong to a name.
    assert terms.pairs == {"khai sinh": 1.0, "de khai": 1.0}
    assert terms.word_of("de khai") == "khai"
    assert set(terms.slips) == {"khai", "sinh"}


def test_a_phrase_with_a_slip_counts_for_less_and_a_short_one_not_at_all():
    meanings = [
        Meaning("bang lai xe", ("giay phep",), 0.8),
        Meaning("ve", ("the",), 0.9),
    ]
    terms = search_terms("bang laii xe", meanings)
    assert terms.pairs["giay phep"] == pytest.approx(0.64)
    assert "the" not in terms.words


def test_a_slip_is_looked_for_beside_its_neighbours():
    terms = search_terms("phep xay dugn nha", [])
    assert terms.slips["dugn"] == "xay dugn nha"
    assert len(search_terms("a b c d e f g h", []).slips) == 4


def test_a_very_long_question_asks_for_a_bounded_number_of_words():
    words = " ".join(f"w{at}" for at in range(10_000))
    terms = search_terms(words, [])
    assert (len(terms.words), len(terms.pairs)) == (24, 23)
