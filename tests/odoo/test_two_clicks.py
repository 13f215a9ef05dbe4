"""Two people, or one who clicks twice, act on one dossier at the same time."""

import threading
import time

import pytest
from two_at_once import CODE, Office

HELD = 1  # seconds, on a slow machine


@pytest.fixture(scope="module")
def office(own_database):
    return Office(own_database)


@pytest.fixture(autouse=True)
def quiet():
    """Odoo's log names every query that comes across another before it is done anew."""
    from odoo.tools import mute_logger

    with mute_logger("odoo.sql_db"):
        yield


def runs(office, dossier_id):
    with office.database.env() as env:
        dossier = env["onestop.dossier"].browse(dossier_id)
        return [(run.name, run.state) for run in dossier.step_ids.sorted("id")]


def open_run(office, dossier_id):
    with office.database.env() as env:
        return env["onestop.dossier"].browse(dossier_id).step_ids.id


def complete(dossier_id, outcome, run_id):
    values = {"outcome": outcome, "step_id": run_id}
    return lambda env: (
        env["onestop.dossier"]
        .browse(dossier_id)
        .action_transition("complete_step", None, values)
    )


@pytest.mark.parametrize("outcomes", [("on", "on"), ("on", "skip")])
def test_of_two_clicks_at_once_one_counts(office, outcomes):
    dossier_id = office.file()
    run_id = open_run(office, dossier_id)
    clicks = [complete(dossier_id, one, run_id) for one in outcomes]
    answers = office.together(*clicks)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    found = runs(office, dossier_id)
    assert len(found) == 2 and found[0] == ("Kiểm tra", "done")
    assert found[1] in [("Soạn thảo", "open"), ("Quyết định", "open")]


def test_whoever_comes_while_another_acts_too_long_is_told_so(office, monkeypatch):
    from odoo.addons.onestop_procedure.engine import patience

    monkeypatch.setattr(patience, "LOOKS", 2)
    dossier_id = office.file()
    run_id = open_run(office, dossier_id)
    with office.env() as first:
        complete(dossier_id, "on", run_id)(first)
        answer = office.click(complete(dossier_id, "on", run_id))
        assert answer.startswith(("Someone else is", "Người khác đang"))
    assert runs(office, dossier_id) == [("Kiểm tra", "done"), ("Soạn thảo", "open")]


@pytest.mark.parametrize("writes", [True, False])
def test_one_click_waits_for_a_job_that_looks_at_the_dossier(office, writes):
    dossier_id = office.file()
    begun = threading.Event()

    def look():
        with office.database.env() as env:
            dossiers = env["onestop.dossier"]._claim_watched()
            begun.set()
            time.sleep(HELD)
            for dossier in dossiers if writes else ():
                dossier._look_safely()
            env.flush_all()

    job = threading.Thread(target=look)
    job.start()
    assert begun.wait(10)
    run_id = open_run(office, dossier_id)
    answer = office.click(complete(dossier_id, "on", run_id))
    job.join()
    assert answer == "done"
    assert runs(office, dossier_id)[1:] == [("Soạn thảo", "open")]


def fees(env, dossier_id):
    return env["onestop.dossier"].browse(dossier_id).fee_ids


def pay(dossier_id):
    return lambda env: fees(env, dossier_id).action_pay_cash()


def test_two_officers_who_take_fees_at_once_use_two_sheets_in_order(office):
    first, second = office.file(), office.file()
    with office.database.env() as env:
        book = env["onestop.fee.book"].search([("series", "=", "T2")])
        before, left = book.next_number, book.left
    assert office.together(pay(first), pay(second)) == ["done", "done"]
    with office.database.env() as env:
        numbers = [fees(env, one).receipt_id.number for one in (first, second)]
        book = env["onestop.fee.book"].browse(book.id)
        assert sorted(numbers) == [before, before + 1]
        assert book.left == left - 2


def test_two_clicks_on_the_fee_of_one_dossier_use_one_sheet(office):
    dossier_id = office.file()
    assert office.together(pay(dossier_id), pay(dossier_id)) == ["done", "done"]
    with office.database.env() as env:
        used = env["onestop.fee.receipt"].search([("dossier_id", "=", dossier_id)])
        assert len(used) == 1
        assert env["onestop.dossier"].browse(dossier_id).payment_state == "paid"


