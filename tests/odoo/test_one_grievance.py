"""Whoever clicks twice, or whose telephone sends again, has brought one grievance."""

import threading

import pytest

CLICKS = 4
VALUES = {"kind": "reflection", "content": "Hồ sơ quá hẹn."}


@pytest.fixture(scope="module")
def portal(own_database):
    with own_database.env() as env:
        env["onestop.department"].create(
            {"name": "Trung tâm Một", "code": "T1-C", "kind": "centre"}
        )
    return own_database


def _click(portal, form, values, answers, barrier):
    with portal.env() as env:
        complaints = env["onestop.complaint"].with_user(env.ref("base.public_user"))
        # The transaction has begun, and sees nothing that the others write.
        complaints.env.cr.execute("SELECT count(*) FROM onestop_complaint")
        barrier.wait()
        answers.append(complaints._file_once(form, values))


@pytest.mark.parametrize("kind", ["reflection", "denunciation"])
def test_clicks_at_once_are_one_grievance_with_one_receipt(portal, kind):
    with portal.env() as env:
        form = env["onestop.complaint"]._new_form()
        before = env["onestop.complaint"].search_count([])
    answers, barrier = [], threading.Barrier(CLICKS)
    threads = [
        threading.Thread(
            target=_click,
            args=(portal, form, {**VALUES, "kind": kind}, answers, barrier),
        )
        for _one in range(CLICKS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == CLICKS
    assert sorted(answer["again"] for answer in answers) == [False, True, True, True]
    for name in ("code", "receipt_code", "kind", "sealed"):
        assert len({answer[name] for answer in answers}) == 1, name
    with portal.env() as env:
        assert env["onestop.complaint"].search_count([]) == before + 1
