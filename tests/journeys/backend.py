import pathlib
import re

from playwright.sync_api import TimeoutError, expect

from paper import Paper

PHONE = 768  # pixels below which the web client folds its menus and buttons
AGAIN = 5_000  # milliseconds after which one clicks again on what did not open
ROW = ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)"


class Desk:
    """The web client, as a member of the staff works in it: menus, lists, buttons."""

    def __init__(self, page, look):
        self.page = page
        self.look = look
        self.is_narrow = page.viewport_size["width"] < PHONE
        page.goto("/odoo")
        page.locator(".o_main_navbar").wait_for()

    # ---------------------------------------------------------------------- finding

    def menu(self, name):
        """Open a menu of the app that one lands in."""
        if self.is_narrow:
            self.page.locator(".o_menu_toggle").click()
            entries = self.page.locator(".o_app_menu_sidebar [data-menu-xmlid]")
            entries.filter(has_text=re.compile(f"^{re.escape(name)}$")).click()
        else:
            menu = self.page.locator(".o_menu_sections")
            menu.get_by_role("menuitem", name=name, exact=True).click()
        expect(self.page).to_have_title(re.compile(re.escape(name)))
        self.page.locator(".o_list_renderer, .o_kanban_renderer").wait_for()
        self.look(self.page, f"staff: {name}")
        return self

    def go(self, path, name):
        """Open a list by its address, where its menu is another app's."""
        self.page.goto(f"/odoo/{path}")
        self.page.locator(".o_list_renderer, .o_kanban_renderer").wait_for()
        self.look(self.page, f"staff: {name}")
        return self

    def lists(self, text, times=1):
        """Wait until the list shows so many rows, or cards, that hold this text."""
        expect(self._rows(text)).to_have_count(times)

    def unfilter(self):
        """Take away the filters that a list opens with, and wait until all its rows are
        new: a click on a row that is just being replaced is lost."""
        self.page.locator(ROW).evaluate_all(
            "rows => rows.forEach(row => row.classList.add('is-old'))"
        )
        self.page.locator(".o_searchview .o_facet_remove").first.click()
        expect(self.page.locator(".is-old")).to_have_count(0)
        return self

    def _rows(self, text):
        return self.page.locator(ROW).filter(has_text=text)

    def open(self, number, what="dossier"):
        """Open the dossier, or whatever has this number, from the list; its id."""
        row = self._rows(number)
        title = self.page.locator(".o_form_view .oe_title").get_by_text(number)
        row.click()
        try:
            title.wait_for(timeout=AGAIN)
        except TimeoutError:
            # The list shows what it remembers, then what the server answers: a click in
            # between is lost, and whoever sits there clicks again.
            if row.is_visible():
                row.click()
            title.wait_for()
        self.look(self.page, f"staff: {what}")
        return int(re.search(r"/(\d+)$", self.page.url)[1])

    # ---------------------------------------------------------------------- reading

    # The web client shows what it remembers before it has asked again, so whatever is
    # read here is waited for.

    def code(self):
        """The code of the dossier that lies open."""
        code = self._field("code")
        expect(code).not_to_be_empty()
        return code.inner_text()

    def says(self, name, text):
        """Wait until a field of the form says this."""
        expect(self._field(name)).to_have_text(text)

    def tab_says(self, name, *parts):
        """Open a tab of the form and wait until it says all this."""
        self.page.get_by_role("tab", name=name, exact=True).click()
        for part in parts:
            tab = self.page.locator(".o_notebook .tab-pane.active")
            expect(tab).to_contain_text(part)

    def lit_by(self, sentence):
        """The days of the month that light up where one clicks on a sentence of why a
        date is what it is."""
        why = self.page.locator(".o_onestop_why")
        why.get_by_role("button").filter(has_text=sentence).click()
        self.look(self.page, "staff: why this date")
        lit = why.locator("td.is-lit > span:first-child")
        lit.first.wait_for()
        return [int(day) for day in lit.all_inner_texts()]

    def _field(self, name):
        return self.page.locator(f".o_form_view [name={name}]").first

    def wait_for_state(self, state):
        status = self.page.locator(".o_statusbar_status")
        current = status.locator(
            "button[aria-checked=true]:visible, button.dropdown-toggle:visible"
        )
        # The bar is drawn anew meanwhile: there may be two of them for a moment.
        whole = re.compile(rf"^\s*{re.escape(state)}\s*$")
        expect(current.filter(has_text=whole)).to_be_visible()
        self.look(self.page, f"staff: dossier, {state}")

    def actions(self):
        """The labels of all that may be done now."""
        bar = self.page.locator(".o_statusbar_buttons")
        labels = bar.get_by_role("button").all_inner_texts()
        if (more := self._more()).is_visible():
            more.click()
            menu = self.page.locator(".o-dropdown--menu")
            labels += menu.get_by_role("button").all_inner_texts()
            self.page.keyboard.press("Escape")
        return [label.strip() for label in labels if label.strip()]

    def _more(self):
        return self.page.locator(".o_statusbar_buttons .dropdown-toggle")

    # ----------------------------------------------------------------------- acting

    def press(self, label):
        """Press a button of the form's head, folded away or not."""
        button = self.page.locator(".o_statusbar_buttons").get_by_text(
            label, exact=True
        )
        if not button.is_visible() and self._more().is_visible():
            self._more().click()
            menu = self.page.locator(".o-dropdown--menu")
            button = menu.get_by_text(label, exact=True)
        button.click()

    def ask(self, paper, cause, text):
        """Ask the applicant for one paper, with words of one's own."""
        self.press("Yêu cầu bổ sung")
        dialog = self.page.get_by_role("dialog").first
        chosen = (("component_id", paper), ("cause_id", cause))
        if self.is_narrow:
            self._ask_on_a_card(dialog, chosen, text)
        else:
            dialog.get_by_text("Thêm một dòng", exact=True).click()
            row = dialog.locator(".o_selected_row")
            for name, option in chosen:
                row.locator(f"[name={name}] input").click()
                self._options().get_by_text(option, exact=True).click()
            self._write_over_the_proposal(row, text)
        dialog.locator("[name=preview]").click()
        expect(dialog.locator("[name=preview]")).to_contain_text(text)
        self.look(self.page, "dialog: Yêu cầu bổ sung")
        dialog.get_by_role("button", name="Xác nhận", exact=True).click()
        dialog.wait_for(state="hidden")

    def _ask_on_a_card(self, dialog, chosen, text):
        """On a telephone each line is a form, and what it offers are cards."""
        dialog.get_by_text("Thêm Nội dung cần bổ sung", exact=True).click()
        upper = self.page.get_by_role("dialog").last
        for name, option in chosen:
            upper.locator(f"[name={name}] input").click()
            upper.locator(".o_kanban_record").get_by_text(option, exact=True).click()
        self._write_over_the_proposal(upper, text)
        upper.get_by_role("button", name="Lưu & Đóng", exact=True).click()

    def _write_over_the_proposal(self, line, text):
        """Once the ready text of the cause is there: it would arrive amid the words."""
        field = line.locator("[name=text] textarea")
        expect(field).not_to_have_value("")
        field.fill(text)

    def act(self, label, texts=None, ticks=(), file=None, choices=None, picks=()):
        """Press a button, fill in the dialog that it opens, and confirm.

        :param dict texts: what to write, by the labels of the dialog's fields
        :param dict choices: what to choose from a list, by its label
        :param ticks: labels of boxes to tick
        :param picks: labels of what to pick where all that there is to choose stands
        :param file: {name, mimeType, buffer} of the document to attach
        """
        self.press(label)
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        self.look(self.page, f"dialog: {label}")
        for name, text in (texts or {}).items():
            dialog.get_by_label(name, exact=True).fill(text)
        for name, option in (choices or {}).items():
            dialog.get_by_label(name, exact=True).click()
            self._options().get_by_text(option, exact=True).click()
        for name in picks:
            dialog.get_by_role("radio", name=name, exact=True).check()
        for name in ticks:
            # The box is drawn anew once it is ticked: `check()` would not see it.
            box = dialog.get_by_label(name, exact=True)
            box.click()
            expect(box).to_be_checked()
        if file:
            dialog.locator("input[type=file]").set_input_files(file)
            shown = dialog.locator("[name=result_file] input[type=text]")
            expect(shown).to_have_value(file["name"])
        dialog.get_by_role("button", name="Xác nhận", exact=True).click()
        dialog.wait_for(state="hidden")

    def _options(self):
        """What a list that was opened offers."""
        return self.page.locator(".o_select_menu_menu, .o-autocomplete--dropdown-menu")

    def print(self, label):
        """Press the button that prints a form; the paper."""
        with self.page.expect_download() as download:
            self.press(label)
        return Paper(pathlib.Path(download.value.path()).read_bytes())

    def try_to(self, code, dossier_id, **values):
        """What the server answers to one who goes past the buttons."""
        answer = self.page.request.post(
            "/web/dataset/call_kw",
            data={
                "params": {
                    "model": "onestop.dossier",
                    "method": "action_transition",
                    "args": [[dossier_id], code],
                    "kwargs": {"values": values, "context": {"lang": "vi_VN"}},
                }
            },
        ).json()
        return answer["error"]["data"]["message"] if "error" in answer else None
