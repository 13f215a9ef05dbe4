"""Registering: what the law makes of it, the codes, what is kept of whom."""

import re

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY

from .common import PERSON, ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintFiling(ComplaintCase):
    def test_a_citizen_brings_a_reflection_about_their_dossier(self):
        dossier = self.to_processing()
        answer = self.bring(
            dossier=dossier.code, stage="resolving", person=PERSON, files=[self.pdf()]
        )
        complaint = self.of(answer)
        self.assertEqual(answer["kind"], "reflection")
        self.assertEqual(answer["id"], complaint.id)
        self.assertEqual(answer["note"], "")
        self.assertEqual(complaint.dossier_id, dossier)
        self.assertEqual(complaint.partner_id, self.portal.partner_id)
        self.assertEqual(complaint.person_name, "Nguyễn Thị Thử")
        self.assertEqual(complaint.channel, "portal")
        self.assertEqual(complaint.received_department_id, self.centre)
        self.assertEqual(complaint.rule_set_id.code, "2011/2018")
        self.assertEqual(complaint.attachment_ids.name, "application.pdf")
        # Who wrote the row is nobody in particular, whatever its kind.
        self.assertEqual(complaint.create_uid.id, 1)
        self.assertEqual(complaint.attachment_ids.create_uid.id, 1)

    @freeze_time("2026-07-01 02:00:00")
    def test_it_pins_the_law_of_the_day_on_which_it_came(self):
        self.assertEqual(self.brought().rule_set_id.code, "2026-07")

    def test_the_receipt_code_is_long_and_kept_hashed(self):
        answer = self.bring()
        code = answer["receipt_code"]
        # 20 characters of 5 bits and one that checks them.
        self.assertRegex(code, r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-Z]{4}){3}-[0-9A-Z]{5}$")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*) FROM onestop_complaint c WHERE c::text LIKE %s",
            [f"%{code}%"],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        track = self.env["onestop.complaint"].with_user(self.neighbour).track
        self.assertEqual(
            track(code.lower()),
            {"found": True, "state": "registered", "progress": "Registered"},
        )
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        for other in (wrong, "", None, answer["code"], "x" * 1000):
            self.assertEqual(track(other), {"found": False})

    def test_a_code_tells_neither_the_kind_nor_how_many_there_are(self):
        answers = [self.bring(kind=kind) for kind in ("reflection", "denunciation")]
        answers.append(self.bring(kind="complaint"))
        for answer in answers:
            self.assertTrue(
                re.fullmatch(
                    r"PAKN-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}", answer["code"]
                )
            )
        self.assertEqual(len({answer["code"] for answer in answers}), 3)

    def test_numbers_have_gaps_that_tell_nothing(self):
        ids = [self.brought().id for _number in range(12)]
        steps = {after - before for before, after in zip(ids, ids[1:], strict=False)}
        self.assertGreater(len(steps), 2)

    def test_what_has_not_the_form_of_the_law_is_information(self):
        for role, values, kind in (
            (
                "clerk",
                {"channel": "letter", "signed": True, "person": PERSON},
                "complaint",
            ),
            ("clerk", {"channel": "letter", "person": PERSON}, "information"),
            ("clerk", {"channel": "letter", "signed": True}, "information"),
            ("clerk", {"channel": "telephone", "signed": True}, "information"),
            ("counter_officer", {"signed": True, "person": PERSON}, "complaint"),
        ):
            model = self.as_role(role, self.env["onestop.complaint"])
            with self.subTest(values):
                answer = model.file({"kind": "complaint", "content": "It…", **values})
                self.assertEqual(answer["kind"], kind)
                self.assertEqual(bool(answer["note"]), kind == "information")
        self.assertEqual(self.brought(kind="complaint").kind, "information")
        self.assertEqual(self.brought(kind="complaint").asked_kind, "complaint")

    def test_whoever_gives_no_name_and_has_no_account_is_heard_too(self):
        complaint = self.brought(self.env.ref("base.public_user"))
        self.assertFalse(complaint.partner_id)
        self.assertEqual(complaint.kind, "reflection")

    def test_bad_input_is_a_sentence_and_registers_nothing(self):
        count = self.env["onestop.complaint"].search_count([])
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        for values, words in (
            ({"kind": "joke"}, "one of"),
            ({"kind": None}, "one of"),
            ({"kind": "information"}, "one of"),
            ({"content": "  "}, "content is empty"),
            ({"stage": "dreaming"}, "one of"),
            ({"dossier": "H99.01-260309-9999"}, "no dossier"),
            ({"dossier": dossier.tracking_number}, "no dossier"),
            ({"procedure": "0.000000"}, "no published procedure"),
            ({"department": "NOWHERE"}, "no department"),
            ({"person": {"identity_number": "1"}}, "takes"),
            ({"person": "Me"}, "takes"),
            ({"sealed": True}, "not known here"),
            ({"channel": "letter"}, "not known here"),
            ({"officer": 1}, "not known here"),
            ({"files": [{"name": "x.exe", "content": "TVqQAA=="}]}, "not of a kind"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.bring(**values)
        with self.assertRaises(UserError):
            self.env["onestop.complaint"].with_user(self.portal).file(None)
        self.assertEqual(self.env["onestop.complaint"].search_count([]), count)

    def test_the_staff_names_officers_and_citizens_do_not(self):
        complaint = self.register(officer=self.officer.id)
        self.assertEqual(complaint.target_officer_id, self.officer)
        self.assertEqual(complaint.target_department_id, self.department)
        for wrong in (self.portal.id, 0, 10**9):
            with self.subTest(wrong):
                if wrong:
                    with self.assertRaises(UserError):
                        self.register(officer=wrong)

    def test_some_roles_take_in_nothing(self):
        for role in (
            *("department_officer", "department_head", "treasurer", "director"),
            *("catalogue_manager", "postal_clerk", "it_technician", "administrator"),
        ):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.register(role)

    def test_the_journal_names_the_officer_and_never_the_person(self):
        (row,) = self.journal(self.register(person=PERSON))
        self.assertEqual((row.code, row.role), ("file", "counter_officer"))
        self.assertEqual(row.actor, self.users["counter_officer"].name)
        (row,) = self.journal(self.brought(person=PERSON))
        self.assertEqual((row.actor, row.actor_id), ("system", 1))
        self.assertNotIn("Thử", str(row.read()))

    def test_the_form_of_the_staff_leaves_nothing_behind(self):
        forms = self.as_role(
            "counter_officer", self.env["onestop.complaint.registration"]
        )
        form = forms.create({"content": "It is late.", "person_name": PERSON["name"]})
        shown = form.action_register()["params"]["message"]
        self.assertRegex(shown, r"PAKN-\w{4}-\w{4}-\w{3}.*(\w{4}-){4}\w{5}")
        self.assertFalse(form.exists())
        with self.assertRaisesRegex(UserError, "not entered here"):
            forms.create(
                {"kind": "denunciation", "content": "It…", "person_name": "Thử"}
            )
