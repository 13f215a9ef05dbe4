"""An office in a database of its own, in which several do something at the same time."""

import base64
import threading

CODE = "9.900098"
OFFICER = "two_officer"
STEPS = (
    ("Kiểm tra", "work", "competent", "department_officer", 4),
    ("Soạn thảo", "work", "competent", "department_officer", 4),
    ("Quyết định", "decision", "competent", "department_head", 4),
    ("Trả kết quả", "return", "received", "counter_officer", 0),
)
TRIES = 5  # as Odoo


class Office:
    """`with own_database.env()` of the officer, and clicks that come together."""

    def __init__(self, database):
        self.database = database
        with database.env() as env:
            make_office(env)

    def env(self):
        return self.database.env(OFFICER)

    def file(self, state="processing"):
        """A dossier that is submitted, in process, or resolved and paid; its id."""
        from odoo.addons.onestop_dossier.tests.common import PDF

        file = {"name": "don.pdf", "content": base64.b64encode(PDF).decode()}
        with self.env() as env:
            dossiers = env["onestop.dossier"]
            values = {
                "procedure": CODE,
                "owner": {"name": "Người Thử"},
                "components": [{"component": "Đơn", "files": [file]}],
            }
            dossier = dossiers.browse(dossiers.submit(values)["id"])
            if state != "submitted":
                dossier.action_transition("accept")
            if dossier.state == "accepted":
                dossier.action_transition("forward")
            if state == "resolved":
                dossier.fee_ids.action_pay_cash()
                dossier.action_transition("complete_step", None, {"outcome": "skip"})
                dossier.action_transition("decide")
            return dossier.id

    def together(self, *clicks):
        """Do all these at the same time; what each is answered, in no order.

        :param clicks: functions of an environment of the officer
        """
        answers, barrier = [], threading.Barrier(len(clicks))
        threads = [
            threading.Thread(target=self._request, args=(click, answers, barrier))
            for click in clicks
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def click(self, click):
        """One request alone; what it is answered."""
        [answer] = self.together(click)
        return answer

    def _request(self, click, answers, barrier):
        """It is done anew where the database says that it came across another, as Odoo
        does."""
        from psycopg2.errors import SerializationFailure

        from odoo.exceptions import UserError

        for number in range(TRIES):
            try:
                with self.env() as env:
                    # The transaction has begun, and sees nothing that others write.
                    env.cr.execute("SELECT count(*) FROM onestop_dossier")
                    if not number:
                        barrier.wait()
                    click(env)
                answers.append("done")
                return
            except SerializationFailure:
                continue
            except UserError as error:
                answers.append(str(error))
                return


def make_office(env):
    """A centre and a department with one officer for both, a fee, a book of receipts."""
    centre, department = env["onestop.department"].create(
        [
            {
                "name": "Trung tâm Hai",
                "code": "T2-C",
                "kind": "centre",
                "national_code": "H98.01",
            },
            {"name": "Sở Hai", "code": "T2-D", "kind": "provincial"},
        ]
    )
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create({"name": "Cán bộ Hai", "login": "two_officer"})
    )
    env["onestop.role.assignment"].create(
        [
            {"user_id": user.id, "role": role, "department_id": place.id}
            for role, place in (
                ("counter_officer", centre),
                ("department_officer", department),
                ("department_head", department),
            )
        ]
    )
    counter = env["onestop.counter.group"].create(
        {
            "name": "Quầy Hai",
            "department_id": centre.id,
            "user_ids": [(4, user.id)],
        }
    )
    env["onestop.fee.book"].create(
        {
            "series": "T2",
            "department_id": department.id,
            "counter_group_id": counter.id,
            "last_number": 50,
        }
    )
    procedure = env["onestop.procedure"].create({"code": CODE})
    env["onestop.procedure.version"].create(
        {
            "procedure_id": procedure.id,
            "name": "Thủ tục Hai",
            "steps_text": "Nộp, chờ, nhận.",
            "subject_ids": [(0, 0, {"name": "Người Hai"})],
            "four_eyes": False,
            "no_result_paper": True,
            "competent_department_ids": [(4, department.id)],
            "channel_ids": [
                (
                    0,
                    0,
                    {
                        "channel": "in_person",
                        "term_value": 5,
                        "term_unit": "working_days",
                    },
                )
            ],
            "component_ids": [(0, 0, {"name": "Đơn", "originals": 1})],
            "fee_ids": [(0, 0, {"kind": "fee", "name": "Phí", "amount": 50000})],
            "decision_id": env["onestop.publication.decision"]
            .create(
                {
                    "number": "T2/QĐ",
                    "date": "2025-12-20",
                    "effect_date": "2026-01-01",
                    "signer": "Người ký",
                    "issuer": "Ủy ban",
                    "attachment": base64.b64encode(b"%PDF-1.4"),
                }
            )
            .id,
        }
    ).action_publish()
    process = env["onestop.process"].create(
        {
            "procedure_id": procedure.id,
            "decision_number": "T2",
            "decision_date": "2025-12-20",
            "decision_signer": "Người ký",
            "valid_from": "2026-01-01",
            "step_ids": [
                (
                    0,
                    0,
                    {
                        "sequence": 10 * number,
                        "name": name,
                        "kind": kind,
                        "place": place,
                        "role": role,
                        "hours": hours,
                    },
                )
                for number, (name, kind, place, role, hours) in enumerate(STEPS, 1)
            ],
        }
    )
    process.step_ids[0].transition_ids = [
        (0, 0, {"name": "Tiếp tục", "outcome": "on"}),
        (
            0,
            0,
            {
                "name": "Bỏ qua soạn thảo",
                "outcome": "skip",
                "target_step_id": process.step_ids[2].id,
            },
        ),
    ]
    process.action_approve()
