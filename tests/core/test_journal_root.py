"""The roots that are published: each follows from the one before."""

import hashlib

import pytest
from onestop_dossier_core.journal_root import NOTHING, bound, differing, unbound


def chain(*days):
    roots, previous = [], NOTHING
    for number, day in enumerate(days, 1):
        root = hashlib.sha256(day.encode()).hexdigest()
        roots.append(bound(number, day, 10 * number, root, previous))
        previous = roots[-1].digest
    return roots


DAYS = ("2026-03-09", "2026-03-10", "2026-03-13")


def test_the_digest_is_what_anybody_reckons():
    root = bound(7, "2026-03-09", 120, "ab" * 32, "cd" * 32)
    text = f"7|2026-03-09|120|{'ab' * 32}|{'cd' * 32}"
    assert root.digest == hashlib.sha256(text.encode()).hexdigest()


def test_a_whole_list_has_nothing_that_does_not_follow():
    assert list(unbound(chain(*DAYS))) == []
    assert list(unbound([])) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": 21},
        {"root": "ab" * 32},
        {"date": "2026-03-11"},
        {"number": 4},
        {"previous": NOTHING},
    ],
)
def test_what_is_changed_is_found(changes):
    roots = chain(*DAYS)
    roots[1] = roots[1]._replace(**changes)
    assert roots[1] in unbound(roots)
    # With its digest made to match, the next one no longer follows.
    roots[1] = bound(*roots[1][:5])
    assert list(unbound(roots))


def test_what_is_left_out_or_exchanged_is_found():
    first, second, third = chain(*DAYS)
    assert list(unbound([first, third])) == [third]
    assert list(unbound([second, third])) == [second]
    assert second in unbound([first, third, second])


def test_a_later_root_closes_a_later_day():
    assert len(list(unbound(chain("2026-03-10", "2026-03-10")))) == 1


def test_who_kept_a_copy_finds_a_list_that_was_made_anew():
    kept, anew = chain(*DAYS), chain("2026-03-09", "2026-03-11", "2026-03-13")
    assert list(unbound(anew)) == []
    assert list(differing(anew, kept)) == kept[1:]
    assert list(differing(kept, kept[:2])) == []
