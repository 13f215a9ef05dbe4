"""Two people scan, hand over, take over and urge at the same time."""

import pytest
from two_at_once import COLLEAGUE, OFFICER, Office

pytestmark = pytest.mark.usefixtures("quiet")

SUPERVISOR = "two_supervisor"


@pytest.fixture(scope="module")
def office(own_database):
    office = Office(own_database)
    with own_database.env() as env:
        departments = env["onestop.department"]
        centre = departments.search([("code", "=", "T2-C")])
        department = departments.search([("code", "=", "T2-D")])
        env["onestop.transfer.route"].create(
            {"centre_id": centre.id, "department_id": department.id}
        )
        users = env["res.users"].with_context(no_reset_password=True)
        user = users.create({"name": "Đôn đốc Hai", "login": SUPERVISOR})
        env["onestop.role.assignment"].create(
            {"user_id": user.id, "role": "supervisor", "department_id": centre.id}
        )
    return office


def click(function):
    """A request: done anew, or refused with a sentence, as Odoo does."""
    from odoo.service.model import retrying

    return lambda env: retrying(lambda: function(env), env)


def transfer(env, number):
    return env["onestop.transfer"].browse(number)


def begun(office):
    """The open list to the department and a dossier that waits for it: (its id, the
    dossier's id, its code)."""
    dossier_id = office.file()
    with office.env() as env:
        route = env["onestop.transfer.route"].search([])
        number = env["onestop.transfer"].begin(route.id)["res_id"]
        code = env["onestop.dossier"].browse(dossier_id).code
    return number, dossier_id, code


def items(office, dossier_id):
    with office.database.env() as env:
        found = env["onestop.transfer.item"].search([("dossier_id", "=", dossier_id)])
        return found.mapped("state")


def codes(office, dossier_id, code):
    with office.database.env() as env:
        return env["onestop.journal"].search_count(
            [
                ("res_model", "=", "onestop.dossier"),
                ("res_id", "=", dossier_id),
                ("code", "=", code),
            ]
        )


def scan(number, code):
    return click(lambda env: transfer(env, number).action_scan(code))


def hand_over(number):
    return click(lambda env: transfer(env, number).action_hand_over())


def test_two_who_scan_one_dossier_onto_a_list_put_it_there_once(office):
    number, dossier_id, code = begun(office)
    with office.env() as env:
        mine = transfer(env, number).item_ids
        mine.filtered(lambda one: one.dossier_id.id == dossier_id).action_take_off()
    answers = office.together(scan(number, code), scan(number, code))
    # The second is told that it is there already, by a word or by a refusal.
    assert "done" in answers and len(answers) == 2, answers
    for refused in (one for one in answers if one != "done"):
        assert "đang nằm trong một danh sách giao nhận khác" in refused
    assert items(office, dossier_id) == ["listed"]


def test_two_who_begin_one_list_meet_at_it(office):
    office.click(hand_over(begun(office)[0]))

    def begin(env):
        route = env["onestop.transfer.route"].search([])
        env["onestop.transfer"].begin(route.id)

    office.file()
    answers = office.together(click(begin), click(begin))
    assert "done" in answers and len(answers) == 2, answers
    for refused in (one for one in answers if one != "done"):
        assert "Người khác vừa lập danh sách này" in refused
    with office.database.env() as env:
        assert env["onestop.transfer"].search_count([("state", "=", "open")]) == 1


def test_of_two_who_hand_over_one_list_at_once_one_does(office):
    number, dossier_id, _code = begun(office)
    answers = office.together(hand_over(number), hand_over(number))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    [refused] = [one for one in answers if one != "done"]
    assert "đang ở trạng thái “Đã giao”" in refused
    assert codes(office, dossier_id, "paper_handed") == 1


def test_a_scan_beside_a_hand_over_is_on_the_list_or_refused(office):
    number, dossier_id, _code = begun(office)
    late = office.file()
    with office.env() as env:
        late_code = env["onestop.dossier"].browse(late).code
    answers = office.together(scan(number, late_code), hand_over(number))
    assert "done" in answers and len(answers) == 2, answers
    # Nothing lies on a list that has left without having left itself.
    on_it = items(office, late)
    assert on_it == (["under_way"] if answers == ["done", "done"] else [])
    assert items(office, dossier_id) == ["under_way"]


def test_two_who_scan_one_dossier_at_its_arrival_take_it_over_once(office):
    number, dossier_id, code = begun(office)
    assert office.click(hand_over(number)) == "done"
    scans = (scan(number, code), scan(number, code))
    answers = office.together(*scans, logins=(COLLEAGUE, COLLEAGUE))
    assert answers == ["done", "done"]
    assert items(office, dossier_id) == ["good"]
    assert codes(office, dossier_id, "paper_good") == 1


def test_of_two_who_end_taking_over_at_once_one_does(office):
    number, _dossier, code = begun(office)
    assert office.click(hand_over(number)) == "done"
    with office.env(COLLEAGUE) as env:
        for item in transfer(env, number).item_ids:
            item.record("good")
    finish = click(lambda env: transfer(env, number).action_finish())
    answers = office.together(finish, finish, logins=(COLLEAGUE, COLLEAGUE))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    [refused] = [one for one in answers if one != "done"]
    assert "đang ở trạng thái “Đã nhận xong”" in refused


def letters(office, count):
    """Drafts of so many letters, each about a dossier that is overdue."""
    dossiers = [office.file() for _number in range(count)]
    with office.database.cursor() as cr:
        cr.execute(
            "UPDATE onestop_dossier SET date_due = now() - interval '5 days', "
            "date_due_legal = now() - interval '5 days' WHERE id = ANY(%s)",
            [dossiers],
        )
    with office.env(SUPERVISOR) as env:
        return [
            env["onestop.dossier"].browse(one).action_urge()["res_id"]
            for one in dossiers
        ]


def send(number):
    return click(lambda env: env["onestop.urging"].browse(number).action_send())


def numbers(office, sent):
    with office.database.env() as env:
        return sorted(env["onestop.urging"].browse(sent).mapped("number"))


def test_letters_that_are_sent_at_once_have_numbers_without_gaps(office):
    drafts = letters(office, 3)
    [refused] = letters(office, 1)
    with office.database.env() as env:
        env["onestop.urging"].browse(refused).line_ids.unlink()
    every = [*drafts, refused]
    answers = office.together(*map(send, every), logins=(SUPERVISOR,) * 4)
    assert answers.count("done") == 3 and len(answers) == 4, answers
    found = numbers(office, drafts)
    assert found == list(range(found[0], found[0] + 3))
    # What failed gave its number back.
    [after] = letters(office, 1)
    assert office.together(send(after), logins=(SUPERVISOR,)) == ["done"]
    assert numbers(office, [after]) == [found[-1] + 1]


def test_of_two_who_send_one_letter_at_once_one_does(office):
    [draft] = letters(office, 1)
    answers = office.together(send(draft), send(draft), logins=(SUPERVISOR,) * 2)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    [refused] = [one for one in answers if one != "done"]
    assert "Văn bản đã được gửi" in refused


def test_who_takes_over_is_not_who_handed_over_however_fast(office):
    number, dossier_id, code = begun(office)
    assert office.click(hand_over(number)) == "done"
    [told] = office.together(scan(number, code), logins=(OFFICER,))
    assert "không đồng thời là người nhận" in told
    assert items(office, dossier_id) == ["under_way"]
