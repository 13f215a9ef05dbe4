"""Two people act on the parts of one group at the same time."""

import pytest
from two_at_once import CITIZEN, Office, make_group

pytestmark = pytest.mark.usefixtures("quiet")

TOGETHER = {
    "collector": "owner",
    "identity_checked": True,
    "unsigned_reason": "Không biết viết",
}
OWNER = {"name": "Người Nhóm"}


@pytest.fixture(scope="module")
def office(own_database):
    office = Office(own_database)
    with own_database.env() as env:
        office.bundle_id = make_group(env)
    return office


def file_part(env, bundle_id, number, head_id=None):
    """File a part as a counter does; its id."""
    part = env["onestop.bundle"].browse(bundle_id).part_ids[number]
    dossiers = env["onestop.dossier"]
    values = {"procedure": part.procedure_id.code, "owner": OWNER}
    dossier = dossiers._file(values)
    dossier._join_group(part, dossiers.browse(head_id or []))
    dossier.component_ids.received = True
    return dossier.id


def filed(office):
    """A group of two parts side by side and one that follows, none received."""
    with office.env() as env:
        head = file_part(env, office.bundle_id, 0)
        return [head] + [file_part(env, office.bundle_id, i, head) for i in (1, 2)]


def received(office):
    ids = filed(office)
    with office.env() as env:
        env["onestop.dossier"].browse(ids[0]).action_accept_parts()
        for part in env["onestop.dossier"].browse(ids[:2]):
            if part.state == "accepted":
                part.action_transition("forward")
    return ids


def on(dossier_id, act):
    return lambda env: act(env["onestop.dossier"].browse(dossier_id))


def test_of_two_who_file_one_part_at_once_one_does(office):
    with office.env() as env:
        head = file_part(env, office.bundle_id, 0)

    def click(env):
        file_part(env, office.bundle_id, 1, head)

    answers = office.together(click, click)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        assert len(env["onestop.dossier"].browse(head)._parts()) == 2


def test_of_two_who_receive_a_group_at_once_one_does(office):
    ids = filed(office)
    accept = [on(one, lambda part: part.action_accept_parts()) for one in ids[:2]]
    answers = office.together(*accept)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        parts = env["onestop.dossier"].browse(ids)
        numbers = [int(one.code.rpartition("-")[2]) for one in parts[:2]]
        assert numbers[1] == numbers[0] + 1 and not parts[2].code
        rows = env["onestop.journal"].search(
            [("res_model", "=", parts._name), ("res_id", "in", ids)]
        )
        assert rows.mapped("code").count("accept") == 2


def test_two_who_take_the_fees_of_a_group_at_once_use_one_sheet(office):
    ids = received(office)
    with office.database.env() as env:
        book = env["onestop.fee.book"].search([("series", "=", "T2")])
        before = book.next_number
    pay = [on(one, lambda part: part.action_pay_parts()) for one in ids[:2]]
    assert office.together(*pay) == ["done", "done"]
    with office.database.env() as env:
        parts = env["onestop.dossier"].browse(ids)
        assert len(parts.fee_ids.receipt_id) == 1
        assert parts.fee_ids.receipt_id.amount == 150000
        assert env["onestop.fee.book"].browse(book.id).next_number == before + 1


def test_one_who_pays_a_part_and_one_who_pays_all_take_nothing_twice(office):
    ids = received(office)
    one = on(ids[1], lambda part: part.fee_ids.action_pay_cash())
    every = on(ids[0], lambda part: part.action_pay_parts())
    assert office.together(one, every) == ["done", "done"]
    with office.database.env() as env:
        fees = env["onestop.dossier"].browse(ids).fee_ids
        assert sum(fees.receipt_id.mapped("amount")) == 150000
        assert set(fees.mapped("state")) == {"paid"}


def decided(office, ids):
    with office.env() as env:
        for part in env["onestop.dossier"].browse(ids):
            part.action_transition("complete_step", None, {"outcome": "skip"})


def test_two_parts_that_are_decided_at_once_let_the_third_begin(office):
    ids = received(office)
    decided(office, ids[:2])
    decide = [on(one, lambda part: part.action_transition("decide")) for one in ids[:2]]
    assert office.together(*decide) == ["done", "done"]
    with office.database.env() as env:
        parts = env["onestop.dossier"].browse(ids)
        assert parts.mapped("state") == ["resolved", "resolved", "submitted"]
        assert parts[2].date_intake_due
        rows = env["onestop.journal"].search(
            [("res_model", "=", parts._name), ("res_id", "=", ids[2])]
        )
        assert rows.mapped("code").count("part_done") == 2


def test_two_who_hand_out_a_group_at_once_hand_it_out_once(office):
    ids = received(office)
    decided(office, ids[:2])
    with office.env() as env:
        parts = env["onestop.dossier"].browse(ids)
        parts[:2].action_transition("decide")
        parts[2].action_transition("accept")
        if parts[2].state == "accepted":
            parts[2].action_transition("forward")
    decided(office, ids[2:])
    with office.env() as env:
        parts = env["onestop.dossier"].browse(ids)
        parts[2].action_transition("decide")
        parts[0].action_pay_parts()

    def hand_out(part):
        part._handed_out_together().action_transition(
            "return", values={"collection": TOGETHER}
        )

    answers = office.together(on(ids[0], hand_out), on(ids[2], hand_out))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        parts = env["onestop.dossier"].browse(ids)
        assert set(parts.mapped("state")) == {"returned"}
        assert [len(one.collection_ids) for one in parts] == [1, 1, 1]


def test_a_citizen_who_clicks_twice_begins_and_files_a_group_once(office):
    def begin(env):
        bundle = env["onestop.bundle"]._public_one(office.bundle_id)
        env["onestop.filing.draft"]._start_group(bundle)

    assert office.together(begin, begin, logins=(CITIZEN,) * 2) == ["done", "done"]

    def send(env):
        drafts = env["onestop.filing.draft"]
        mine = drafts.search([("user_id", "=", env.uid)], order="id")
        if not mine[:1]._lock():
            values = {"channel": "online", "owner": OWNER}
            mine._submit_group([values] * 3)

    answers = office.together(send, send, logins=(CITIZEN,) * 2)
    assert answers == ["done", "done"]
    with office.database.env() as env:
        user = env["res.users"].search([("login", "=", CITIZEN)])
        made = env["onestop.dossier"].search([("partner_id", "=", user.partner_id.id)])
        assert len(made) == 3 and len(made.first_id) == 1
