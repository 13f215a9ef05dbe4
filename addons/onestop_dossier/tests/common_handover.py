"""A department that ends, and one that succeeds it."""

from datetime import date
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import DossierCase

# The Wednesday of the same week, 09:00 in Việt Nam.
WEDNESDAY = "2026-03-11 02:00:00"


class HandoverCase(DossierCase):
    """`self.department` ends on Tuesday; `self.successor` takes over on Wednesday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.successor = cls.env["onestop.department"].create(
            {"name": "Department V", "code": "V"}
        )
        cls.new_head = cls.make_user("new_head", ("department_head", cls.successor))
        cls.new_officer = cls.make_user(
            "new_officer", ("department_officer", cls.successor)
        )
        cls.new_clerk = cls.make_user("new_clerk", ("clerk", cls.successor))

    def end(self, department=None, others=()):
        """`others`: who succeeds it beside the main one."""
        department = department or self.department
        department.write(
            {
                "valid_to": date(2026, 3, 10),
                "succession_ids": [
                    Command.create(
                        {
                            "successor_id": one.id,
                            "date": date(2026, 3, 11),
                            "is_main": one == self.successor,
                        }
                    )
                    for one in (self.successor, *others)
                ],
            }
        )

    def end_centre(self):
        self.end(self.centre)
        # The administrator of this province belongs to no department that ended.
        user = self.make_user("administrator_v", ("administrator", self.successor))
        self.enterContext(patch.dict(self.users, administrator=user))

    def prepared(self, department=None):
        department = (department or self.department).with_user(
            self.users["administrator"]
        )
        action = department.action_hand_over()
        handover = self.env[action["res_model"]].browse(action["res_id"])
        handover = handover.with_user(self.users["administrator"])
        handover.decision = "5/NQ-T"
        return handover

    def pass_over(self, handover):
        """Begin, and do the jobs until none is left."""
        with trap_jobs() as trap:
            handover.action_begin()
            trap.assert_jobs_count(1)
            while trap.enqueued_jobs:
                trap.perform_enqueued_jobs()
        return handover.with_env(self.env)