def test_two_clicks_that_replace_a_spoiled_sheet_use_one_more(office):
    dossier_id = office.file()
    assert office.click(pay(dossier_id)) == "done"
    with office.database.env() as env:
        receipt = fees(env, dossier_id).receipt_id.id

    def replace(env):
        asked = {"receipt_id": receipt, "reason": "Rách."}
        asked["book_id"] = env["onestop.fee.receipt"].browse(receipt).book_id.id
        env["onestop.fee.void"].create(asked).action_confirm()

    answers = office.together(replace, replace)
    assert answers.count("done") == 1, answers
    with office.database.env() as env:
        used = env["onestop.fee.receipt"].search([("dossier_id", "=", dossier_id)])
        assert sorted(used.mapped("state")) == ["issued", "void"]


def test_two_clicks_on_one_intake_receive_one_dossier(office):
    with office.env() as env:
        version = env["onestop.procedure.version"].search(
            [("procedure_id.code", "=", CODE)]
        )
        intake = env["onestop.intake"].create(
            {
                "version_id": version.id,
                "owner_name": "Người Bấm Hai Lần",
                "owner_identity_kind": "none",
                "owner_identity_reason": "Chưa được cấp",
                "fee_taken": True,
                "component_ids": [
                    (
                        0,
                        0,
                        {
                            "component_id": version.component_ids.id,
                            "originals": 1,
                            "received": True,
                        },
                    )
                ],
            }
        )
        intake_id = intake.id

    def receive(env):
        env["onestop.intake"].browse(intake_id).action_receive()

    answers = office.together(receive, receive)
    assert answers.count("done") == 1, answers
    with office.database.env() as env:
        made = env["onestop.dossier"].search([("owner_name", "like", "Hai Lần")])
        assert len(made) == 1
        assert env["onestop.intake"].browse(intake_id).dossier_id == made
        assert len(made.fee_ids.receipt_id) == 1


def test_two_officers_who_receive_at_once_give_two_codes(office):
    first, second = office.file("submitted"), office.file("submitted")

    def accept(dossier_id):
        return lambda env: (
            env["onestop.dossier"].browse(dossier_id).action_transition("accept")
        )

    assert office.together(accept(first), accept(second)) == ["done", "done"]
    with office.database.env() as env:
        codes = env["onestop.dossier"].browse([first, second]).mapped("code")
        numbers = sorted(int(code.rpartition("-")[2]) for code in codes)
        assert numbers[1] == numbers[0] + 1


def test_two_who_hand_out_one_result_hand_it_out_once(office):
    dossier_id = office.file("resolved")
    collection = {
        "collector": "owner",
        "identity_checked": True,
        "unsigned_reason": "Không biết viết",
    }

    def hand_out(env):
        env["onestop.dossier"].browse(dossier_id).action_transition(
            "return", values={"collection": collection}
        )

    answers = office.together(hand_out, hand_out)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        dossier = env["onestop.dossier"].browse(dossier_id)
        assert dossier.state == "returned" and len(dossier.collection_ids) == 1


def test_of_two_officers_who_write_down_a_contact_one_sends_the_notice_again(office):
    dossier_id = office.file()
    with office.env() as env:
        dossier = env["onestop.dossier"].browse(dossier_id)
        dossier.action_transition("suspend", "Thông báo thuế.")
        notice_id = dossier.notice_ids.filtered(lambda one: one.state == "by_hand").id

    def send_to(**contacts):
        return lambda env: env["onestop.notice"].browse(notice_id).send_to(contacts)

    answers = office.together(send_to(phone="0912345678"), send_to(address="Ấp Một"))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        dossier = env["onestop.dossier"].browse(dossier_id)
        owed = dossier.notice_ids.filtered(lambda one: one.event == "payment_due")
        assert owed.sorted("id").mapped("state") == ["replaced", "by_hand"]
        assert bool(dossier.notice_phone) != bool(dossier.notice_address)
