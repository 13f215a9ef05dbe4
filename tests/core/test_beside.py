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

    beside = Beside({"one": work})
    assert begun.wait(5)
    assert capsys.readouterr().out == ""
    assert beside.result("one") == 7
    assert capsys.readouterr().out == "seen\n"


def test_a_refusal_is_told_when_asked_after_what_was_said(capsys):
    def refuse(output):
        print("seen", file=output)
        raise Refusal("No browser.")

    beside = Beside({"one": refuse})
    with pytest.raises(Refusal, match="No browser"):
        beside.result("one")
    assert capsys.readouterr().out == "seen\n"


def test_one_begins_when_the_one_before_it_is_done():
    at_work = []

    def work(output):
        at_work.append(output)
        alone = len(at_work)
        at_work.remove(output)
        return alone

    beside = Beside(dict.fromkeys(("one", "two", "three"), work))
    assert [beside.result(name) for name in ("one", "two", "three")] == [1, 1, 1]


def test_what_one_refuses_keeps_no_other_from_its_turn():
    def refuse(output):
        raise Refusal("No browser.")

    beside = Beside({"one": refuse, "two": lambda output: 7})
    assert beside.result("two") == 7


def test_who_helps_does_what_nobody_began_and_no_more():
    begun, may_end = threading.Event(), threading.Event()
    done_by = []

    def first(output):
        begun.set()
        assert may_end.wait(5)
        done_by.append(("first", threading.get_ident()))

    def other(name):
        def work(output):
            print(name, file=output)
            done_by.append((name, threading.get_ident()))
            return name

        return work

    beside = Beside(
        {"first": first, "second": other("second"), "third": other("third")}
    )
    assert begun.wait(5)
    beside.help()
    here = threading.get_ident()
    assert done_by == [("third", here), ("second", here)]
    may_end.set()
    assert [beside.result(name) for name in ("first", "second", "third")] == [
        None,
        "second",
        "third",
    ]
    assert done_by[2][0] == "first" and done_by[2][1] != here


def test_what_a_helper_refuses_is_told_when_asked(capsys):
    begun, may_end = threading.Event(), threading.Event()

    def first(output):
        begun.set()
        assert may_end.wait(5)

    def refuse(output):
        raise Refusal("No browser.")

    beside = Beside({"first": first, "second": refuse})
    assert begun.wait(5)
    beside.help()
    may_end.set()
    with pytest.raises(Refusal, match="No browser"):
        beside.result("second")
