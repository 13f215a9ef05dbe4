import threading

import pytest

from cli.beside import Beside
from cli.refusal import Refusal


def test_it_begins_at_once_and_speaks_when_asked(capsys):
    begun = threading.Event()

    def work(output):
        print("seen", file=output)
        begun.set()
        return 7

    beside = Beside(work)
    assert begun.wait(5)
    assert capsys.readouterr().out == ""
    assert beside.result() == 7
    assert capsys.readouterr().out == "seen\n"


def test_a_refusal_is_told_when_asked_after_what_was_said(capsys):
    def refuse(output):
        print("seen", file=output)
        raise Refusal("No browser.")

    beside = Beside(refuse)
    with pytest.raises(Refusal, match="No browser"):
        beside.result()
    assert capsys.readouterr().out == "seen\n"
