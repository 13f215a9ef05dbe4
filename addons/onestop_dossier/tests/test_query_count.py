"""What a whole life costs the database; bench/lifecycle.py measures it in time."""

import threading

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, PDF, DossierCase

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

    # ------------------------------------------------------ what does not come in each life

    # {stage: what is done, one after the other}: role, code, reason, values. Each begins
    # with a dossier that is filed, or in process; what goes before is not counted.
    TURNS = {
        "refused at intake": (
            "filed",
            [("counter_officer", "reject", "Not ours.", {})],
        ),
        "asked at intake": (
            "filed",
            [
                ("counter_officer", "request_supplement", "Sign it.", {}),
                ("portal", "supplement", "Here it is.", {}),
            ],
        ),
        "asked on appraisal": (
            "in process",
            [
                ("department_officer", "request_supplement", "Sign it.", {}),
                ("counter_officer", "pass_on", None, {}),
                ("counter_officer", "supplement", "Here it is.", {}),
            ],
        ),
        "taken back": (
            "in process",
            [
                ("department_officer", "request_supplement", "Sign it.", {}),
                ("department_officer", "take_back", "It is signed.", {}),
            ],
        ),
        "a payment": (
            "in process",
            [
                (
                    "department_officer",
                    "suspend",
                    "A notice of tax.",
                    {"legal_basis": "Law on Land, art. 1"},
                ),
                ("department_officer", "resume", "Paid.", {}),
            ],
        ),
        "withdrawn": (
            "in process",
            [
                ("portal", "withdraw", None, {}),
                ("department_officer", "stop", "As they asked.", {}),
            ],
        ),
        "an apology": (
            "in process",
            [
                (
                    "department_head",
                    "apologise",
                    "Too many.",
                    {"until": "2026-03-20 10:00:00"},
                )
            ],
        ),
        "redrafted": (
            "in process",
            [
                ("department_officer", "complete_step", None, {}),
                ("department_head", "complete_step", "An article.", {"back": True}),
            ],
        ),
        "refused": (
            "in process",
            [
                ("department_officer", "complete_step", None, {}),
                ("department_head", "refuse", "The law does not allow it.", {}),
            ],
        ),
        "the wrong authority": (
            "in process",
            [("department_officer", "forward", "Theirs.", {"away": True})],
        ),
    }

    def turn(self, name):
        """{(name, code): queries} of what happens in one of TURNS."""
        beginning, acts = self.TURNS[name]
        dossier = self.file() if beginning == "filed" else self.to_processing()
        counts = {}
        for role, code, reason, values in acts:
            values = dict(values)
            if values.pop("back", False):
                first = dossier.step_ids.sorted("sequence")[0].step_id
                values["send_back_to"] = first.id
            if values.pop("away", False):
                values["department_id"] = self.other.id
            user = self.portal if role == "portal" else self.users[role]
            counts[name, code] = self.count(
                lambda user=user, code=code, reason=reason, values=values: (
                    dossier.with_user(user).action_transition(code, reason, values)
                )
            )
        return counts

    def test_whatever_else_happens_costs_few_queries_too(self):
        counts = {}
        for name in self.TURNS:
            self.turn(name)  # warms the caches of the server
            counts |= self.turn(name)
        dear = {act: number for act, number in counts.items() if number > TRANSITION}
        self.assertFalse(dear)

    def test_assigning_and_asking_cost_few_queries(self):
        colleague = self.make_user("busy", ("department_officer", self.department))
        other = self.make_user("asked", ("department_officer", self.other))
        head, officer = (
            self.users[f"department_{role}"] for role in ("head", "officer")
        )

        def live():
            dossier = self.to_processing()
            run = dossier.step_ids
            asked = {
                "department_id": self.other.id,
                "content": "Is the plan safe?",
                "until": "2026-03-11 02:00:00",
            }
            counts = {
                "assign": self.count(
                    lambda: run.with_user(head).action_assign(officer.id)
                ),
                "release": self.count(
                    lambda: run.with_user(officer).action_release("Ill.")
                ),
                "take": self.count(lambda: run.with_user(colleague).action_take()),
                "ask": self.count(
                    lambda: dossier.with_user(officer).ask_opinion(asked)
                ),
            }
            opinion = self.env["onestop.opinion"].search(
                [("dossier_id", "=", dossier.id)]
            )
            said = {"position": "agrees", "text": "It is."}
            counts["answer"] = self.count(
                lambda: opinion.with_user(other).give_answer(said)
            )
            return counts

        live()  # warms the caches of the server
        counts = live()
        dear = {act: number for act, number in counts.items() if number > TRANSITION}
        self.assertFalse(dear)

    def scan(self, files, paper, number):
        """A scan of a paper that the screen has sent, as Odoo's route keeps it."""
        return files.create(
            {
                "name": f"{paper.name} {number}.pdf",
                "raw": PDF + f"% {paper.id} {number}".encode(),
                "res_model": "onestop.intake.component",
            }
        )

    def receive(self, scans=0):
        """Queries of the button with which a counter receives what is on its screen, and
        takes the fee.

        :param int scans: of each paper
        """
        screens = self.as_role("counter_officer", self.env["onestop.intake"])
        paper = self.version.component_ids
        files = self.as_role("counter_officer", self.env["ir.attachment"])
        screen = screens.create(
            {
                "version_id": self.version.id,
                "owner_name": "Owner T",
                "owner_identity_number": "001099000001",
                "owner_seen": True,
                "fee_taken": True,
                "component_ids": [
                    (
                        0,
                        0,
                        {
                            "component_id": one.id,
                            "received": True,
                            "file_ids": [
                                (4, self.scan(files, one, number).id)
                                for number in range(scans)
                            ],
                        },
                    )
                    for one in paper
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

    def test_the_intake_of_five_papers_that_were_scanned_costs_few_queries(self):
        fee = {"kind": "charge", "name": "Charge T", "amount": 150000}
        papers = [(0, 0, {"name": f"Paper {n}", "originals": 1}) for n in range(1, 6)]
        self.version = self.make_version(
            "9.900003", fee_ids=[(0, 0, fee)], component_ids=papers
        )
        self.receive(scans=1)  # warms the caches of the server
        one, two = self.receive(scans=1), self.receive(scans=2)
        self.assertLessEqual(one, INTAKE)
        # More files are no more queries.
        self.assertEqual(two, one)

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
