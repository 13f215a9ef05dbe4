"""What comes in wrong is refused in a sentence, and leaves nothing behind; what comes
in twice is kept once."""

import base64
import io
from datetime import date
from unittest.mock import patch

import pytest
from freezegun import freeze_time
from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine.filing import MOST_FILES, MOST_PAPERS
from .common import MONDAY, PDF, DossierCase

CARD = "001099000001||Owner T|05031999|Nữ|Some street|10052021"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestBadInput(DossierCase):
    def refused(self, sentence, user=None, **values):
        """Filing `values` is refused in this sentence, and no dossier is left."""
        before = self.env["onestop.dossier"].search_count([])
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            self.file(user, **values)
        self.assertEqual(self.env["onestop.dossier"].search_count([]), before)

    # ------------------------------------------------------------------------ numbers

    def test_a_number_that_no_card_has_is_refused_whoever_files_it(self):
        numbers = (
            "00109900001",  # 11 digits
            "0010990000011",
            "OO1099000001",
            "003099000001",  # no province
            "001299000001",  # born in 2099
            "123456789",  # of an old card
            ["001099000001"],
        )
        for user, channel in (
            (self.portal, "online"),
            (self.users["counter_officer"], "in_person"),
        ):
            for number in numbers:
                owner = {"name": "Owner T", "identity_number": number}
                sentence = "12 digits" if isinstance(number, str) else "texts only"
                with self.subTest(user=user.login, number=number):
                    self.refused(sentence, user, channel=channel, owner=owner)
        submitter = {
            "name": "B",
            "relation": "parent",
            "identity_number": "00109900001",
        }
        self.refused("“00109900001” is no personal", submitter=submitter)

    def test_a_number_is_kept_as_the_card_has_it(self):
        for kind, typed, kept in (
            (None, "001 099 000.001", "001099000001"),
            ("card", "001099000001", "001099000001"),
            ("passport", "b1234567", "B1234567"),
            ("none", "001099000001", False),
        ):
            owner = {
                "name": "Owner T",
                "identity_kind": kind,
                "identity_number": typed,
                "identity_reason": "New-born.",
            }
            with self.subTest(kind=kind, typed=typed):
                dossier = self.file(owner=owner)
                self.assertEqual(dossier.owner_identity_number, kept)

    def test_a_tax_code_with_a_wrong_digit_is_refused(self):
        # 31·0+29·1+23·0+19·0+17·2+13·3+7·3+5·4+3·8 = 167; 10 - 167 mod 11 = 8.
        company = {"kind": "organisation", "name": "Company T"}
        for code in ("0100233489", "010023348", "0100233488-000", "MST 0100233488"):
            with self.subTest(code=code):
                self.refused("no tax code", owner={**company, "tax_code": code})
        dossier = self.file(owner={**company, "tax_code": "0100233488 001"})
        self.assertEqual(dossier.owner_tax_code, "0100233488-001")

    def test_a_birth_is_a_day(self):
        for birthdate in ("1999-02-30", "yesterday", "03/1999"):
            with self.subTest(birthdate=birthdate):
                self.refused("no date", owner={"name": "A", "birthdate": birthdate})
        dossier = self.file(owner={"name": "A", "birthdate": "5/3/1999"})
        self.assertEqual(dossier.owner_birthdate, date(1999, 3, 5))

    # -------------------------------------------------------------------------- files

    def paper(self, *files, component="Application"):
        return {"component": component, "files": list(files)}

    def test_what_is_too_large_is_not_even_decoded(self):
        # 200 MB are 4/3 of that in base64.
        huge = {"name": "huge.pdf", "content": "A" * (200 * 1024 * 1024 // 3 * 4)}
        with patch.object(base64, "b64decode", side_effect=AssertionError):
            self.refused(
                "“huge.pdf” is larger than 50 MB", components=[self.paper(huge)]
            )

    def test_a_file_may_be_as_large_as_the_limit_and_no_byte_larger(self):
        self.env["ir.config_parameter"].set_param("onestop.file_limit_mb", 1)
        full = PDF.ljust(1024 * 1024)
        dossier = self.file(components=[self.paper(self.pdf("full.pdf", full))])
        self.assertEqual(dossier.component_ids.attachment_ids.file_size, 1048576)
        more = self.pdf("more.pdf", full + b"   ")
        self.refused("larger than 1 MB", components=[self.paper(more)])

    def test_five_hundred_papers_or_files_are_refused_before_they_are_looked_at(self):
        damaged = {"name": "x", "content": "no base64"}
        self.assertLess(max(MOST_PAPERS, MOST_FILES), 500)
        many = [self.paper(damaged)] * 500
        self.refused(f"At most {MOST_PAPERS} papers", components=many)
        many = [self.paper(*[damaged] * 500)]
        self.refused(f"At most {MOST_FILES} files", components=many)
        submitter = {"name": "B", "relation": "parent", "files": [damaged] * 500}
        self.refused(f"At most {MOST_FILES} files", submitter=submitter)
        dossier = self.file(components=[])
        self.act("counter_officer", dossier, "request_supplement", "No plan.")
        for papers, sentence in (
            ([self.paper(damaged)] * 500, "papers"),
            ([self.paper(*[damaged] * 500)], "files"),
            ("Application", "takes a list"),
            (["Application"], "takes a list"),
            ([{"component": "Application", "files": "x"}], "takes a list"),
        ):
            with self.subTest(papers=papers[:1]):
                with self.assertRaisesRegex(UserError, sentence):
                    self.act("portal", dossier, "supplement", components=papers)
        self.assertEqual(dossier.state, "supplement")

    def test_a_procedure_of_more_papers_than_anybody_may_file_is_not_published(self):
        self.version.procedure_id.action_new_version()
        draft = self.version.procedure_id.draft_version_id
        papers = [
            (0, 0, {"name": f"Paper {number}", "copies": 1})
            for number in range(MOST_PAPERS + 1 - len(draft.component_ids))
        ]
        draft.component_ids = papers[:-1]
        self.assertFalse(draft.missing)
        draft.component_ids = papers[-1:]
        self.assertEqual(
            draft.missing,
            [
                f"At most {MOST_PAPERS} papers: a dossier of {MOST_PAPERS + 1} could "
                "never be filed whole."
            ],
        )

    def test_the_same_file_twice_on_a_paper_is_kept_once(self):
        again = self.pdf("again.pdf")
        other = self.pdf("other.pdf", PDF + b"%")
        dossier = self.file(
            components=[
                self.paper(self.pdf(), again, other),
                self.paper(again),
                self.paper(again, component="Plan"),
            ]
        )
        application, plan = dossier.component_ids
        self.assertEqual(
            application.attachment_ids.sorted("id").mapped("name"),
            ["application.pdf", "other.pdf"],
        )
        # A paper that is another one may look the same.
        self.assertEqual(plan.attachment_ids.name, "again.pdf")
        self.act("counter_officer", dossier, "request_supplement", "Sign it.")
        late = self.pdf("late.pdf", PDF + b"%%")
        papers = [self.paper(again, late)]
        self.act("portal", dossier, "supplement", components=papers)
        self.assertEqual(
            application.attachment_ids.sorted("id").mapped("name"),
            ["application.pdf", "other.pdf", "late.pdf"],
        )

    def test_a_file_of_a_paper_that_the_dossier_does_not_list_is_refused(self):
        before = self.env["ir.attachment"].search_count([])
        elsewhere = self.make_version("9.900009").component_ids[0]
        for named in ("Passport", elsewhere.id, {"id": 1}, None):
            papers = [self.paper(self.pdf()), self.paper(self.pdf(), component=named)]
            with self.subTest(named=named):
                self.refused("no component", components=papers)
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)

    @pytest.mark.article("Circular 01/2023/TT-VPCP", "number to confirm")
    def test_a_scan_is_kept_as_it_was_handed_in(self):
        # Odoo would make it 1920 pixels high.
        stream = io.BytesIO()
        Image.new("1", (2480, 3508)).save(stream, "PNG")
        scan = self.pdf("scan.png", stream.getvalue())
        dossier = self.file(components=[self.paper(scan)])
        self.assertEqual(dossier.component_ids.attachment_ids.raw, stream.getvalue())

    def test_a_picture_that_would_fill_the_memory_is_opened_by_nobody(self):
        # 400 million dots in some kilobytes; PIL itself refuses to open it.
        stream = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(stream, "PNG")
        bomb = self.pdf("bomb.png", stream.getvalue())
        dossier = self.file(components=[self.paper(bomb)])
        self.assertEqual(dossier.component_ids.attachment_ids.mimetype, "image/png")

    def test_results_that_are_no_list_are_refused_in_a_sentence(self):
        dossier = self.to_processing()
        named, bare = {"name": "A", "file": "x"}, {"file": "licence.pdf"}
        for results in ("x", ["x"], [named], [bare], [{"file": ["x"]}]):
            with (
                self.subTest(results=results),
                self.assertRaisesRegex(UserError, "list of objects|object of its name"),
                self.env.cr.savepoint(),
            ):
                self.act(
                    "department_officer", dossier, "complete_step", results=results
                )
        self.assertFalse(dossier.result_ids)

    # -------------------------------------------------------------------------- scans

    def collecting(self):
        screens = self.as_role("counter_officer", self.env["onestop.collection"])
        return screens.new({})

    def test_a_reason_of_more_than_a_page_is_refused_and_nothing_done(self):
        dossier = self.to_processing()
        run = dossier.step_ids
        page = "ớ" * 2000
        officer = self.as_role("department_officer", run)
        head = self.as_role("department_head", run)
        officer.action_take()
        for attack in (
            lambda: self.act("department_officer", dossier, "suspend", page + "x"),
            lambda: officer.action_release(page + "x"),
            lambda: head.action_assign(self.users["department_officer"].id, page + "x"),
        ):
            with self.assertRaisesRegex(UserError, "at most 2000 characters.*2001"):
                with self.env.cr.savepoint():
                    attack()
        self.assertEqual(self.journal(dossier)[-1], "take")
        self.act("department_officer", dossier, "suspend", f"  {page}\n")
        self.assertEqual(dossier.clock_event_ids[-1].reason, page)

    def test_the_code_of_another_centre_opens_nothing_and_leaves_what_was_scanned(self):
        dossier = self.to_resolved()
        screen = self.collecting()
        screen.on_barcode_scanned(dossier.code)
        for code in ("H98.01-260309-0001", "000.00.98.H98-260309-0001", "?" * 300):
            warning = screen.on_barcode_scanned(code)["warning"]
            self.assertEqual(
                warning["message"], "No dossier of this centre has this code."
            )
            self.assertFalse(screen.code)
            self.assertEqual(screen.dossier_id._origin, dossier)

    def test_the_same_receipt_scanned_twice_is_the_same_dossier(self):
        dossier = self.to_resolved()
        screen = self.collecting()
        for _scan in range(2):
            self.assertIsNone(screen.on_barcode_scanned(dossier.code))
            self.assertEqual(screen.dossier_id._origin, dossier)
        self.act("counter_officer", dossier, "return")
        # Who scans it once more is told that it was handed out.
        late = screen.create({"code": dossier.code, "dossier_id": dossier.id})
        late.identity_checked, late.unsigned_reason = True, "Cannot write."
        with self.assertRaisesRegex(UserError, "is not possible while"):
            late.action_hand_out()
        self.assertEqual(len(dossier.collection_ids), 1)

    def test_intake_says_where_a_receipt_belongs_and_takes_a_card_twice_for_one(self):
        code = self.to_processing().code
        intakes = self.as_role("counter_officer", self.env["onestop.intake"])
        screen = intakes.new({})
        for scanned in (code, code, "H98.01-260309-0001"):
            warning = screen.on_barcode_scanned(scanned)["warning"]
            self.assertIn("Results are handed out elsewhere", warning["message"])
        for _scan in range(2):
            self.assertIsNone(screen.on_barcode_scanned(CARD))
        self.assertEqual(screen.owner_name, "Owner T")
        self.assertTrue(screen.submitter_same)
        self.assertFalse(screen.submitter_name)

    # ------------------------------------------------------------ a department that ended

    def asking(self):
        return self.make_version(
            "9.900010",
            (
                ("Appraise", "work", "competent", "department_officer", 16),
                ("Ask", "opinion", self.other, "department_officer", 8),
                ("Decide", "decision", "competent", "department_head", 8),
                ("Return", "return", "received", "counter_officer", 0),
            ),
        )

    def test_no_step_opens_at_a_department_that_ended_and_nobody_succeeds(self):
        self.version = self.asking()
        dossier = self.to_processing()
        self.other.valid_to = date(2026, 3, 8)
        rows = self.journal(dossier)
        sentence = "Department U has ended, and nobody on record succeeds it"
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            self.act("department_officer", dossier, "complete_step")
        self.env.invalidate_all()
        self.assertEqual(dossier.step_ids.mapped("state"), ["open"])
        self.assertEqual(self.journal(dossier), rows)
        with self.assertRaisesRegex(UserError, sentence):
            self.act(
                *("department_officer", dossier, "forward", "Not ours."),
                department_id=self.other.id,
            )
        self.assertEqual(dossier.department_id, self.department)

    def test_nothing_is_received_for_a_department_that_ended_and_nobody_succeeds(self):
        dossier = self.file()
        self.department.valid_to = date(2026, 3, 8)
        with self.assertRaisesRegex(UserError, "Department T has ended"):
            with self.env.cr.savepoint():
                self.act("counter_officer", dossier, "accept")
        self.env.invalidate_all()
        self.assertEqual((dossier.state, dossier.code), ("submitted", False))
        self.assertEqual(self.journal(dossier), ["submit"])

    def test_departments_that_succeed_each_other_in_a_circle_are_no_successors(self):
        for ended, heir in (
            (self.department, self.other),
            (self.other, self.department),
        ):
            ended.write(
                {
                    "valid_to": date(2026, 3, 8),
                    "succession_ids": [
                        (0, 0, {"successor_id": heir.id, "date": date(2026, 3, 9)})
                    ],
                }
            )
        with self.assertRaisesRegex(UserError, "nobody on record succeeds it"):
            self.department._in_charge(self.version.procedure_id)
