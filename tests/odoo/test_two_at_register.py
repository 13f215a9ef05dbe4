"""Two who keep one register close it at the same time: it is closed once."""

import pytest
from two_at_once import Office

pytestmark = pytest.mark.usefixtures("quiet")

KEEPER = "two_keeper"


@pytest.fixture(scope="module")
def office(own_database):
    office = Office(own_database)
    with own_database.env() as env:
        centre = env["onestop.department"].search([("code", "=", "T2-C")])
        users = env["res.users"].with_context(no_reset_password=True)
        user = users.create({"name": "Văn thư Hai", "login": KEEPER})
        env["onestop.role.assignment"].create(
            {"user_id": user.id, "role": "clerk", "department_id": centre.id}
        )
    return office


def test_two_who_close_one_register_close_it_once(office):
    with office.database.env() as env:
        centre = env["onestop.department"].search([("code", "=", "T2-C")])
        # Of a year that is over, on whatever day this runs.
        number = env["onestop.register"]._of(centre, 2024).id

    def close(env):
        env["onestop.register"].browse(number).action_close()

    answers = office.together(close, close, logins=(KEEPER, KEEPER))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        env["onestop.register"]._cron_print()
        assert env["onestop.register"].browse(number).state == "closed"
    assert office.together(close, logins=(KEEPER,)) != ["done"]
    with office.database.env() as env:
        rows = env["onestop.journal"].search(
            [("res_model", "=", "onestop.register"), ("res_id", "=", number)]
        )
        assert rows.mapped("code") == ["close_register"]
