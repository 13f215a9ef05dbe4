"""Two people, or one who clicks twice, act on one dossier at the same time."""

import base64
import threading

import pytest

from odoo.addons.onestop_dossier.tests.common import PDF

CODE = "9.900098"
STEPS = (
    ("Kiểm tra", "work", "competent", "department_officer", 4),
    ("Soạn thảo", "work", "competent", "department_officer", 4),
    ("Quyết định", "decision", "competent", "department_head", 4),
    ("Trả kết quả", "return", "received", "counter_officer", 0),
)


@pytest.fixture(scope="module")
def dossier_of(own_database):
    """`dossier_of()` files a dossier and accepts it; its id and that of its run."""
    with own_database.env() as env:
        _make_procedure(env)

    def make():
        with own_database.env("two_officer") as env:
            dossier = env["onestop.dossier"].browse(
                env["onestop.dossier"].submit(
                    {
                        "procedure": CODE,
                        "owner": {"name": "Người Thử"},
                        "components": [
                            {
                                "component": "Đơn",
                                "files": [
                                    {
                                        "name": "don.pdf",
                                        "content": base64.b64encode(PDF).decode(),
                                    }
                                ],
                            }
                        ],
                    }
                )["id"]
            )
            dossier.action_transition("accept")
            if dossier.state == "accepted":
                dossier.action_transition("forward")
            return dossier.id, dossier.sudo().step_ids.id

    return make


def _make_procedure(env):
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
            )
        ]
    )
    env["onestop.counter.group"].create(
        {
            "name": "Quầy Hai",
            "department_id": centre.id,
            "user_ids": [(4, user.id)],
        }
    )
    procedure = env["onestop.procedure"].create({"code": CODE})
    env["onestop.procedure.version"].create(
        {
            "procedure_id": procedure.id,
            "name": "Thủ tục Hai",
            "steps_text": "Nộp, chờ, nhận.",
            "subject_ids": [(0, 0, {"name": "Người Hai"})],
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
            "decision_id": env["onestop.publication.decision"]
            .create(
                {
                    "number": "T2/QĐ",
                    "date": "2025-12-20",
                    "effect_date": "2026-01-01",
                    "signer": "Người ký",
                    "issuer": "Ủy ban",
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


def _runs(own_database, dossier_id):
    with own_database.env() as env:
        dossier = env["onestop.dossier"].browse(dossier_id)
        return [(run.name, run.state) for run in dossier.step_ids.sorted("id")]


def _act(own_database, dossier_id, values, answers):
    """One request: it is done anew where the database says that it came across another,
    as Odoo does."""
    from psycopg2.errors import LockNotAvailable, SerializationFailure

    from odoo.exceptions import UserError

    for _try in range(5):
        try:
            with own_database.env("two_officer") as env:
                dossier = env["onestop.dossier"].browse(dossier_id)
                dossier.action_transition("complete_step", None, values)
            answers.append("done")
            return
        except (SerializationFailure, LockNotAvailable):
            continue
        except UserError as error:
            answers.append(str(error))
            return


@pytest.mark.parametrize("outcomes", [("on", "on"), ("on", "skip")])
def test_of_two_clicks_at_once_one_counts(own_database, dossier_of, outcomes):
    dossier_id, run_id = dossier_of()
    answers = []
    threads = [
        threading.Thread(
            target=_act,
            args=(
                own_database,
                dossier_id,
                {"outcome": one, "step_id": run_id},
                answers,
            ),
        )
        for one in outcomes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count("done") == 1 and len(answers) == 2, answers
    runs = _runs(own_database, dossier_id)
    assert len(runs) == 2 and runs[0] == ("Kiểm tra", "done")
    assert runs[1] in [("Soạn thảo", "open"), ("Quyết định", "open")]


def test_whoever_comes_while_another_acts_is_told_so(own_database, dossier_of):
    from odoo.exceptions import UserError

    dossier_id, run_id = dossier_of()
    with own_database.env("two_officer") as first:
        dossier = first["onestop.dossier"].browse(dossier_id)
        dossier.action_transition("complete_step", None, {"outcome": "on"})
        with own_database.env("two_officer") as second:
            late = second["onestop.dossier"].browse(dossier_id)
            with pytest.raises(UserError, match="Someone else|đang"):
                late.action_transition(
                    "complete_step", None, {"outcome": "on", "step_id": run_id}
                )
            second.cr.rollback()
    assert _runs(own_database, dossier_id) == [
        ("Kiểm tra", "done"),
        ("Soạn thảo", "open"),
    ]
