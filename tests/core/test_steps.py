"""A step is done once, and one that was cut off is done again."""

from types import SimpleNamespace

import pytest

from cli import steps


@pytest.fixture
def do(tmp_path):
    settings = SimpleNamespace(state=tmp_path / "state")
    done = []

    def do(inputs, fails=False):
        def work():
            done.append(inputs)
            if fails:
                raise KeyboardInterrupt

        steps.once(settings, "step", inputs, work, "the step")
        return done

    return do


def test_it_is_done_once(do):
    do("a")
    assert do("a") == ["a"]


def test_it_is_done_again_for_other_inputs_and_then_for_the_first_too(do):
    do("a")
    do("b")
    assert do("a") == ["a", "b", "a"]


def test_what_was_cut_off_is_done_again(do):
    do("a")
    with pytest.raises(KeyboardInterrupt):
        do("b", fails=True)
    # What "a" had made is no longer whole either.
    assert do("a") == ["a", "b", "a"]
