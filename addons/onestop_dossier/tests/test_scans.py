"""The scans of a paper lie in order, tell their pages, and are put there by keys alone."""

import base64
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from freezegun import freeze_time
from lxml import etree
from PIL import Image
from pypdf import PdfWriter

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..engine.archive_index import ArchiveIndex
from .common import MONDAY, DossierCase

STATIC = Path(__file__).parents[1] / "static" / "src"


def paged(pages):
    """A PDF of so many empty pages."""
    writer, stream = PdfWriter(), io.BytesIO()
    for number in range(pages):
        writer.add_blank_page(100 + number, 100)
    writer.write(stream)
    return stream.getvalue()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestScans(DossierCase):
    def put(self, name, content, user=None):
        """A file that was dropped on a paper of the screen, as Odoo's route keeps it."""
        files = self.env["ir.attachment"].with_user(
            user or self.users["counter_officer"]
        )
        return files.create(
            {"name": name, "raw": content, "res_model": "onestop.intake.component"}
        )

    def received(self, order=None):
        """The first paper of a dossier that a counter received with three scans."""
        scans = [self.put(f"{n}.pdf", paged(n)) for n in (1, 2, 3)]
        screens = self.as_role("counter_officer", self.env["onestop.intake"])
        screen = screens.create(
            {
                "version_id": self.version.id,
                "owner_name": "Owner T",
                "owner_identity_number": "001099000001",
                "owner_seen": True,
                "component_ids": [
                    Command.create(
                        {
                            "component_id": self.version.component_ids[0].id,
                            "received": True,
                            "file_ids": [Command.link(one.id) for one in scans],
                            "scan_order": order
                            and ",".join(str(scans[n - 1].id) for n in order),
                        }
                    )
                ],
            }
        )
        screen.action_receive()
        return screen.sudo().dossier_id.component_ids[0]

    def names(self, paper):
        return paper._scans().mapped("name")

    def arrange(self, paper, *names, role="counter_officer"):
        by_name = {one.name: one.id for one in paper.attachment_ids}
        self.as_role(role, paper).arrange_scans([by_name[name] for name in names])

    # --------------------------------------------------------------------- the order

    @pytest.mark.article("Circular 01/2023/TT-VPCP", "number to confirm")
    def test_they_are_filed_in_the_order_in_which_they_were_put(self):
        self.assertEqual(self.names(self.received()), ["1.pdf", "2.pdf", "3.pdf"])
        paper = self.received(order=(3, 1, 2))
        self.assertEqual(self.names(paper), ["3.pdf", "1.pdf", "2.pdf"])

    def test_later_they_are_put_in_order_by_whoever_works_on_the_papers(self):
        paper = self.received()
        self.arrange(paper, "2.pdf", "3.pdf", "1.pdf")
        self.assertEqual(self.names(paper), ["2.pdf", "3.pdf", "1.pdf"])
        row = self.env["onestop.journal"].search(
            [("res_id", "=", paper.dossier_id.id), ("code", "=", "scans_arranged")]
        )
        order = [
            one.id
            for n in (2, 3, 1)
            for one in paper.attachment_ids
            if one.name == f"{n}.pdf"
        ]
        self.assertEqual(
            json.loads(row.data),
            {"component": paper.component_id.code, "order": order},
        )
        # The same order once more is nothing that happened.
        self.arrange(paper, "2.pdf", "3.pdf", "1.pdf")
        self.assertEqual(self.journal(paper.dossier_id).count("scans_arranged"), 1)
        self.arrange(paper, "1.pdf", "2.pdf", "3.pdf", role="department_officer")
        self.assertEqual(self.names(paper), ["1.pdf", "2.pdf", "3.pdf"])

    def test_what_comes_later_lies_last(self):
        paper = self.received(order=(3, 2, 1))
        dossier = paper.dossier_id
        self.act("department_officer", dossier, "request_supplement", "A page.")
        more = {"component": paper.component_id.id, "files": [self.pdf("4.pdf")]}
        self.act("counter_officer", dossier, "supplement", components=[more])
        self.assertEqual(self.names(paper), ["3.pdf", "2.pdf", "1.pdf", "4.pdf"])

    def test_the_archive_has_them_in_that_order(self):
        paper = self.received()
        self.arrange(paper, "3.pdf", "1.pdf", "2.pdf")
        rows = ArchiveIndex(paper.dossier_id).rows()
        told = [(row["title"], row["pages"]) for row in rows][:3]
        self.assertEqual(
            told, [("Application", 3), ("Application", 1), ("Application", 2)]
        )

    def test_nobody_else_and_nothing_else_is_put_in_order(self):
        paper, other = self.received(), self.received()
        ids = paper.attachment_ids.ids
        stranger = self.make_user("test_scans", ("department_officer", self.other))
        for user in (
            self.users["clerk"],
            self.users["supervisor"],
            self.users["director"],
            stranger,
            self.portal,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                paper.with_user(user).arrange_scans(ids)
        mine = self.as_role("counter_officer", paper)
        for wrong in (
            ids[:2],
            [*ids, ids[0]],
            [*ids[:2], other.attachment_ids.ids[0]],
            [],
            "1,2,3",
            None,
            {"ids": ids},
            [[one] for one in ids],
        ):
            with self.subTest(ids=wrong), self.assertRaises(UserError):
                mine.arrange_scans(wrong)
        for user in (self.users["counter_officer"], self.users["department_head"]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                paper.with_user(user).write({"scan_order": "1"})
        dossier = paper.dossier_id
        self.act("counter_officer", dossier, "withdraw", "Letter of 9 March.")
        self.act("department_officer", dossier, "stop", "Asked.")
        with self.assertRaises(UserError):
            mine.arrange_scans(ids[::-1])

    # -------------------------------------------------------- pages, and what is wrong

    def test_each_tells_its_pages_and_what_is_wrong_with_it(self):
        picture = io.BytesIO()
        Image.new("L", (2, 2)).save(picture, "PNG")
        locked = PdfWriter()
        locked.add_blank_page(10, 10)
        locked.encrypt("secret")
        sealed = io.BytesIO()
        locked.write(sealed)
        broken = "It cannot be opened: scan it once more."
        for name, content, pages, trouble in (
            ("deed.pdf", paged(7), 7, False),
            ("deed.png", picture.getvalue(), 1, False),
            # Whatever it is called: it is what it holds.
            ("deed.jpg", paged(3), 3, False),
            ("deed", paged(2), 2, False),
            ("deed.pdf", paged(7)[:300], 0, broken),
            ("deed.pdf", b"%PDF-1.7\nnothing\n%%EOF", 0, broken),
            ("deed.pdf", sealed.getvalue(), 0, broken),
            ("deed.png", picture.getvalue()[:20], 0, broken),
            ("deed.pdf", b"MZ\x90\x00" + 60 * b"\x00", 0, "Not of a kind"),
            ("deed.pdf", b"<html><script>alert(1)</script></html>", 0, "Not of a kind"),
            ("deed.pdf", b"", 0, "The file is empty."),
        ):
            with self.subTest(name=name, content=content[:12]):
                file = self.put(name, content)
                self.assertEqual(file.page_count, pages)
                said = file.scan_trouble or ""
                self.assertTrue(said.startswith(trouble) if trouble else not said, said)

    def test_a_file_of_anything_else_is_told_nothing(self):
        file = self.env["ir.attachment"].create({"name": "x.bin", "raw": b"MZ\x90\x00"})
        self.assertFalse(file.scan_trouble)

    def test_a_type_of_which_a_browser_tells_stays_as_odoo_takes_it(self):
        # Text in the place of bytes, as a program may send it.
        file = self.put("note.txt", "text")
        self.assertEqual(file.mimetype, "text/plain")
        encoded = base64.b64encode(paged(1)).decode()
        files = self.as_role("counter_officer", self.env["ir.attachment"])
        file = files.create(
            {
                "name": "deed.pdf",
                "datas": encoded,
                "res_model": "onestop.intake.component",
            }
        )
        self.assertEqual((file.mimetype, file.page_count), ("application/pdf", 1))

    # ------------------------------------------------------------------ without a mouse

    def arch(self):
        view = self.env["onestop.intake"].get_view(view_type="form")
        return etree.fromstring(view["arch"])

    def test_no_key_of_the_screen_means_two_things(self):
        """But for buttons of which one is there at a time: they do what comes next."""
        one_at_a_time = {"q", "y"}
        keys = Counter(self.arch().xpath("//@data-hotkey"))
        keys.update(
            re.search(r"'hotkey': '(\w)'", options)[1]
            for options in self.arch().xpath("//field/@options")
            if "hotkey" in options
        )
        # The list of the keys itself, and Odoo's ways out of a form.
        keys.update(re.findall(r'data-hotkey="(\w)"', self.source("key_help.xml")))
        keys.update("bchjknpsuvxz")
        twice = {key for key, count in keys.items() if count > 1}
        self.assertEqual(twice, one_at_a_time)

    def source(self, name):
        return (STATIC / name).read_text("utf-8")

    def test_the_keys_of_the_papers_are_there_and_in_the_list_of_keys(self):
        scans, help_ = self.source("scans.js"), self.source("key_help.js")
        self.assertIn("`alt+${number}`", scans)
        self.assertIn("const NUMBERED = 9;", scans)
        self.assertEqual(
            re.findall(r'\["(arrow\w+)", -?1\]', scans), ["arrowdown", "arrowup"]
        )
        self.assertIn("onPaste", self.source("scans.xml"))
        told = re.findall(r'keys: "([^"]+)"', help_)
        self.assertEqual(
            told, ["Alt+1 … Alt+9", "Alt+↓, Alt+↑", "Enter", "Ctrl+V", "Tab"]
        )
        [widget] = self.arch().xpath("//widget[@name='onestop_key_help']")
        self.assertEqual(widget.get("invisible"), "dossier_id")

    def test_each_paper_of_the_screen_has_what_the_keys_stand_on(self):
        [rows] = self.arch().xpath("//field[@name='component_ids']/list")
        names = rows.xpath("./field/@name")
        self.assertLessEqual({"sequence", "scan_order", "file_ids"}, set(names))
        [scans] = rows.xpath("./field[@name='file_ids']/@widget")
        self.assertEqual(scans, "onestop_scans")
        # Nothing that is clicked there is kept from the keyboard.
        markup = etree.fromstring(self.source("scans.xml").encode())
        clicked = markup.xpath("//*[@t-on-click]")
        buttons = [one for one in clicked if one.get("t-ref") != "root"]
        self.assertTrue(buttons)
        for one in buttons:
            self.assertEqual((one.tag, one.get("tabindex")), ("button", None))
