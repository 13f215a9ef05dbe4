"""A newer version is better for a person, or worse, or both, and it is said by what."""

from datetime import datetime, timezone

import pytest
from onestop_dossier_core.law_change import Terms, effects, verdict


def day(number):
    return datetime(2026, 3, number, 10, tzinfo=timezone.utc)


BY_AREA = frozenset({("fee", "described", "", "By the area.")})
USUAL = Terms(day(10), 100_000, frozenset({"TP01"}))


@pytest.mark.parametrize(
    ("after", "found", "said"),
    [
        (USUAL, (), "same"),
        (Terms(day(9), 100_000, USUAL.papers), ("sooner",), "gains"),
        (Terms(day(11), 100_000, USUAL.papers), ("later",), "loses"),
        (Terms(None, 100_000, USUAL.papers), ("later",), "loses"),
        (Terms(day(10), 50_000, USUAL.papers), ("cheaper",), "gains"),
        (Terms(day(10), 150_000, USUAL.papers), ("dearer",), "loses"),
        (Terms(day(10), 100_000), ("fewer_papers",), "gains"),
        (
            Terms(day(10), 100_000, frozenset({"TP01", "TP02"})),
            ("more_papers",),
            "loses",
        ),
        (
            Terms(day(10), 100_000, frozenset({"TP02"})),
            ("fewer_papers", "more_papers"),
            "both",
        ),
        (Terms(day(9), 150_000, USUAL.papers), ("sooner", "dearer"), "both"),
        (
            Terms(day(9), 0, USUAL.papers, stated=BY_AREA),
            ("sooner", "fees_unclear"),
            "unknown",
        ),
        (
            Terms(day(11), 0, USUAL.papers, stated=BY_AREA),
            ("later", "fees_unclear"),
            "loses",
        ),
        (Terms(day(9), 0, frozenset(), has_case=False), ("case_gone",), "loses"),
    ],
)
def test_what_a_newer_version_changes(after, found, said):
    assert effects(USUAL, after) == found
    assert verdict(found) == said


def test_a_term_is_better_than_none():
    assert effects(Terms(None), Terms(day(10))) == ("sooner",)
    assert effects(Terms(None), Terms(None)) == ()
