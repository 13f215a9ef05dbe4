"""Results are numbered by the clerk, in one book a year, without gaps and doubles."""

import pytest
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestResultBook(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900811", result_ids=[(0, 0, {"name": "Licence", "symbol": "GP"})]
        )

    def results_book(self, department=None):
        department = department or self.department
        return self.env["onestop.result.book"].search(
            [("department_id", "=", department.id)]
        )

    def numbers(self):
        return self.results_book().number_ids.sorted("number").mapped("label")

    def to_seal(self, *names):
        dossier = self.to_processing()
        results = [{"name": name, "file": self.pdf(f"{name}.pdf")} for name in names]
        self.act("department_officer", dossier, "complete_step", results=results)
        return self.act("department_head", dossier, "decide")

    @pytest.mark.article("Decree 30/2020", "Annex I")
    def test_numbers_come_one_after_the_other_with_kind_and_symbol(self):
        first = self.to_resolved()
        second = self.act("clerk", self.to_seal("Licence", "Annex"), "seal")
        self.assertEqual(first.result_ids.number, "01/GP-T-ONE")
        # Each result has a number of its own; the annex is none of the version's kinds.
        self.assertEqual(
            second.result_ids.sorted("id").mapped("number"), ["02/GP-T-ONE", "03/T-ONE"]
        )
        self.assertEqual(self.numbers(), ["01/GP-T-ONE", "02/GP-T-ONE", "03/T-ONE"])
        line = self.results_book().number_ids.sorted("number")[0]
        head = self.users["department_head"].name
        self.assertEqual(
            (line.name, line.code, line.signer, line.given_by, str(line.date)),
            ("Licence", first.code, head, self.users["clerk"].name, "2026-03-09"),
        )

    def test_the_clerk_names_no_number(self):
        dossier = self.to_seal("Licence")
        with self.assertRaisesRegex(UserError, "name none"):
            self.act("clerk", dossier, "seal", number="99/GP")
        self.assertEqual(dossier.state, "processing")
        self.assertFalse(self.results_book())

    def test_a_seal_that_is_refused_uses_no_number(self):
        self.to_resolved()
        dossier = self.to_seal("Licence")
        for values in ({"valid_to": "2026-03-08"}, {"valid_to": "never"}):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                self.act("clerk", dossier, "seal", **values)
        self.act("clerk", dossier, "seal")
        self.assertEqual(dossier.result_ids.number, "02/GP-T-ONE")

    def test_the_form_says_the_number_before_it_is_given(self):
        self.to_resolved()
        dossier = self.to_seal("Licence")
        own = self.as_role("clerk", dossier)
        opened = own.env["onestop.dossier.action"]._open(own, "seal")
        form = own.env["onestop.dossier.action"].browse(opened["res_id"])
        self.assertEqual(form.numbers, "02/GP-T-ONE")
        form.valid_to = "2027-03-09"
        form.action_confirm()
        self.assertEqual(dossier.result_ids.number, "02/GP-T-ONE")
        self.assertEqual(str(dossier.result_ids.valid_to), "2027-03-09")

    def test_each_year_has_a_book_that_begins_with_one(self):
        self.to_resolved()
        dossier = self.to_seal("Licence")
        with freeze_time("2026-12-31 17:30:00"):
            # Half past midnight in Việt Nam: it is the next year there.
            self.act("clerk", dossier, "seal")
        self.assertEqual(dossier.result_ids.number, "01/GP-T-ONE")
        self.assertEqual(self.results_book().mapped("year"), [2027, 2026])

    def test_symbol_and_pattern_are_the_clerks_until_the_first_number(self):
        books = self.as_role("clerk", self.env["onestop.result.book"])
        book = books.create(
            {"department_id": self.department.id, "year": 2026, "symbol": "SXD"}
        )
        self.assertEqual((book.symbol, book.example), ("SXD", "01/SXD"))
        for wrong in ("12/GP", "{number}{number}", "{number.__class__}", "{owner}"):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                book.pattern = wrong
        book.pattern = "{number}/{year}/[{kind}-]{symbol}"
        dossier = self.to_resolved()
        self.assertEqual(dossier.result_ids.number, "1/2026/GP-SXD")
        for vals in ({"symbol": "UBND"}, {"pattern": "{number}"}):
            with self.subTest(vals), self.assertRaisesRegex(AccessError, "next year"):
                book.write(vals)
        with freeze_time("2027-01-04 02:00:00"):
            later = self.act("clerk", self.to_seal("Licence"), "seal")
        # The next year's book takes over how they look.
        self.assertEqual(later.result_ids.number, "1/2027/GP-SXD")

    def test_a_void_number_stays_with_its_reason_and_the_next_follows(self):
        self.to_resolved()
        book = self.results_book()
        form = self.as_role("clerk", self.env["onestop.result.void"]).create(
            {"book_id": book.id, "reason": "Spoiled in  printing"}
        )
        self.assertEqual(form.label, "02/T-ONE")
        form.action_confirm()
        dossier = self.to_resolved()
        self.assertEqual(dossier.result_ids.number, "03/GP-T-ONE")
        void = book.number_ids.filtered(lambda one: one.state == "void")
        self.assertEqual(
            (void.label, void.void_reason, book.voided),
            ("02/T-ONE", "Spoiled in printing", 1),
        )
        row = self.env["onestop.journal"].search(
            [("res_model", "=", book._name), ("res_id", "=", book.id)]
        )
        self.assertEqual(row.code, "void_number")

    def test_only_the_clerk_of_the_department_makes_one_void(self):
        self.to_resolved()
        for role in ("department_head", "director", "department_officer"):
            book = self.as_role(role, self.results_book())
            with self.subTest(role), self.assertRaises(AccessError):
                book.void_next("Spoiled")
        book = self.as_role("clerk", self.results_book())
        with self.assertRaisesRegex(UserError, "Say why"):
            book.void_next("  ")
        with freeze_time("2027-01-04 02:00:00"):
            with self.assertRaisesRegex(UserError, "not given any more"):
                book.void_next("Spoiled")
        self.assertEqual(book.last_number, 1)

    def test_no_hand_writes_a_number(self):
        self.to_resolved()
        book = self.as_role("clerk", self.results_book())
        line = book.number_ids
        later = {"year": 2027}
        context = dict.fromkeys(("onestop_dossier_engine", "engine", "number"), True)
        for attack in (
            lambda: book.write({"last_number": 7}),
            lambda: book.write({"year": 2025}),
            lambda: book.create(
                {"department_id": self.department.id, **later, "last_number": 3}
            ),
            lambda: book.with_context(default_last_number=3).create(
                {"department_id": self.department.id, **later}
            ),
            lambda: book.write({"number_ids": [(0, 0, {"number": 9})]}),
            lambda: book.unlink(),
            lambda: line.write({"label": "99/GP"}),
            lambda: line.with_context(**context).sudo().write({"label": "99/GP"}),
            lambda: line.sudo().unlink(),
            lambda: line.copy({"number": 9}),
        ):
            with self.subTest(attack), self.assertRaises(AccessError):
                attack()

    def test_a_number_comes_never_twice_whatever_writes_it(self):
        self.to_resolved()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "INSERT INTO onestop_result_number (book_id, number, label, date, state)"
                " SELECT book_id, number, label, date, state FROM onestop_result_number"
            )

    def test_of_a_signed_paper_alone_there_need_be_no_file(self):
        dossier = self.to_processing()
        kind = self.version.result_ids
        paper = {"kind": kind.id, "on_paper": True}
        self.act("department_officer", dossier, "complete_step", results=[paper])
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        result = dossier.result_ids
        self.assertEqual(
            (result.name, result.kind_id, result.number, result.standing),
            ("Licence", kind, "01/GP-T-ONE", "in_force"),
        )
        self.assertFalse(result.attachment_id)

    def test_a_kind_of_another_procedure_is_refused(self):
        other = self.make_version("9.900812", result_ids=[(0, 0, {"name": "Permit"})])
        dossier = self.to_processing()
        paper = {"kind": other.result_ids.id, "on_paper": True}
        with self.assertRaisesRegex(UserError, "no such result"):
            self.act("department_officer", dossier, "complete_step", results=[paper])

    @pytest.mark.article("Decree 61/2018", "17.4")
    def test_what_nobody_seals_is_numbered_when_it_is_resolved(self):
        steps = (
            ("Appraise", "work", "competent", "department_officer", 2),
            ("Decide", "decision", "competent", "department_head", 2),
            ("Return", "return", "received", "counter_officer", 0),
        )
        self.version = self.make_version("9.900813", steps, term=1, same_day=True)
        dossier = self.to_processing()
        result = {"name": "Extract", "file": self.pdf("extract.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, "decide")
        self.assertEqual(
            (dossier.state, dossier.result_ids.state, dossier.result_ids.number),
            ("resolved", "issued", "01/T-ONE"),
        )
