"""Dossiers pass to a successor, and processes are made, while others do the same."""

from datetime import timedelta

import pytest
from two_at_once import CODE, Office

pytestmark = pytest.mark.usefixtures("quiet")

HANDED_OUT = {
    "collection": {
        "collector": "owner",
        "identity_checked": True,
        "unsigned_reason": "Không biết viết",
    }
}


@pytest.fixture(scope="module")
def office(own_database):
    return Office(own_database)


def click(function):
    """A request of a superuser: done anew, or refused with a sentence, as Odoo does."""
    from odoo.service.model import retrying

    return lambda env: retrying(lambda: function(env(su=True)), env)


def hand_over(env):
    """A hand-over of the department, which ended yesterday, to one that is new."""
    from odoo.addons.onestop_procedure.legal_day import legal_today

    today = legal_today()
    departments = env["onestop.department"]
    old = departments.search([("code", "=", "T2-D")])
    new = departments.create({"name": "Sở Ba", "code": "T3-D", "kind": "provincial"})
    old.write(
        {
            "valid_to": today - timedelta(days=1),
            "succession_ids": [
                (0, 0, {"successor_id": new.id, "date": today, "is_main": True})
            ],
        }
    )
    handover = env["onestop.handover"].browse(old.action_hand_over()["res_id"])
    handover.decision = "5/NQ"
    return handover.id


def codes(env, model, number):
    rows = env["onestop.journal"].search(
        [("res_model", "=", model), ("res_id", "=", number)]
    )
    return rows.mapped("code")


def test_dossiers_pass_once_though_jobs_and_a_counter_act_on_them(office):
    dossiers = [office.file("resolved"), *(office.file() for _number in range(3))]
    with office.database.env() as env:
        number = hand_over(env)

    def begin(env):
        env["onestop.handover"].browse(number).action_begin()

    def move(env):
        env["onestop.handover"].browse(number)._move()

    def hand_out(env):
        env["onestop.dossier"].browse(dossiers[0]).action_transition(
            "return", values=HANDED_OUT
        )

    assert office.together(click(begin), click(begin)) == ["done", "done"]
    answers = office.together(click(move), click(move), hand_out)
    assert answers == ["done"] * 3
    # Whatever somebody worked on meanwhile passes now, and then nothing is left.
    for _again in range(3):
        office.click(click(move))
    with office.database.env() as env:
        handover = env["onestop.handover"].browse(number)
        assert handover.state == "moved"
        begun = codes(env, "onestop.handover", number)
        assert begun == ["hand_over", "hand_over_done"]
        found = env["onestop.dossier"].browse(dossiers)
        assert found[0].state == "returned"
        passed = handover.line_ids.dossier_id
        for dossier in found:
            times = codes(env, "onestop.dossier", dossier.id).count("hand_over")
            assert times == (dossier in passed)
            now = handover.successor_id if dossier in passed else handover.department_id
            assert dossier.department_id == now
        assert found[1:] <= passed
        # What was handed out before its turn came stays, and may be read.
        if found[0] not in passed:
            assert found[0].grant_ids.department_id == handover.successor_id


def test_of_two_who_prepare_a_hand_over_one_does(office):
    with office.database.env() as env:
        old, new = env["onestop.department"].create(
            [{"name": "Sở Bốn", "code": "T4-D"}, {"name": "Sở Năm", "code": "T5-D"}]
        )
        old.succession_ids = [
            (0, 0, {"successor_id": new.id, "date": "2026-01-01", "is_main": True})
        ]
        number = old.id

    def prepare(env):
        env["onestop.department"].browse(number).action_hand_over()

    answers = office.together(click(prepare), click(prepare))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    assert any("chỉ bàn giao một lần" in answer for answer in answers), answers
    with office.database.env() as env:
        found = env["onestop.handover"].search([("department_id", "=", number)])
        assert len(found) == 1


def making(office, *targets):
    """Two previews of copying the process to procedures; their ids."""
    with office.database.env() as env:
        procedures = env["onestop.procedure"]
        source = procedures.search([("code", "=", CODE)]).process_ids[0]
        found = procedures.search([("code", "in", targets)])
        return [_preview(env, source, found) for _number in range(2)]


def _preview(env, source, procedures):
    one = env["onestop.process.making"].browse(
        source.action_copy_to_procedures()["res_id"]
    )
    one.procedure_ids = procedures
    one.action_preview()
    return one.id


def make(number):
    return click(lambda env: env["onestop.process.making"].browse(number).action_make())


@pytest.fixture
def targets(office):
    names = ["9.900081", "9.900082"]
    with office.database.env() as env:
        env["onestop.procedure"].create([{"code": name} for name in names])
    yield names
    with office.database.env() as env:
        procedures = env["onestop.procedure"].search([("code", "in", names)])
        procedures.process_ids.unlink()
        procedures.unlink()


def made(office, targets):
    with office.database.env() as env:
        procedures = env["onestop.procedure"].search([("code", "in", targets)])
        return [len(procedure.process_ids) for procedure in procedures]


def test_of_two_clicks_that_make_processes_one_counts(office, targets):
    number = making(office, *targets)[0]
    answers = office.together(make(number), make(number))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    assert made(office, targets) == [1, 1]


def test_two_who_copy_to_the_same_procedures_do_not_mix(office, targets):
    answers = office.together(*map(make, making(office, *targets)))
    refused = [answer for answer in answers if answer != "done"]
    assert len(answers) == 2 and len(refused) <= 1
    for answer in refused:
        assert "Người khác vừa tạo một quy trình của thủ tục này" in answer
    # Whoever was refused made none of the two.
    assert made(office, targets) == [2 - len(refused)] * 2
