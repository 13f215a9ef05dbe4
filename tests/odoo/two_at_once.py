"""An office in a database of its own, in which several do something at the same time."""

import base64
import threading

CODE = "9.900098"
# Of the parts of a group: two side by side, and one that begins with their results.
PARTS = ((10, "9.900095"), (10, "9.900096"), (20, "9.900097"))
OFFICER = "two_officer"
COLLEAGUE = "two_colleague"
CITIZEN = "two_citizen"
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

    def env(self, login=OFFICER):
        return self.database.env(login)

    def file(self, state="processing", **more):
        """A dossier that is submitted, in process, or resolved and paid; its id.

        :param more: of what is handed in
        """
        from odoo.addons.onestop_dossier.tests.common import PDF

        file = {"name": "don.pdf", "content": base64.b64encode(PDF).decode()}
        with self.env() as env:
            dossiers = env["onestop.dossier"]
            values = {
                "procedure": CODE,
                "owner": {"name": "Người Thử"},
                "components": [{"component": "Đơn", "files": [file]}],
                **more,
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

    def together(self, *clicks, logins=()):
        """Do all these at the same time; what each is answered, in no order.

        :param clicks: functions of an environment of the officer
        :param logins: who does each, where not the officer does all
        """
        answers, barrier = [], threading.Barrier(len(clicks))
        logins = logins or (OFFICER,) * len(clicks)
        threads = [
            threading.Thread(
                target=self._request, args=(click, answers, barrier, login)
            )
            for click, login in zip(clicks, logins, strict=True)
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

    def _request(self, click, answers, barrier, login):
        """It is done anew where the database says that it came across another, as Odoo
        does."""
        from psycopg2.errors import SerializationFailure, UniqueViolation

        from odoo.exceptions import ConcurrencyError, UserError

        for number in range(TRIES):
            try:
                with self.env(login) as env:
                    # The transaction has begun, and sees nothing that others write.
                    env.cr.execute("SELECT count(*) FROM onestop_dossier")
                    if not number:
                        barrier.wait()
                    click(env)
                answers.append("done")
                return
            except (SerializationFailure, ConcurrencyError):
                continue
            except UniqueViolation as error:
                # As Odoo does, which says it in the words of the index.
                answers.append(error.diag.constraint_name)
                return
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
    user, colleague = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {"name": "Cán bộ Hai", "login": OFFICER},
                {"name": "Đồng nghiệp Hai", "login": COLLEAGUE},
            ]
        )
    )
    env["onestop.role.assignment"].create(
        [
            {"user_id": one.id, "role": role, "department_id": place.id}
            for one, role, place in (
                (user, "counter_officer", centre),
                (user, "department_officer", department),
                (user, "department_head", department),
                (colleague, "department_officer", department),
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
    make_procedure(env, CODE, department)


def make_procedure(env, code, department):
    """A published procedure of STEPS, which the department resolves."""
    procedure = env["onestop.procedure"].create({"code": code})
    env["onestop.procedure.version"].create(
        {
            "procedure_id": procedure.id,
            "name": f"Thủ tục Hai {code}",
            "steps_text": "Nộp, chờ, nhận.",
            "subject_ids": [(0, 0, {"name": f"Người Hai {code}"})],
            "online_filing": True,
            "four_eyes": False,
            "no_result_paper": True,
            "competent_department_ids": [(4, department.id)],
            "channel_ids": [
                (
                    0,
                    0,
                    {
                        "channel": channel,
                        "term_value": 5,
                        "term_unit": "working_days",
                    },
                )
                for channel in ("in_person", "online")
            ],
            "component_ids": [(0, 0, {"name": "Đơn", "originals": 1})],
            "fee_ids": [(0, 0, {"kind": "fee", "name": "Phí", "amount": 50000})],
            "decision_id": env["onestop.publication.decision"]
            .create(
                {
                    "number": f"T2/{code}",
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
            "decision_number": f"T2/{code}",
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
    return procedure


def make_group(env):
    """A group of three procedures, and a citizen who may file it; its id."""
    department = env["onestop.department"].search([("code", "=", "T2-D")])
    parts = [
        {"sequence": order, "procedure_id": make_procedure(env, code, department).id}
        for order, code in PARTS
    ]
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Công dân Hai",
            "login": CITIZEN,
            "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
        }
    )
    bundle = env["onestop.bundle"].create(
        {
            "name": "Nhóm Hai",
            "decision_number": "T2/N",
            "decision_date": "2026-01-02",
            "valid_from": "2026-01-05",
            "part_ids": [(0, 0, part) for part in parts],
        }
    )
    return bundle.id
