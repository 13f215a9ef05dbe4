"""What is left of a fee for whom the law exempts, in whole đồng."""

import pytest
from onestop_procedure_core.fee_reduction import left_to_pay


@pytest.mark.parametrize(
    ("full", "kind", "percent", "reduced", "left"),
    [
        (8000, "exempt", 0, 0, 0),
        (200_000, "percent", 50, 0, 100_000),
        (10_000, "percent", 30, 0, 7_000),
        (8_001, "percent", 50, 0, 4_000),
        (1_000, "percent", 100, 0, 0),
        (200_000, "amount", 0, 100_000, 100_000),
        (200_000, "amount", 0, 0, 0),
        # A reduced amount never makes it dearer.
        (50_000, "amount", 0, 100_000, 50_000),
    ],
)
def test_what_is_left(full, kind, percent, reduced, left):
    assert left_to_pay(full, kind, percent, reduced) == left


def test_no_other_kind():
    with pytest.raises(ValueError, match="free"):
        left_to_pay(1, "free")
