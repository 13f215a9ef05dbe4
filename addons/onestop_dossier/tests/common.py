"""A published procedure with its process at the small centre of OnestopCase."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.addons.onestop_procedure.tests.common import OnestopCase

# A Monday in the middle of an ordinary week: 09:00 in Việt Nam.
MONDAY = "2026-03-09 02:00:00"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# A white dot.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2"
    "FAAAAABJRU5ErkJggg=="
)

STEPS = (
    # name, kind, place, role, hours
    ("Appraise", "work", "competent", "department_officer", 16),
    ("Decide", "decision", "competent", "department_head", 8),
    ("Number and seal", "seal", "competent", "clerk", 4),
    ("Return", "return", "received", "counter_officer", 0),
)


class DossierCase(OnestopCase):
    """`self.version`: 5 working days, three channels, two papers, no fee.

    `self.counter` receives it and holds `self.book`, the four steps of STEPS resolve it. `self.file()` files
    a dossier as the portal user, `self.advance()` takes it on as each step's own user.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The counter of codes takes a cursor of its own: here the test's.
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.centre.national_code = "H99.01"
        cls.counter = cls.env["onestop.counter.group"].create(
            {
                "name": "Counter T",
                "department_id": cls.centre.id,
                "user_ids": [
                    (4, cls.users["counter_officer"].id),
                    (4, cls.users["postal_clerk"].id),
                ],
            }
        )
        cls.book = cls.make_book()
        cls.version = cls.make_version("9.900001")
        cls.portal.partner_id.email = "citizen@example.invalid"

    @classmethod
    def make_book(cls, **vals):
        """A book of receipts of the department, from 1 to 50, at the counter."""
        return cls.env["onestop.fee.book"].create(
            {
                "series": "AB/26T",
                "department_id": cls.department.id,
                "counter_group_id": cls.counter.id,
                "last_number": 50,
                **vals,
            }
        )

    @classmethod
    def make_version(
        cls, code, steps=STEPS, term=5, ways=None, silence=None, linked=None, **vals
    ):
        """A published version with an approved process, in force since 2026-01-01.

        `steps`: rows as of STEPS; with a sixth cell, the order. `ways`: see `make_ways`.
        `silence`: {name of a step: its silence rule}; `linked`: {name of a step: the
        procedure of the linked dossier that it opens}.
        """
        procedure = cls.env["onestop.procedure"].create({"code": code})
        version = cls.env["onestop.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "name": f"Procedure {code}",
                "steps_text": "File, wait, collect.",
                "online_filing": True,
                "subject_ids": [(0, 0, {"name": f"People {code}"})],
                "competent_department_ids": [(4, cls.department.id)],
                "channel_ids": [
                    (
                        0,
                        0,
                        {"channel": c, "term_value": term, "term_unit": "working_days"},
                    )
                    for c in ("in_person", "online", "post")
                ],
                "component_ids": [
                    (0, 0, {"name": "Application", "originals": 1}),
                    (0, 0, {"name": "Plan", "copies": 1, "required": False}),
                ],
                "decision_id": cls.env["onestop.publication.decision"]
                .create(
                    {
                        "number": f"1/{code}",
                        "date": date(2025, 12, 20),
                        "effect_date": date(2026, 1, 1),
                        "signer": "Signer T",
                        "issuer": "Committee T",
                        "attachment": base64.b64encode(PDF),
                    }
                )
                .id,
                **vals,
            }
        )
        with freeze_time("2026-01-02 02:00:00"):
            version.action_publish()
            process = cls.make_process(procedure, code, steps)
            cls.make_ways(process, ways or {})
            for step in process.step_ids:
                step.silence_rule = (silence or {}).get(step.name, "none")
                step.linked_procedure_id = (linked or {}).get(step.name)
            process.action_approve()
        return version

    @classmethod
    def make_process(cls, procedure, code, steps, valid_from=date(2026, 1, 1)):
        """A draft process of steps as `make_version` takes them."""
        return cls.env["onestop.process"].create(
            {
                "procedure_id": procedure.id,
                "decision_number": f"2/{code}",
                "decision_date": date(2025, 12, 20),
                "decision_signer": "Signer T",
                "valid_from": valid_from,
                "step_ids": [
                    (
                        0,
                        0,
                        {
                            "sequence": order[0] if order else 10 * number,
                            "name": name,
                            "kind": kind,
                            **cls._place(place),
                            "role": role,
                            "hours": hours,
                        },
                    )
                    for number, (name, kind, place, role, hours, *order) in enumerate(
                        steps, 1
                    )
                ],
            }
        )

    @classmethod
    def make_ways(cls, process, ways):
        """Give steps their ways.

        :param dict ways: by the name of a step, dicts of values of transitions; with
            `to`, the name of the step that a way leads to
        """
        steps = {step.name: step for step in process.step_ids}
        for name, rows in ways.items():
            for order, row in enumerate(rows):
                values = {"sequence": order, "name": row["outcome"], **row}
                target = values.pop("to", None)
                values["target_step_id"] = target and steps[target].id
                steps[name].transition_ids = [(0, 0, values)]

    @staticmethod
    def _place(place):
        """`place` is the code of a place, or the department of a fixed one."""
        if isinstance(place, str):
            return {"place": place}
        return {"place": "fixed", "department_id": place.id}

    def values(self, **vals):
        """What a citizen hands in for `self.version`."""
        return {
            "procedure": self.version.procedure_id.code,
            "owner": {
                "name": "Owner T",
                "identity_number": "001099000001",
                "phone": "0900000001",
                "email": "owner@example.invalid",
            },
            "components": [{"component": "Application", "files": [self.pdf()]}],
            **vals,
        }

    @staticmethod
    def pdf(name="application.pdf", content=PDF):
        return {"name": name, "content": base64.b64encode(content).decode()}

    def file(self, user=None, **vals):
        """A submitted dossier, filed online by the portal user or another."""
        model = self.env["onestop.dossier"].with_user(user or self.portal)
        return self.env["onestop.dossier"].browse(
            model.submit(self.values(**vals))["id"]
        )

    def act(self, role, dossier, code, reason=None, **values):
        """Do an action as the user who holds a role ("portal" for the citizen); a result
        is collected by its owner, who signs, and what a department asks of the applicant
        the counter passes on."""
        user = self.portal if role == "portal" else self.users[role]
        if code == "return":
            values.setdefault("collection", self.collected())
        dossier.with_user(user).action_transition(code, reason, values)
        if code == "request_supplement" and dossier.request_due:
            self.act("counter_officer", dossier, "pass_on")
        return dossier

    @staticmethod
    def collected(**values):
        """Who collects a result, as `return` takes it; the owner, unless said."""
        return {
            "collector": "owner",
            "identity_checked": True,
            "signature": SIGNATURE,
            **values,
        }

    def to_processing(self, **vals):
        dossier = self.file(**vals)
        return self.act("counter_officer", dossier, "accept")

    def to_resolved(self, **vals):
        dossier = self.to_processing(**vals)
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, "decide")
        return self.act("clerk", dossier, "seal")

    def run_cron(self, method, model="onestop.dossier"):
        """Run a cron's method with a cursor that may commit."""
        self.env.flush_all()
        with self.env.registry.cursor() as cr:
            getattr(self.env(cr=cr)[model], method)()
        self.env.invalidate_all()

    def journal(self, dossier):
        """The codes of the dossier's journal, in order."""
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
        )
        return rows.mapped("code")
