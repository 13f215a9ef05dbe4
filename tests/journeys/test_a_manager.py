"""Whoever answers for figures reads them, opens what is behind them, keeps a view.

A director sees those of all, the head of a department those of their own: in the
dashboard, in the pivot, and on a board of their own making.
"""

from datetime import UTC, datetime, timedelta

import pytest
from figures import DATA, Figures
from playwright.sync_api import expect

import scene as at

REPORT = "/odoo/action-onestop_dashboard.onestop_dossier_report_action"
BOARD = "/odoo/action-board.open_board_my_dash_action"
DRAWN = ".o_pivot table, .o_graph_canvas_container canvas"
SUBMITTED, OVERDUE, ON_TIME = "B3", "B7", "B8"
# Received in the last of the twelve months.
THIS_MONTH = "G19"


@pytest.fixture
def managers(centre, scene, width):
    return Managers(centre, width).make()


class Managers:
    """Two departments, their heads, a director; four dossiers of the first."""

    def __init__(self, centre, width):
        self.centre = centre
        self.director, self.head, self.other = (
            f"j_{who}_{width}" for who in ("director", "head_a", "head_b")
        )
        self.codes = [f"J8-{width}-{number}" for number in range(5)]

    def make(self):
        people = {
            self.director: "Giám đốc",
            self.head: "Trưởng phòng A",
            self.other: "Trưởng phòng B",
        }
        ids = {
            login: self.centre.make_user(login, name=name)
            for login, name in people.items()
        }
        with self.centre.env() as env:
            house = env["onestop.department"].search([("name", "=", at.CENTRE)])
            calendar = house.calendar_id.id
            own, other = env["onestop.department"].create(
                [
                    {
                        "name": f"Sở {login}",
                        "code": login,
                        "kind": "provincial",
                        "calendar_id": calendar,
                    }
                    for login in (self.head, self.other)
                ]
            )
            for login, role, place in (
                (self.director, "director", house),
                (self.head, "department_head", own),
                (self.other, "department_head", other),
            ):
                env["onestop.role.assignment"].create(
                    {
                        "user_id": ids[login],
                        "role": role,
                        "department_id": place.id,
                        "date_from": at.NEW_YEAR,
                    }
                )
            self._file(env, house, own, other)
        return self

    def _file(self, env, house, own, other):
        """Of its department: one early, one late, two open, one of them overdue; of
        the other: one open. Nothing runs the steps: what is counted is the file."""
        from odoo.addons.onestop_dossier.engine.right import ENGINE

        version = env["onestop.procedure.version"].search(
            [("procedure_id.code", "=", at.PROCEDURE_CODE)]
        )
        now = datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0)
        week, ahead = timedelta(days=7), now + timedelta(days=30)
        early = {"state": "resolved", "date_due_legal": ahead, "date_resolved": now}
        late = {"state": "returned", "date_due_legal": now - week, "date_resolved": now}
        running = {"state": "processing", "date_due_legal": ahead}
        overdue = {"state": "processing", "date_due_legal": now - week}
        kinds = (early, late, running, overdue, running)
        with ENGINE.held():
            env["onestop.dossier"].create(
                [
                    {
                        "version_id": version.id,
                        "channel": "online",
                        "owner_name": "Người nộp",
                        "code": code,
                        "department_id": other.id if code == self.codes[-1] else own.id,
                        "received_department_id": house.id,
                        "date_submitted": now,
                        "date_accepted": now,
                        **vals,
                    }
                    for code, vals in zip(self.codes, kinds, strict=True)
                ]
            )

    def all_submitted(self):
        with self.centre.env() as env:
            return env["onestop.dossier"].search_count([("state", "!=", "draft")])


def test_a_manager(managers, desk_of):
    head = desk_of(managers.head)
    figures = Figures(head)
    assert figures.broken() == []
    assert figures.cell(SUBMITTED, DATA) == "4"
    assert figures.cell(OVERDUE, DATA) == "1"
    assert figures.cell(ON_TIME, DATA) == "50%"
    if head.is_narrow:
        # Six cards, and the charts.
        figures.drawn(13)
    else:
        assert figures.cell(THIS_MONTH) == "4"
        figures.open(THIS_MONTH)
        for code in managers.codes[:-1]:
            head.lists(code)
        head.lists(managers.codes[-1], times=0)
        head.open(managers.codes[1])
    keep(head, "Hồ sơ của cơ quan tôi")
    total(head, "4")

    other = desk_of(managers.other)
    assert Figures(other).cell(SUBMITTED, DATA) == "1"

    director = desk_of(managers.director)
    figures = Figures(director)
    assert figures.broken() == []
    assert figures.cell(SUBMITTED, DATA) == str(managers.all_submitted())
    if not director.is_narrow:
        figures.filter_by_department(f"Sở {managers.head}")
        figures.becomes(SUBMITTED, DATA, "4")
    figures.period_before()
    figures.becomes(SUBMITTED, DATA, "0")
    keep(director, "Hồ sơ toàn Trung tâm")
    total(director, str(managers.all_submitted()))


def keep(desk, name):
    """Add the first view of dossiers to one's own board, and open that."""
    page = desk.page
    page.goto(REPORT)
    page.locator(DRAWN).wait_for()
    desk.look(page, "manager: figures on dossiers")
    page.locator(".o_cp_action_menus .dropdown-toggle").first.click()
    menu = page.locator(".o-dropdown--menu")
    # Without the mouse over it, on which it opens, and on a telephone covers itself.
    menu.get_by_text("Bảng điều khiển", exact=True).dispatch_event("click")
    menu.locator("input").fill(name)
    menu.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.locator(".o_notification")).to_contain_text(name)
    page.goto(BOARD)
    expect(page.locator(".o_dashboard, .o_board").first).to_contain_text(name)
    desk.look(page, "manager: my dashboard")


def total(desk, number):
    """Wait until the pivot on the board tells this number of all; on a telephone it is a
    graph."""
    desk.page.locator(DRAWN).wait_for()
    if desk.is_narrow:
        return
    cells = desk.page.locator(".o_pivot tbody tr").first.locator("td")
    expect(cells.last).to_have_text(number)
