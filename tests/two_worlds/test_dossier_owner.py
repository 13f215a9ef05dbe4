"""Whose dossier it is is told to those whose business it is, and to nobody else.

The same harness, another secret: the owner of a dossier that a department works on.
"""

from freezegun import freeze_time
from observer import Observer, differing
from worlds import Worlds

from odoo.tests import new_test_user, tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY, DossierCase

OWNERS = (
    {
        "name": "Đỗ Thị Thử",
        "identity_number": "999174000011",
        "phone": "0999000011",
        "email": "thu@congdan.invalid",
    },
    {
        "name": "Nguyễn Hoàng Văn Ví Dụ",
        "identity_number": "999081000022",
        "phone": "0999000022",
        "email": "vidu@congdan.invalid",
    },
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDossierOwner(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizens = [
            new_test_user(cls.env, f"test_owner_{number}", "base.group_portal")
            for number in (1, 2)
        ]
        # Whose business it is not: of another department, of another counter, of none.
        cls.observers = {
            **{
                role: cls.users[role]
                for role in (
                    *("catalogue_manager", "custodian"),
                    *("administrator", "treasurer", "it_technician"),
                )
            },
            "other_officer": cls.make_user(
                "test_other_officer", ("department_officer", cls.other)
            ),
            "other_head": cls.make_user(
                "test_other_head", ("department_head", cls.other)
            ),
            "other_counter": cls.make_user(
                "test_other_counter", ("counter_officer", cls.centre)
            ),
            "no_role": cls.plain,
            "citizen": cls.portal,
            "public": cls.env.ref("base.public_user"),
        }
        cls.worlds = Worlds(cls)

    def look(self, number, leak=None):
        """What the strangers are told in a world, after a leak where there is one."""
        with self.worlds.world():
            dossier = self.file(self.citizens[number], owner=OWNERS[number])
            self.act("counter_officer", dossier, "accept")
            result = {
                "name": "Licence",
                "file": self.pdf(f"{OWNERS[number]['name']}.pdf"),
            }
            self.act("department_officer", dossier, "complete_step", results=[result])
            self.act("department_head", dossier, "decide")
            if leak:
                leak(dossier)
            self.worlds.settle()
            self.env.registry.clear_all_caches()
            self.env.invalidate_all()
            return self.told(dossier)

    def told(self, dossier):
        needles = [text for owner in OWNERS for text in owner.values()]
        needles += [citizen.partner_id.id for citizen in self.citizens]
        hidden = {
            "onestop.dossier": dossier.ids,
            "onestop.notice": dossier.notice_ids.ids,
            "ir.attachment": dossier.result_ids.attachment_id.ids,
        }
        models = [
            name
            for name in self.env.registry
            if name.startswith(("onestop.", "mail.", "ir.attachment", "res.", "queue."))
        ]
        seen = {}
        for name, user in self.observers.items():
            observer = Observer(self.env, user, name, needles, hidden)
            seen.update(observer.glance(models))
        return seen

    def differing(self, leak=None):
        return differing(self.look(0, leak), self.look(1, leak))

    def test_strangers_are_told_the_same_whoever_it_is(self):
        self.assertEqual(self.differing(), [])

    def test_leaks_of_an_owner_are_found(self):
        for leak in (
            self.a_rule_is_removed,
            self.a_column_of_everybodys_holds_it,
            self.a_file_that_is_public,
        ):
            with self.subTest(leak.__name__):
                self.assertTrue(self.differing(leak))

    def a_rule_is_removed(self, dossier):
        rules = self.env["ir.rule"].search([("model_id.model", "=", "onestop.dossier")])
        rules.unlink()

    def a_column_of_everybodys_holds_it(self, dossier):
        self.department.phone = dossier.owner_phone

    def a_file_that_is_public(self, dossier):
        dossier.result_ids.attachment_id.public = True
