"""Procedures of two agencies that are filed as one."""

from .common import PDF
from .common_linked import LinkedCase

OWNER = {
    "owner_name": "Owner T",
    "owner_identity_number": "001099000001",
    "owner_phone": "0900000001",
    "owner_seen": True,
}


class BundleCase(LinkedCase):
    """A birth (department), then residence and insurance (the other one), filed as one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version("9.900320", term=4)
        cls.beside = cls.make_version(
            "9.900321", term=10, competent_department_ids=[(4, cls.other.id)]
        )
        cls.then = cls.make_version(
            "9.900322", competent_department_ids=[(4, cls.other.id)]
        )

    def make_bundle(self, *orders, returns="together"):
        """`orders`: (order, version) of each part."""
        return self.env["onestop.bundle"].create(
            {
                "name": "Birth, residence, insurance",
                "decision_number": "9/QD-T",
                "decision_date": "2026-01-02",
                "valid_from": "2026-01-05",
                "returns": returns,
                "part_ids": [
                    (0, 0, {"sequence": order, "procedure_id": one.procedure_id.id})
                    for order, one in orders
                ],
            }
        )

    def screen(self, bundle, **defaults):
        """The screen of the counter, as its form fills it in."""
        screens = self.as_role("counter_officer", self.env["onestop.intake"])
        names = list(screens._fields)
        values = screens.with_context(
            **{f"default_{name}": value for name, value in defaults.items()}
        ).default_get(names)
        screen = screens.create({**values, **({} if defaults else OWNER)})
        if not defaults:
            screen.bundle_id = bundle
            screen._onchange_bundle()
        else:
            screen._onchange_papers()
        return screen

    def receive(self, bundle):
        """All parts, one after the other; what the last button led to."""
        screen = self.screen(bundle)
        paper = screen.component_ids[0]
        paper.received = True
        files = self.as_role("counter_officer", self.env["ir.attachment"])
        paper.file_ids = files.create(
            {"name": "birth.pdf", "raw": PDF, "res_model": paper._name, "res_id": 0}
        )
        done = screen.action_receive()
        screens = [screen]
        while done.get("context"):
            values = {
                name.removeprefix("default_"): value
                for name, value in done["context"].items()
                if name.startswith("default_")
            }
            if not values:
                break
            screens.append(self.screen(bundle, **values))
            done = screens[-1].action_receive()
        return [one.dossier_id for one in screens], done
