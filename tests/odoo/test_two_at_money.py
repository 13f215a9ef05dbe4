"""Two at once have to do with one refund: the money goes back once, and is there."""

import pytest
from two_at_once import COLLEAGUE, OFFICER, Office

pytestmark = pytest.mark.usefixtures("quiet")

HEAD = "two_head"
VALUES = {"kind": "other", "reason": "Theo luật.", "payee": "Người nộp", "way": "cash"}


@pytest.fixture(scope="module")
def office(own_database):
    office = Office(own_database)
    with own_database.env() as env:
        officer = env["res.users"].search([("login", "=", OFFICER)])
        agency = env["onestop.fee.book"].search([("series", "=", "T2")]).department_id
        head = env["res.users"].with_context(no_reset_password=True)
        head = head.create({"name": "Trưởng Hai", "login": HEAD})
        env["onestop.role.assignment"].create(
            {"user_id": head.id, "role": "department_head", "department_id": agency.id}
        )
        assert officer
    return office


def paid(office):
    """A dossier of which 50.000 đ were taken."""
    dossier_id = office.file()
    answer = office.click(
        lambda env: env["onestop.dossier"].browse(dossier_id).fee_ids.action_pay_cash()
    )
    assert answer == "done"
    return dossier_id


def propose(office, dossier_id, amount):
    with office.database.env() as env:
        fee = env["onestop.dossier"].browse(dossier_id).fee_ids.id

    def click(env):
        dossier = env["onestop.dossier"].browse(dossier_id)
        env["onestop.refund"]._propose(dossier, [("fee_id", fee, amount)], VALUES)

    return click


def refunds(env, dossier_id):
    return env["onestop.refund"].search([("dossier_id", "=", dossier_id)])


def decide(dossier_id):
    def click(env):
        refund = refunds(env, dossier_id)
        refund.write({"decision_number": "1/QĐ", "decision_date": "2026-01-05"})
        refund.action_decide()

    return click


def pay_out(dossier_id):
    def click(env):
        refund = refunds(env, dossier_id)
        refund.write({"given_to": "Người nộp", "shown": "Căn cước"})
        refund.action_pay()

    return click


def test_two_who_propose_at_once_propose_no_more_than_was_paid(office):
    dossier_id = paid(office)
    clicks = [propose(office, dossier_id, 30000)] * 2
    answers = office.together(*clicks, logins=(OFFICER, COLLEAGUE))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        assert sum(refunds(env, dossier_id).mapped("amount")) == 30000


def test_two_clicks_that_pay_out_give_the_money_back_once(office):
    dossier_id = paid(office)
    assert office.click(propose(office, dossier_id, 50000)) == "done"
    answers = office.together(*[decide(dossier_id)] * 2, logins=(HEAD, HEAD))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    answers = office.together(*[pay_out(dossier_id)] * 2)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        refund = refunds(env, dossier_id)
        assert (refund.state, refund.entry_ids.mapped("amount")) == ("paid", [-50000])


def test_while_a_day_is_closed_no_cash_of_it_is_given_back(office):
    dossier_id = paid(office)
    assert office.click(propose(office, dossier_id, 50000)) == "done"
    with office.env(HEAD) as env:
        decide(dossier_id)(env)

    def close(env):
        env["onestop.cash.closing"].action_close()

    answers = office.together(pay_out(dossier_id), close)
    assert "done" in answers and len(answers) == 2, answers
    with office.database.env() as env:
        entry = refunds(env, dossier_id).entry_ids
        for day in env["onestop.cash.closing"].search([]):
            assert day.expected_cash == sum(day.entry_ids.mapped("amount")) >= 0
        # Given back before, in that day; or after, and then there was nothing to give.
        assert not entry or entry.closing_id
