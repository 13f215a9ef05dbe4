"""A spreadsheet dashboard as somebody reads it: it is drawn, so its model is asked."""

from playwright.sync_api import expect

DASHBOARD = "/odoo/action-onestop_dashboard.centre_dashboard_action"
SHEET, DATA = "dashboard", "data"
MODEL = (
    "odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader"
    ".getActiveDashboard().model"
)
READY = f"""() => {{
    try {{
        const getters = {MODEL}.getters;
        const cells = getters.getSheetIds().flatMap((id) =>
            Object.values(getters.getEvaluatedCells(id)));
        return cells.length > 60 && !cells.some((cell) => cell.value === "Loading...");
    }} catch {{
        return false;
    }}
}}"""
CELL = f"""([sheetId, col, row]) =>
    {MODEL}.getters.getEvaluatedCell({{ sheetId, col, row }}).formattedValue"""
BROKEN = f"""() => {MODEL}.getters.getSheetIds().flatMap((id) =>
    Object.values({MODEL}.getters.getEvaluatedCells(id))
        .filter((cell) => cell.type === "error").map((cell) => cell.message))"""
IS = f"""([sheetId, col, row, text]) =>
    {MODEL}.getters.getEvaluatedCell({{ sheetId, col, row }}).formattedValue === text"""
PLACE = f"""([col, row]) => {MODEL}.getters.getVisibleRect(
    {{ left: col, right: col, top: row, bottom: row }})"""


class Figures:
    """The dashboard of the centre at work, in the browser of `desk`."""

    def __init__(self, desk):
        self.page, self.desk = desk.page, desk
        self.page.goto(DASHBOARD)
        self.page.wait_for_function(READY)
        desk.look(self.page, "manager: the centre at work")

    def broken(self):
        """What the cells say that cannot be reckoned."""
        return self.page.evaluate(BROKEN)

    def cell(self, name, sheet=SHEET):
        """What is written at "A1"."""
        col, row = _place(name)
        return self.page.evaluate(CELL, [sheet, col, row])

    def open(self, name):
        """Click on a number of the sheet; its list is waited for."""
        at = self.page.evaluate(PLACE, list(_place(name)))
        grid = self.page.locator(".o-grid-overlay").bounding_box()
        self.page.mouse.click(
            grid["x"] + at["x"] + at["width"] / 2,
            grid["y"] + at["y"] + at["height"] / 2,
        )
        self.page.locator(".o_list_renderer").wait_for()
        self.desk.look(self.page, "manager: the list behind a number")
        return self

    def becomes(self, name, sheet, text):
        """Wait until this is written there."""
        self.page.wait_for_function(IS, arg=[sheet, *_place(name), text])

    def filter_by_department(self, name):
        self.page.locator(".o_searchview_dropdown_toggler").click()
        menu = self.page.locator(".o-dropdown--menu")
        menu.locator("input").last.fill(name)
        self.page.locator(".o-autocomplete--dropdown-item").first.click()
        menu.get_by_role("button", name="Bộ lọc", exact=True).click()

    def period_before(self):
        self.page.locator(".o_control_panel .fa-caret-left").click()

    def drawn(self, number):
        """Wait until so many cards and charts are drawn, as on a telephone."""
        expect(self.page.locator(".o-mobile-figure:has(canvas)")).to_have_count(number)


def _place(name):
    """("A1") → (0, 0)"""
    return ord(name[0]) - ord("A"), int(name[1:]) - 1
