"""What a filing is in law: a complaint by telephone is none yet, and not turned away."""

import pytest
from onestop_complaint_core.complaint_kind import is_sealed, legal_kind


@pytest.mark.parametrize(
    "channel", ["portal", "counter", "telephone", "letter", "email"]
)
@pytest.mark.parametrize("asked", ["reflection", "petition"])
def test_a_reflection_is_one_on_every_channel(asked, channel):
    assert legal_kind(asked, channel, signed=False, named=False) == asked


@pytest.mark.article("Law on Complaints", "8")
@pytest.mark.article("Law on Denunciations", "22, 23")
@pytest.mark.parametrize("asked", ["complaint", "denunciation"])
@pytest.mark.parametrize("channel", ["counter", "letter"])
def test_a_signed_letter_or_statement_is_what_it_says(asked, channel):
    assert legal_kind(asked, channel, signed=True, named=True) == asked


@pytest.mark.article("Law on Denunciations", "25")
@pytest.mark.parametrize("asked", ["complaint", "denunciation"])
@pytest.mark.parametrize(
    "channel, signed, named",
    [
        ("letter", False, True),  # unsigned
        ("letter", True, False),  # without a name
        ("counter", False, True),
        ("portal", True, True),  # a box that was ticked is no signature
        ("telephone", True, True),
        ("email", True, True),
    ],
)
def test_otherwise_it_is_information(asked, channel, signed, named):
    assert legal_kind(asked, channel, signed, named) == "information"


def test_a_rule_set_may_ask_for_a_form_of_fewer_kinds():
    kind = legal_kind("complaint", "email", False, True, needs_form=("denunciation",))
    assert kind == "complaint"


@pytest.mark.article("Law on Denunciations", "8")
@pytest.mark.parametrize(
    "kind, asked, sealed",
    [
        ("denunciation", "denunciation", True),
        ("denunciation", "reflection", True),  # reclassified
        ("information", "denunciation", True),  # before its letter has come
        ("information", "complaint", False),
        ("complaint", "complaint", False),
        ("reflection", "reflection", False),
        # It was taken for a denunciation, and is none.
        ("complaint", "denunciation", False),
    ],
)
def test_what_is_meant_as_a_denunciation_is_sealed(kind, asked, sealed):
    assert is_sealed(kind, asked) is sealed
