"""What a whole life costs the database; bench/lifecycle.py measures it in time."""

import threading

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, DossierCase

# At most so many queries a life, those of making jobs included (docs/measurements.md).
QUERIES_A_LIFE = 150
# At most so many at the press of the counter's button, and for any action after it.
INTAKE, TRANSITION = 40, 20


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestQueryCount(DossierCase):
    def count(self, function):
        """Queries of an action that finds empty caches of records, as a request does."""
        self.env.flush_all()
        self.env.invalidate_all()
        thread = threading.current_thread()
        before, thread.query_count = getattr(thread, "query_count", 0), 0
        try:
            function()
            self.env.flush_all()
            return thread.query_count
        finally:
            thread.query_count += before

    def live(self):
        """{stage: queries} of one life, each stage by the user of its role."""
        dossiers, counts = [], {}
        counts["submit"] = self.count(lambda: dossiers.append(self.file()))
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        for role, code, values in (
            ("counter_officer", "accept", {}),
            ("department_officer", "complete_step", {"results": [result]}),
            ("department_head", "decide", {}),
            ("clerk", "seal", {}),
            ("counter_officer", "return", {}),
        ):
            counts[code] = self.count(
                lambda role=role, code=code, values=values: self.act(
                    role, dossiers[0], code, **values
                )
            )
        self.assertEqual(dossiers[0].state, "returned")
        return counts

    def receive(self):
        """Queries of the button with which a counter receives what is on its screen, and
        takes the fee."""
        screens = self.as_role("counter_officer", self.env["onestop.intake"])
        paper = self.version.component_ids
        screen = screens.create(
            {
                "version_id": self.version.id,
                "owner_name": "Owner T",
                "owner_identity_number": "001099000001",
                "owner_seen": True,
                "fee_taken": True,
                "component_ids": [
                    (0, 0, {"component_id": one.id, "received": True}) for one in paper
                ],
            }
        )
        queries = self.count(screen.action_receive)
        self.assertEqual(screen.dossier_id.state, "processing")
        self.assertEqual(screen.dossier_id.fee_ids.state, "paid")
        return queries

    def test_intake_at_the_counter_costs_few_queries(self):
        fee = {"kind": "charge", "name": "Charge T", "amount": 150000}
        self.version = self.make_version("9.900002", fee_ids=[(0, 0, fee)])
        self.receive()  # warms the caches of the server
        self.assertLessEqual(self.receive(), INTAKE)

    def test_an_action_costs_few_queries(self):
        self.live()  # warms the caches of the server
        counts = self.live()
        # A citizen's submission makes the whole dossier.
        del counts["submit"], counts["accept"]
        self.assertLessEqual(max(counts.values()), TRANSITION, counts)

    def test_a_life_costs_few_queries(self):
        self.live()  # warms the caches of the server
        counts = self.live()
        self.assertLessEqual(sum(counts.values()), QUERIES_A_LIFE, counts)

    def test_a_life_costs_no_more_where_there_are_many(self):
        self.live()
        few = self.live()
        for _dossier in range(10):
            self.to_processing()
        self.assertEqual(self.live(), few)
