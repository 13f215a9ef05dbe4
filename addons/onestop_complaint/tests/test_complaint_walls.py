"""Who sees which grievance, and that whom it is about sees nothing of it."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY

from .common import PERSON, ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintWalls(ComplaintCase):
    def readers(self, complaint):
        """Roles, and whoever else, that find it."""
        people = {**self.users, "about": self.officer, "citizen": self.portal}
        found = set()
        for role, user in people.items():
            try:
                if complaint in self.seen_by(user):
                    found.add(role)
            except AccessError:
                continue
        return found

    def test_reflections_are_the_counters_and_the_centres(self):
        self.assertEqual(
            self.readers(self.brought()),
            {"counter_officer", "supervisor", "director", "citizen"},
        )

    def test_complaints_are_not_the_counters(self):
        complaint = self.register("clerk", kind="complaint", person=PERSON)
        self.assertEqual(self.readers(complaint), set())
        at_centre = self.register("supervisor", kind="complaint", person=PERSON)
        self.assertEqual(self.readers(at_centre), {"supervisor", "director"})

    def test_those_of_another_department_see_nothing(self):
        complaint = self.to_accepted()
        stranger = self.make_user(
            "stranger",
            ("department_head", self.other),
            ("department_officer", self.other),
        )
        self.assertEqual(
            self.readers(complaint),
            {
                *("counter_officer", "supervisor", "director", "citizen", "about"),
                *("department_officer", "department_head"),
            },
        )
        self.assertNotIn(complaint, self.seen_by(stranger))

    def test_whom_it_is_about_sees_nothing_and_handles_nothing(self):
        complaint = self.register(officer=self.officer.id)
        self.go("supervisor", complaint, "classify", "So.", classification="conduct")
        self.go("supervisor", complaint, "accept", department_id=self.department.id)
        self.assertIn("department_officer", self.readers(complaint))
        self.assertNotIn("about", self.readers(complaint))
        mine = complaint.with_user(self.officer)
        with self.assertRaises(AccessError):
            mine.read(["subject"])
        with self.assertRaises(AccessError):
            mine.action_transition("give_explanation", None, {"explanation": "I…"})
        # Not by another role of theirs, either.
        self.env["onestop.role.assignment"].create(
            {
                "user_id": self.officer.id,
                "role": "director",
                "department_id": self.centre.id,
                "date_from": "2020-01-01",
            }
        )
        self.assertNotIn(complaint, self.seen_by(self.officer))

    def test_whoever_stands_in_for_the_one_it_is_about_sees_nothing_of_it_either(self):
        complaint = self.register(officer=self.officer.id)
        self.go("supervisor", complaint, "classify", "So.", classification="conduct")
        self.go("supervisor", complaint, "accept", department_id=self.department.id)
        other = self.to_accepted()
        absence = self.env["onestop.absence"].create(
            {
                "user_id": self.officer.id,
                "department_id": self.department.id,
                "deputy_id": self.users["clerk"].id,
                "date_from": "2026-03-09",
                "date_to": "2026-03-13",
            }
        )
        self.assertIn("clerk", self.readers(other))
        self.assertNotIn("clerk", self.readers(complaint))
        # Whoever handles it in their own right goes on.
        self.assertIn("department_officer", self.readers(complaint))
        absence.action_end()
        self.assertNotIn("clerk", self.readers(other))

    def test_about_a_head_the_whole_department_sees_nothing_of_it(self):
        head = self.users["department_head"]
        complaint = self.register(officer=head.id)
        self.assertEqual(complaint.closed_to_department_id, self.department)
        self.go("supervisor", complaint, "classify", "So.", classification="conduct")
        with self.assertRaisesRegex(UserError, "cannot go there"):
            self.go("supervisor", complaint, "accept", department_id=self.department.id)
        below = self.env["onestop.department"].create(
            {"name": "Unit", "code": "T-UNIT", "parent_id": self.department.id}
        )
        with self.assertRaisesRegex(UserError, "cannot go there"):
            self.go("supervisor", complaint, "accept", department_id=below.id)
        self.go("supervisor", complaint, "accept", department_id=self.other.id)
        self.assertEqual(
            self.readers(complaint), {"counter_officer", "supervisor", "director"}
        )

    def test_about_the_director_it_is_the_custodians(self):
        complaint = self.register(officer=self.users["director"].id)
        self.assertEqual(self.readers(complaint), {"custodian"})
        self.assertFalse(complaint.sealed)

    def test_about_a_supervisor_the_director_sees_it(self):
        complaint = self.register(officer=self.users["supervisor"].id)
        self.assertEqual(self.readers(complaint), {"counter_officer", "director"})

    def test_a_denunciation_is_the_custodians_alone(self):
        self.assertEqual(self.readers(self.denunciation()), {"custodian"})
        self.assertEqual(self.readers(self.brought(kind="denunciation")), {"custodian"})

    def test_a_custodian_who_works_where_it_points_sees_nothing(self):
        both = self.make_user(
            "both", ("custodian", self.centre), ("department_officer", self.department)
        )
        about = self.denunciation(officer=self.officer.id)
        elsewhere = self.denunciation(department="T-TWO")
        self.assertNotIn(about, self.seen_by(both))
        self.assertIn(elsewhere, self.seen_by(both))
        envelopes = self.seen_by(both, "onestop.denouncer.envelope")
        self.assertEqual(envelopes, elsewhere.envelope_ids)
        me = self.make_user("me", ("custodian", self.centre))
        mine = self.denunciation(officer=me.id)
        self.assertNotIn(mine, self.seen_by(me))
        self.assertNotIn(
            mine.envelope_ids, self.seen_by(me, "onestop.denouncer.envelope")
        )

    def test_its_journal_is_read_on_its_own_page_alone(self):
        complaint = self.to_accepted()
        sealed = self.denunciation()
        rows = self.seen_by(self.users["director"], "onestop.journal")
        self.assertNotIn("onestop.complaint", rows.mapped("res_model"))
        shown = complaint.with_user(self.users["director"]).journal_html
        self.assertIn("Accept", shown)
        with self.assertRaises(AccessError):
            sealed.with_user(self.users["director"]).read(["journal_html"])

    def test_a_citizen_sees_their_own_and_no_field_of_the_house(self):
        complaint = self.to_accepted()
        self.assertNotIn(complaint, self.seen_by(self.neighbour))
        mine = complaint.with_user(self.portal)
        self.assertTrue(mine.read(["subject", "state", "kind"]))
        for field in (
            *("explanation", "target_officer_id", "department_id", "journal_html"),
            *("received_department_id", "receipt_digest", "custodian_only"),
        ):
            with self.subTest(field), self.assertRaises(AccessError):
                mine.read([field])
        with self.assertRaises(AccessError):
            complaint.with_user(self.users["director"]).read(["receipt_digest"])

    def test_its_terms_are_seen_by_whom_it_is_seen(self):
        about = self.register(officer=self.officer.id)
        self.go("supervisor", about, "classify", "So.", classification="conduct")
        self.go("supervisor", about, "accept", department_id=self.department.id)
        for complaint in (
            self.brought(),
            self.to_accepted(),
            self.denunciation(),
            self.register(officer=self.users["department_head"].id),
            about,
        ):
            self.assertTrue(complaint.phase_ids)
            people = {**self.users, "about": self.officer, "citizen": self.portal}
            for role, user in people.items():
                with self.subTest(complaint=complaint.code, role=role):
                    seen = complaint.with_user(user).has_access("read")
                    rows = complaint.phase_ids.with_user(user)
                    self.assertEqual(rows.has_access("read"), seen)
                    if not seen:
                        with self.assertRaises(AccessError):
                            complaint.with_user(user).explain_due()

    def test_the_rules_of_terms_are_those_of_what_they_belong_to(self):
        names = (
            *("target_officer_id", "closed_to_department_id", "department_id"),
            *("received_department_id", "custodian_only", "kind", "partner_id"),
            "sealed",
        )

        def rules(model):
            found = self.env["ir.rule"].search([("model_id.model", "=", model)])
            return {(rule.groups, rule.domain_force) for rule in found}

        expected = set()
        for groups, domain in rules("onestop.complaint"):
            for name in names:
                domain = domain.replace(f"('{name}", f"('complaint_id.{name}")
            expected.add((groups, domain))
        self.assertEqual(len(expected), 6)
        self.assertEqual(rules("onestop.complaint.phase"), expected)

    def test_a_citizen_sees_when_theirs_is_due_and_by_whose_calendar_not(self):
        complaint = self.to_accepted()
        mine = complaint.with_user(self.portal)
        self.assertEqual(mine.explain_due()["phase"], "answer")
        self.assertEqual(mine.phase_ids.mapped("phase"), ["transfer", "answer"])
        for field in ("department_id", "rule_id", "derivation", "events"):
            with self.subTest(field), self.assertRaises(AccessError):
                mine.phase_ids.read([field])

    def test_a_citizen_reads_why_but_not_what_the_staff_typed(self):
        complaint = self.brought(kind="complaint", person=PERSON)
        form = {"signed": True, "channel": "letter"}
        self.go("supervisor", complaint, "classify", "So.", kind="complaint", **form)
        self.go("supervisor", complaint, "accept", department_id=self.department.id)
        self.go("department_head", complaint, "extend", "Two offices differ.")
        for user, told in ((self.users["supervisor"], True), (self.portal, False)):
            sentences = " ".join(complaint.with_user(user).explain_due()["sentences"])
            self.assertIn("extended by 15 calendar days", sentences)
            self.assertEqual("Two offices differ" in sentences, told)
            shown = complaint.with_user(user).due_explanations
            self.assertEqual("Two offices differ" in str(shown), told)
            rows = complaint.with_user(user).phase_ids.mapped("due_explanation")
            self.assertEqual("Two offices differ" in str(rows), told)

    def test_its_files_are_read_with_it(self):
        complaint = self.brought(files=[self.pdf()])
        file = complaint.attachment_ids
        self.assertTrue(file.with_user(self.users["supervisor"]).read(["name"]))
        for user in (self.users["department_officer"], self.portal, self.neighbour):
            with self.subTest(user.login), self.assertRaises(AccessError):
                file.with_user(user).read(["datas"])

    def test_a_custodian_begins_with_the_denunciations(self):
        def home(user):
            return user.with_user(user)._onestop_home()

        sealed = self.env.ref("onestop_complaint.onestop_complaint_action_sealed")
        self.assertEqual(home(self.users["custodian"]), sealed)
        both = self.make_user(
            "both", ("custodian", self.centre), ("clerk", self.department)
        )
        self.assertFalse(home(both))
        for role in ("clerk", "treasurer", "catalogue_manager"):
            self.assertFalse(home(self.users[role]), role)
