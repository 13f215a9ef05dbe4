"""One holder at a time, and nobody stands for one who is dead."""

import os
import subprocess
from types import SimpleNamespace

import pytest

from cli.lock import Lock, held
from cli.refusal import Refusal

SENTENCE = "Another one runs (process {holder})."


@pytest.fixture
def settings(tmp_path):
    return SimpleNamespace(state=tmp_path / "state")


def test_the_second_is_told_who_holds_it(settings):
    lock = Lock(settings, "run").take(SENTENCE)
    with pytest.raises(Refusal, match=f"process {os.getpid()}"):
        Lock(settings, "run").take(SENTENCE)
    assert held(settings) == ["run"]
    assert held(settings, besides=["run"]) == []
    lock.release()
    assert Lock(settings, "run").holder() is None
    Lock(settings, "run").take(SENTENCE).release()


def test_the_number_of_a_dead_holder_is_stale(settings):
    lock = Lock(settings, "run")
    lock.path.write_text("1")
    assert lock.holder() is None
    lock.take(SENTENCE).release()


def test_a_lock_that_was_handed_over_lasts_as_long_as_its_new_holder(settings):
    lock = Lock(settings, "odoo").take(SENTENCE)
    child = subprocess.Popen(["sleep", "60"], pass_fds=[lock.fileno()])
    try:
        lock.hand_over(child.pid)
        assert Lock(settings, "odoo").holder() == child.pid
    finally:
        child.kill()
        child.wait()
    assert Lock(settings, "odoo").holder() is None
