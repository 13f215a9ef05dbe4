import itertools

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from odoo.addons.onestop_procedure.tests.context_keys import context_keys

from ..models.onestop_dossier import ENGINE_FIELDS, FILED_FIELDS
from .common import MONDAY, DossierCase

# What a caller of an RPC method may put into a context, in the hope that it opens.
CONTEXTS = (
    {},
    # Whatever switch our sources know.
    {
        **{key: True for key in context_keys() if not key.startswith("default_")},
        "onestop_code": "accept",
    },
    {"install_mode": True, "import_file": True, "active_test": False},
    {"default_state": "returned", "default_code": "H99.01-260309-0001"},
    {"onestop_dossier_engine": True, "engine": True, "su": True, "uid": 1},
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestGuards(DossierCase):
    def test_no_role_and_no_context_writes_what_the_engine_writes(self):
        dossier = self.to_processing()
        values = {
            "state": "returned",
            "code": "H99.01-260309-0099",
            "date_due": "2030-01-01 00:00:00",
            "department_id": self.other.id,
            "step_ids": [(5,)],
            "grant_ids": [(0, 0, {"department_id": self.other.id})],
        }
        users = [*self.users.values(), self.portal]
        for user, context, (name, value) in itertools.product(
            users, CONTEXTS, values.items()
        ):
            with self.subTest(user=user.login, field=name, context=context):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    dossier.with_user(user).with_context(**context).write({name: value})
        # The superuser passes no rule, but the guard is no rule.
        with self.assertRaises(AccessError):
            dossier.sudo().write({"state": "returned"})

    def test_every_field_of_the_engine_is_guarded(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        mine = self.as_role("counter_officer", dossier)
        for name in sorted(ENGINE_FIELDS):
            with self.subTest(field=name), self.assertRaises(AccessError):
                mine.write({name: False})

    def test_no_field_that_is_kept_was_forgotten(self):
        dossier = self.env["onestop.dossier"]
        kept = {
            name
            for name, field in dossier._fields.items()
            if (field.store or field.inverse)
            and not (field.compute or field.related)
            # Another addon guards the fields that it adds.
            and "onestop_dossier" in field._modules
        }
        platform = {*self.env["mail.thread"]._fields, *MAGIC_COLUMNS}
        self.assertEqual(kept - platform - ENGINE_FIELDS - FILED_FIELDS, set())
        self.assertEqual((ENGINE_FIELDS | FILED_FIELDS) - set(dossier._fields), set())

    def test_a_draft_is_made_at_ones_own_counter_and_no_other(self):
        model = self.as_role("counter_officer", self.env["onestop.dossier"])
        draft = model.create(
            {
                "version_id": self.version.id,
                "owner_name": "Owner T",
                "partner_id": self.portal.partner_id.id,
                "received_department_id": self.other.id,
            }
        )
        self.assertEqual(draft.sudo().received_department_id, self.centre)
        self.assertFalse(draft.sudo().partner_id)
        with self.assertRaises(AccessError):
            model.with_context(default_state="returned").create(
                {"version_id": self.version.id, "state": "returned"}
            )
        with self.assertRaises(AccessError):
            model.create({"version_id": self.version.id, "code": "X"})

    def test_a_default_from_the_context_gets_no_dossier_past_the_engine(self):
        model = self.as_role("counter_officer", self.env["onestop.dossier"])
        for context in CONTEXTS:
            with self.env.cr.savepoint():
                try:
                    draft = model.with_context(**context).create(
                        {"version_id": self.version.id, "owner_name": "Owner T"}
                    )
                except AccessError:
                    continue
                self.assertEqual(draft.state, "draft", context)
                self.assertFalse(draft.code, context)

    def test_what_was_filed_stays_as_filed(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        mine = self.as_role("counter_officer", dossier)
        for name, value in (
            ("owner_name", "Somebody else"),
            ("owner_identity_number", "001099000002"),
            ("answers", {}),
            ("component_ids", [(5,)]),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                mine.write({name: value})

    def test_the_papers_of_a_received_dossier_are_settled(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        papers = self.as_role("counter_officer", dossier).component_ids
        papers[0].defect = "Unsigned."
        self.act("counter_officer", dossier, "accept")
        with self.assertRaises(AccessError):
            papers[0].defect = False

    def test_no_dossier_is_copied_and_none_deleted_once_submitted(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        with self.assertRaises(UserError):
            self.as_role("counter_officer", dossier).copy()
        with self.assertRaises(AccessError):
            self.as_role("counter_officer", dossier).unlink()

    def test_a_citizen_does_only_what_an_applicant_may(self):
        dossier = self.to_processing()
        mine = dossier.with_user(self.portal)
        for code in (
            "accept",
            "reject",
            "decide",
            "seal",
            "return",
            "resolve",
            "nonsense",
        ):
            with self.subTest(code=code), self.assertRaises(UserError):
                mine.action_transition(
                    code, "because", {"step_id": dossier.step_ids.id}
                )
        other = self.env["res.users"].create(
            {
                "name": "Citizen U",
                "login": "citizen_u",
                "group_ids": [(6, 0, [self.env.ref("base.group_portal").id])],
            }
        )
        with self.assertRaises(AccessError):
            dossier.with_user(other).action_transition("withdraw")
