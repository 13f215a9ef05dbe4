"""Amounts in words: written by hand, as a cashier writes them."""

import pytest
from onestop_dossier_core.amount_words import in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (8000, "Tám nghìn đồng"),
        (10_000, "Mười nghìn đồng"),
        (15_500, "Mười lăm nghìn năm trăm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (24_005, "Hai mươi tư nghìn không trăm lẻ năm đồng"),
        (105_000, "Một trăm lẻ năm nghìn đồng"),
        (111_111, "Một trăm mười một nghìn một trăm mười một đồng"),
        (150_000, "Một trăm năm mươi nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"),
        (2_000_001, "Hai triệu không trăm lẻ một đồng"),
        (3_005_014, "Ba triệu không trăm lẻ năm nghìn không trăm mười bốn đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (55_000_045_000, "Năm mươi lăm tỷ không trăm bốn mươi lăm nghìn đồng"),
        (
            9_999_999_999_999.0,
            "Chín nghìn chín trăm chín mươi chín tỷ chín trăm chín "
            "mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng",
        ),
        (49_999.9, "Năm mươi nghìn đồng"),
    ],
)
def test_an_amount_reads_as_people_say_it(amount, words):
    assert in_words(amount) == words
