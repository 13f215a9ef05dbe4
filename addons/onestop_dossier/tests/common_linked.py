"""Two agencies, and a procedure of one with a step that waits for the other's."""

from .common import STEPS, DossierCase

APPRAISE, DECIDE, SEAL, RETURN = STEPS
WAIT = ("Tax duty", "linked", "competent", "department_officer", 16)


class LinkedCase(DossierCase):
    """`self.version` is led by the department; its step WAIT opens a dossier under
    `self.there` of the other one, whose people are `self.there_users` by role."""

    # Values of the fees of the procedure there.
    fees_there = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.there = cls.make_version(
            "9.900301",
            competent_department_ids=[(4, cls.other.id)],
            fee_ids=[(0, 0, fee) for fee in cls.fees_there],
        )
        cls.version = cls.make_version(
            "9.900302",
            steps=(APPRAISE, WAIT, DECIDE, SEAL, RETURN),
            term=15,
            linked={"Tax duty": cls.there.procedure_id.id},
        )
        cls.there_users = {
            role: cls.make_user(f"there_{role}", (role, cls.other))
            for role in ("department_officer", "department_head", "clerk")
        }

    def to_waiting(self, **vals):
        """A dossier at the step that waits for another agency, and its open run."""
        dossier = self.to_processing(**vals)
        self.act("department_officer", dossier, "complete_step")
        return dossier, dossier.step_ids.filtered(lambda run: run.state == "open")

    def open_linked(self, run, user=None, **values):
        """The linked dossier that the lead's officer opens, with the application."""
        dossier = run.dossier_id
        paper = dossier.component_ids.filtered(lambda one: one.name == "Application")
        component = self.there.component_ids[0]
        values.setdefault("papers", [{"paper": paper.id, "component": component.id}])
        user = user or self.users["department_officer"]
        run.with_user(user).action_open_linked(values)
        return dossier.linked_ids.sorted("id")[-1]

    def act_there(self, role, dossier, code, reason=None, **values):
        user = self.there_users[role]
        dossier.with_user(user).action_transition(code, reason, values)
        return dossier

    def grant_there(self, child):
        """Let the other agency resolve what was opened there."""
        if child.state == "submitted":
            self.act("counter_officer", child, "accept")
        result = {"name": "Tax notice", "file": self.pdf("tax.pdf")}
        self.act_there("department_officer", child, "complete_step", results=[result])
        self.act_there("department_head", child, "decide")
        return self.act_there("clerk", child, "seal")

    def data(self, dossier, code):
        """What the journal keeps of each row of this code."""
        rows = self.env["onestop.journal"].search(
            [
                ("res_model", "=", "onestop.dossier"),
                ("res_id", "=", dossier.id),
                ("code", "=", code),
            ]
        )
        return [row._told() for row in rows]
