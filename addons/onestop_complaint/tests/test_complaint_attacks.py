"""What a caller of RPC may try: no context, command or default gets past the engine."""

import itertools

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY

from .common import PERSON, ComplaintCase

CONTEXTS = (
    {},
    {"onestop_code": "accept"},
    {"install_mode": True, "import_file": True, "active_test": False},
    {"default_state": "closed", "default_sealed": False},
    {"onestop_complaint_engine": True, "engine": True, "su": True, "uid": 1},
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintAttacks(ComplaintCase):
    def test_no_role_and_no_context_writes(self):
        complaint = self.to_accepted()
        sealed = self.denunciation()
        values = {
            "state": "closed",
            "sealed": False,
            "custodian_only": False,
            "kind": "reflection",
            "partner_id": self.neighbour.partner_id.id,
            "closed_to_department_id": False,
            "attachment_ids": [(5,)],
            "subject": "Otherwise",
        }
        users = [*self.users.values(), self.portal, self.officer]
        for user, context, (name, value) in itertools.product(
            users, CONTEXTS, values.items()
        ):
            for record in (complaint, sealed):
                with self.subTest(user=user.login, field=name, context=context):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        record.with_user(user).with_context(**context).write(
                            {name: value}
                        )
        # The superuser passes no rule, but the guard is no rule.
        with self.assertRaises(AccessError):
            complaint.sudo().write({"state": "closed"})
        with self.assertRaises(AccessError):
            complaint.sudo().unlink()

    def test_none_is_made_or_copied_but_by_filing(self):
        complaint = self.brought()
        model = self.as_role("counter_officer", self.env["onestop.complaint"])
        values = {"code": "X", "kind": "reflection", "content": "X", "subject": "X"}
        for context in CONTEXTS:
            with self.assertRaises(AccessError):
                model.with_context(**context).create(values)
        with self.assertRaises(UserError):
            complaint.with_user(self.users["supervisor"]).copy()
        with self.assertRaises(AccessError):
            model.web_save(values, {"id": {}})
        messages = model.load(list(values), [list(values.values())])["messages"]
        self.assertTrue(messages)
        self.assertFalse(model.search([("code", "=", "X")]))

    def test_no_role_and_no_context_writes_a_term(self):
        complaint, sealed = self.to_accepted(), self.denunciation()
        rows = (complaint | sealed).phase_ids
        users = [*self.users.values(), self.portal, self.officer]
        values = {
            "date_due": "2030-01-01 00:00:00",
            "date_ended": "2026-03-09 02:00:00",
            "result": "on_time",
            "events": [{"kind": "extension", "at": "x", "amount": 99}],
            "complaint_id": complaint.id,
        }
        for user, context, row in itertools.product(users, CONTEXTS, rows):
            mine = row.with_user(user).with_context(**context)
            for name, value in values.items():
                with self.subTest(user=user.login, field=name, context=context):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        mine.write({name: value})
            for try_ in (
                mine.unlink,
                lambda mine=mine: mine.copy(),
                lambda mine=mine: mine.create({"complaint_id": complaint.id}),
                lambda mine=mine: mine.complaint_id.write({"phase_ids": [(5,)]}),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    try_()
        for record in (rows[:1].sudo(), rows[-1:].sudo()):
            with self.assertRaises(AccessError):
                record.write({"result": "on_time"})
            with self.assertRaises(AccessError):
                record.unlink()

    def test_what_is_done_is_recorded_by_who_may_act_and_by_nobody_else(self):
        self.go("custodian", complaint := self.denunciation(), "accept")
        row = complaint._running_phases()[:1]
        self.assertEqual(row.phase, "acceptance_notice")
        for role in set(self.users) - {"custodian"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                row.with_user(self.users[role]).action_record()
            with self.subTest(role=role), self.assertRaises(AccessError):
                complaint.with_user(self.users[role]).action_transition(
                    "record", None, {"phase": "acceptance_notice"}
                )
        mine = row.with_user(self.users["custodian"])
        self.assertTrue(mine.recordable)
        mine.action_record()
        self.assertEqual(row.result, "on_time")
        self.assertFalse(mine.recordable)
        entry = self.journal(complaint)[-1]
        self.assertEqual((entry.code, entry.state_to), ("record", "accepted"))
        with self.assertRaises(UserError):
            mine.action_record()

    def test_a_reason_says_nothing_in_the_terms_of_what_is_sealed(self):
        complaint = self.denunciation()
        self.go("custodian", complaint, "extend", "Mrs T. lives in two districts.")
        row = complaint._running_phases()[-1]
        self.assertEqual(row.phase, "verification")
        self.assertIn("extension", [one["code"] for one in row.derivation])
        self.assertNotIn("Mrs T.", repr((row.derivation, row.events)))

    def test_numbers_of_terms_tell_of_no_hidden_one(self):
        first = self.brought().phase_ids.ids
        gaps = {
            after - before
            for before, after in itertools.pairwise(
                sorted(self.brought().phase_ids.ids[0] for _one in range(12))
            )
        }
        self.assertGreater(len(gaps), 2)
        self.assertEqual(len(first), 2)

    def test_no_default_of_a_context_fills_what_stays_empty(self):
        context = {
            "default_partner_id": self.portal.partner_id.id,
            "default_person_name": PERSON["name"],
            "default_sealed": False,
            "default_custodian_only": False,
            "default_dossier_id": self.to_processing().id,
            "default_public": True,
            "default_access_token": "x",
            "default_description": PERSON["name"],
            "default_res_field": "explanation",
        }
        model = self.env["onestop.complaint"].with_user(self.portal)
        answer = model.with_context(**context).file(
            {"kind": "denunciation", "content": "It…", "files": [self.pdf()]}
        )
        complaint = self.of(answer)
        self.assertTrue(complaint.sealed)
        self.assertFalse(complaint.partner_id or complaint.person_name)
        self.assertFalse(complaint.dossier_id)
        file = complaint.attachment_ids
        self.assertFalse(file.public or file.access_token or file.description)

    def test_a_sealed_one_cannot_be_found_by_what_is_in_it(self):
        complaint = self.denunciation(subject="Bribe at counter 7")
        for role in ("supervisor", "director", "counter_officer", "department_head"):
            model = self.as_role(role, self.env["onestop.complaint"])
            for domain in (
                [("id", "=", complaint.id)],
                [("subject", "ilike", "bribe")],
                [("sealed", "=", True)],
                [("kind", "=", "denunciation")],
                ["|", ("custodian_only", "=", True), ("id", ">", 0)],
                [("create_uid", "=", 1)],
                [("rule_set_id.code", "=", "2011/2018")],
            ):
                with self.subTest(role=role, domain=domain):
                    self.assertFalse(model.search(domain))
                    self.assertEqual(model.search_count(domain), 0)
                    self.assertEqual(model._read_group(domain, [], ["__count"]), [(0,)])
                    self.assertFalse(model.name_search("Bribe", domain))
            for try_ in (
                lambda record: record.read(["code"]),
                lambda record: record.display_name,
                lambda record: record.export_data(["code"]),
                lambda record: record.web_read({"code": {}}),
                lambda record: record.available_transitions(),
                lambda record: record.action_transition("refuse", "Because."),
                lambda record: record.read_identity("To verify who it is."),
                lambda record: record.action_act(),
            ):
                # Nobody of ours exports: that is refused before the record is.
                with self.subTest(role=role), self.assertRaises(UserError):
                    try_(complaint.with_user(self.users[role]))
            with self.assertRaises(AccessError):
                model.search([("receipt_digest", "like", "a")])

    def test_forms_of_others_are_nobodys(self):
        forms = self.as_role(
            "counter_officer", self.env["onestop.complaint.registration"]
        )
        form = forms.create({"content": "It is late.", "person_name": "Thử"})
        for role in ("supervisor", "clerk", "custodian"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                form.with_user(self.users[role]).read(["person_name"])
        sealed = self.denunciation()
        actions = self.as_role("director", self.env["onestop.complaint.action"])
        action = actions.create({"complaint_id": sealed.id, "code": "refuse"})
        with self.assertRaises(AccessError):
            action.action_confirm()
        with self.assertRaises(AccessError):
            action.web_read({"complaint_id": {"fields": {"subject": {}}}})
        readings = self.as_role("custodian", self.env["onestop.denouncer.reading"])
        mine = self.denunciation(officer=self.users["custodian"].id)
        reading = readings.create({"complaint_id": mine.id, "reason": "To verify it."})
        with self.assertRaises(AccessError):
            reading.action_read()
