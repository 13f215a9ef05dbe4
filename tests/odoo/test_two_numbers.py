"""Two clerks number results of one department at the same time."""

import pytest
from two_at_once import COLLEAGUE, OFFICER, Office

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def office(own_database):
    return Office(own_database)


def drafts(office, count):
    """The ids of drafts of results of one department."""
    dossier_id = office.file()
    with office.database.env() as env:
        return [
            env["onestop.dossier.result"]
            .create({"dossier_id": dossier_id, "name": "Giấy phép"})
            .id
            for _number in range(count)
        ]


def issue(result_id, fails=False):
    """A click that issues a draft; one that `fails` is cut off when all is written."""

    def click(env):
        from odoo import fields
        from odoo.exceptions import UserError

        from odoo.addons.onestop_dossier.engine.issuing import Issuing

        result = env["onestop.dossier.result"].sudo().browse(result_id)
        department = env["onestop.department"].sudo().search([("code", "=", "T2-D")])
        issuing = Issuing(result.dossier_id, department, fields.Datetime.now())
        issuing.run(result, "GIÁM ĐỐC, Người ký")
        env.flush_all()
        if fails:
            raise UserError("cut off")

    return click


def numbers(office):
    with office.database.env() as env:
        lines = env["onestop.result.number"].search(
            [("book_id.department_id.code", "=", "T2-D")], order="number"
        )
        assert len(lines.book_id) == 1
        return lines.mapped("number")


def test_two_who_number_at_once_open_one_book_and_get_two_numbers(office):
    one, other = drafts(office, 2)
    logins = (OFFICER, COLLEAGUE)
    answers = office.together(issue(one), issue(other), logins=logins)
    assert answers == ["done", "done"]
    assert numbers(office) == [1, 2]


def test_whoever_is_cut_off_gives_the_number_back(office):
    before = numbers(office)
    one, other, third = drafts(office, 3)
    answers = office.together(issue(one), issue(other, fails=True), issue(third))
    assert sorted(answers) == ["cut off", "done", "done"]
    last = len(before)
    assert numbers(office) == [*before, last + 1, last + 2]
