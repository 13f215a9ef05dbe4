"""Grievances at the small centre of DossierCase."""

import os
import pathlib
import secrets
import tempfile

from odoo.tests import new_test_user

from odoo.addons.onestop_dossier.tests.common import DossierCase

from ..models.onestop_denouncer import KEY_VARIABLE, SETTING

PERSON = {
    "name": "Nguyễn Thị Thử",
    "phone": "0999000001",
    "email": "thu@congdan.invalid",
    "address": "Số 2 đường Thí Điểm",
}


class ComplaintCase(DossierCase):
    """`self.register()` registers one as a role, `self.bring()` as the portal user.

    `self.officer` is an officer of the competent department, about whom one may be.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.make_user(
            "test_about", ("department_officer", cls.department)
        )
        cls.neighbour = new_test_user(cls.env, "test_neighbour", "base.group_portal")
        cls.neighbour.partner_id.email = "neighbour@example.invalid"

    def bring(self, user=None, **values):
        """The answer of `file` to a citizen."""
        values = {"kind": "reflection", "content": "My dossier is late.", **values}
        return self.env["onestop.complaint"].with_user(user or self.portal).file(values)

    def brought(self, user=None, **values):
        return self.of(self.bring(user, **values))

    def register(self, role="counter_officer", **values):
        """The grievance that the user of a role registers."""
        values = {"kind": "reflection", "content": "My dossier is late.", **values}
        model = self.as_role(role, self.env["onestop.complaint"])
        return self.of(model.file(values))

    def denunciation(self, **values):
        """One in legal form: a signed letter, its envelope kept by the clerk."""
        number = f"{secrets.token_hex(4)}/MẬT"
        values = {
            "kind": "denunciation",
            "channel": "letter",
            "signed": True,
            "envelope": number,
            "content": "An officer asked for money.",
            **values,
        }
        return self.register("clerk", **values)

    def of(self, answer):
        """The record, as the superuser, that an answer of `file` tells of."""
        return self.env["onestop.complaint"].search([("code", "=", answer["code"])])

    def go(self, role, complaint, code, reason=None, **values):
        """Do an action as the user who holds a role ("portal" for the citizen)."""
        user = self.portal if role == "portal" else self.users[role]
        complaint.with_user(user).action_transition(code, reason, values)
        return complaint

    def to_accepted(self, **values):
        return self.take_up(self.brought(**values))

    def take_up(self, complaint):
        """Classified where its kind asks for it, and accepted for the department."""
        if complaint.kind in ("reflection", "petition"):
            self.go(
                "supervisor",
                complaint,
                "classify",
                "It is about delay.",
                classification="conduct",
            )
        department = self.department.id
        return self.go("supervisor", complaint, "accept", department_id=department)

    def resolve(self, complaint, outcome="founded"):
        return self.go(
            "department_head",
            complaint,
            "resolve",
            "It is so.",
            outcome=outcome,
            answer="You are right. We apologise.",
        )

    def to_closed(self, **values):
        return self.settle(self.to_accepted(**values))

    def settle(self, complaint):
        """Explained, answered, and the person was told."""
        self.go("supervisor", complaint, "ask_explanation", "Why so late?")
        self.go(
            "department_officer",
            complaint,
            "give_explanation",
            explanation="The file lay with another office for four days.",
        )
        self.go("supervisor", complaint, "forward_explanation", way="portal")
        self.resolve(complaint)
        return self.go("supervisor", complaint, "close")

    def journal(self, complaint):
        """The rows of its journal, in order."""
        return self.env["onestop.journal"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )

    def seen_by(self, user, model="onestop.complaint"):
        return self.env[model].with_user(user).search([])

    def permit_identities(self, mode=0o600):
        """The centre decides that identities may lie in the system, under a key."""
        self.env["ir.config_parameter"].set_param(SETTING, "True")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        key = pathlib.Path(folder.name, "denouncer.key")
        key.write_text(secrets.token_hex(32))
        key.chmod(mode)
        before = os.environ.get(KEY_VARIABLE, "")
        self.addCleanup(os.environ.__setitem__, KEY_VARIABLE, before)
        os.environ[KEY_VARIABLE] = str(key)
