"""A complete draft, a decision and a process, for tests of the catalogue."""

import base64
from datetime import date

from odoo.fields import Command

from .common import OnestopCase

#: A signed decision; its content tells what it is.
SIGNED_PDF = base64.b64encode(b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF\n")
RETURN = {"kind": "return", "place": "received", "role": "counter_officer"}


class CatalogueCase(OnestopCase):
    """Everything is made and done by the catalogue manager, in no other role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.env(user=cls.users["catalogue_manager"])
        cls.field_of_law = cls.manager["onestop.field"].create({"name": "Field T"})
        cls.province = cls.env.ref("onestop_procedure.level_province")
        cls.citizens = cls.manager["onestop.subject"].create({"name": "Citizens T"})

    @classmethod
    def make_decision(cls, effect_date, number="1/QĐ-T", **vals):
        return cls.manager["onestop.publication.decision"].create(
            {
                "number": number,
                "issuer": "Committee T",
                "signer": "Chairman T",
                "date": date(2026, 1, 2),
                "effect_date": effect_date,
                "attachment": SIGNED_PDF,
                "attachment_name": "decision.pdf",
                **vals,
            }
        )

    @classmethod
    def end_procedure(cls, procedure, effect_date, successor=None, **vals):
        """A published decision that ends a procedure; gives back the ending."""
        decision = cls.make_decision(effect_date, f"{effect_date}/end", **vals)
        ending = cls.manager["onestop.procedure.ending"].create(
            {
                "decision_id": decision.id,
                "procedure_id": procedure.id,
                "successor_id": successor and successor.id,
            }
        )
        decision.action_publish()
        return ending

    @classmethod
    def make_procedure(cls, code="9.900001", **vals):
        return cls.manager["onestop.procedure"].create({"code": code, **vals})

    @classmethod
    def make_draft(cls, procedure=None, **vals):
        """A draft that holds all that the law demands (Decree 63/2010, art. 8)."""
        procedure = procedure or cls.make_procedure()
        return cls.manager["onestop.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "name": "Cấp giấy phép thử nghiệm",
                "field_id": cls.field_of_law.id,
                "level_ids": [Command.set(cls.province.ids)],
                "steps_text": "File, wait, collect.",
                "competent_department_ids": [Command.set(cls.department.ids)],
                "subject_ids": [Command.set(cls.citizens.ids)],
                "channel_ids": [
                    Command.create(
                        {
                            "channel": "in_person",
                            "term_value": 2,
                            "term_unit": "working_days",
                        }
                    )
                ],
                "component_ids": [Command.create({"name": "Form T", "originals": 1})],
                **vals,
            }
        )

    @classmethod
    def make_published(cls, procedure=None, effect_date=date(2026, 2, 1), **vals):
        """A version published by the catalogue manager; needs a frozen date after it."""
        number = f"{effect_date}/QĐ-T"
        decision = cls.manager["onestop.publication.decision"].search(
            [("number", "=", number)]
        ) or cls.make_decision(effect_date, number)
        version = cls.make_draft(procedure, decision_id=decision.id, **vals)
        version.action_publish()
        return version

    @classmethod
    def make_process(cls, procedure, *steps, **vals):
        """A draft process; ``steps`` are dicts, with an order of their own each.

        Unless one of them does it, a last one returns the result.
        """
        steps = list(steps or ({"hours": 8},))
        if all(step.get("kind") != "return" for step in steps):
            steps.append(RETURN)
        return cls.manager["onestop.process"].create(
            {
                "procedure_id": procedure.id,
                "decision_number": "7/QĐ-T",
                "decision_date": date(2026, 1, 2),
                "decision_signer": "Chairman T",
                "valid_from": date(2026, 2, 1),
                "step_ids": [
                    Command.create(
                        {"name": f"Step {order}", "sequence": order * 10, **step}
                    )
                    for order, step in enumerate(steps, 1)
                ],
                **vals,
            }
        )
