"""Counters of one centre receive at the same time: one sequence of codes for all."""

import pytest
from two_at_once import CODE, OFFICER, Office

pytestmark = pytest.mark.usefixtures("quiet")

NEIGHBOUR = "two_neighbour"
# How long one counter may wait for another's row: not at all, on a slow machine.
PATIENCE = "5s"
# At each counter, all at once.
MANY = 3


@pytest.fixture(scope="module")
def office(own_database):
    """With a second counter, its officer and its book of receipts."""
    office = Office(own_database)
    with own_database.env() as env:
        counter = env["onestop.counter.group"].search([("name", "=", "Quầy Hai")])
        centre = counter.department_id
        users = env["res.users"].with_context(no_reset_password=True)
        neighbour = users.create({"name": "Cán bộ Quầy Ba", "login": NEIGHBOUR})
        env["onestop.role.assignment"].create(
            {
                "user_id": neighbour.id,
                "role": "counter_officer",
                "department_id": centre.id,
            }
        )
        second = env["onestop.counter.group"].create(
            {
                "name": "Quầy Ba",
                "department_id": centre.id,
                "user_ids": [(4, neighbour.id)],
            }
        )
        book = env["onestop.fee.book"].search([("series", "=", "T2")])
        env["onestop.fee.book"].create(
            {
                "series": "T3",
                "department_id": book.department_id.id,
                "counter_group_id": second.id,
                "last_number": 50,
            }
        )
    return office


def intake(office, login, owner):
    """The id of a counter's screen that is filled in: the paper is there, the fee is
    taken."""
    with office.env(login) as env:
        version = env["onestop.procedure.version"].search(
            [("procedure_id.code", "=", CODE)]
        )
        paper = {
            "component_id": version.component_ids.id,
            "originals": 1,
            "received": True,
        }
        return (
            env["onestop.intake"]
            .create(
                {
                    "version_id": version.id,
                    "owner_name": owner,
                    "owner_identity_kind": "none",
                    "owner_identity_reason": "Chưa được cấp",
                    "fee_taken": True,
                    "component_ids": [(0, 0, paper)],
                }
            )
            .id
        )


def receive(intake_id):
    def click(env):
        # It would rather fail than stand in a line behind another counter.
        env.cr.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        env["onestop.intake"].browse(intake_id).action_receive()

    return click


def dossiers(env, owner):
    """Those of this owner, in order: their codes and counters."""
    return env["onestop.dossier"].search([("owner_name", "=", owner)], order="id")


def number(dossier):
    return int(dossier.code.rpartition("-")[2])


def test_no_counter_waits_for_the_intake_of_another(office):
    held = intake(office, OFFICER, "Người Đang Nộp")
    beside = intake(office, NEIGHBOUR, "Người Nộp Bên Cạnh")
    with office.env() as env:
        receive(held)(env)
        env.flush_all()
        # All of it is written, and nothing of it committed.
        assert office.together(receive(beside), logins=[NEIGHBOUR]) == ["done"]
        with office.database.env() as other:
            [second] = dossiers(other, "Người Nộp Bên Cạnh")
            # After the hour of transfer it goes on next morning.
            assert second.state in ("accepted", "processing")
            assert second.counter_group_id.name == "Quầy Ba"
            assert not dossiers(other, "Người Đang Nộp")
            taken = number(second)
    with office.database.env() as env:
        [first] = dossiers(env, "Người Đang Nộp")
        assert first.counter_group_id.name == "Quầy Hai"
        # In the order in which they were taken, of one sequence.
        assert taken == number(first) + 1


def test_an_intake_that_fails_gives_its_number_to_nobody_else(office):
    from odoo.exceptions import UserError

    lost = intake(office, OFFICER, "Người Bị Đứt")

    def cut_off(env):
        receive(lost)(env)
        env.flush_all()
        raise UserError("cut off")

    before, after = (
        intake(office, NEIGHBOUR, f"Người Nộp {when}") for when in ("Trước", "Sau")
    )
    assert office.together(receive(before), logins=[NEIGHBOUR]) == ["done"]
    assert office.click(cut_off) == "cut off"
    assert office.together(receive(after), logins=[NEIGHBOUR]) == ["done"]
    with office.database.env() as env:
        assert not dossiers(env, "Người Bị Đứt")
        numbers = [
            number(dossiers(env, f"Người Nộp {one}")) for one in ("Trước", "Sau")
        ]
    # A gap, and no number twice.
    assert numbers[1] == numbers[0] + 2


def test_many_at_two_counters_at_once_get_each_a_number_of_one_sequence(
    office, monkeypatch
):
    from odoo.addons.onestop_dossier.models.onestop_code_counter import (
        OnestopCodeCounter,
    )

    taken, real = [], OnestopCodeCounter._next

    def counted(counter, department, date):
        taken.append(real(counter, department, date))
        return taken[-1]

    monkeypatch.setattr(OnestopCodeCounter, "_next", counted)
    owner = "Người Nộp Cùng Lúc"
    logins = [OFFICER, NEIGHBOUR] * MANY
    clicks = [receive(intake(office, login, owner)) for login in logins]
    answers = office.together(*clicks, logins=logins)
    assert answers == ["done"] * 2 * MANY
    with office.database.env() as env:
        found = dossiers(env, owner)
        assert len(found) == 2 * MANY
        by_counter = found.grouped("counter_group_id")
        assert [len(of) for of in by_counter.values()] == [MANY, MANY]
        numbers = set(map(number, found))
        assert len(numbers) == 2 * MANY
        # No number is taken twice, and none is left out; what came across another at
        # one counter and was done anew took a second one.
        assert sorted(taken) == list(range(min(taken), min(taken) + len(taken)))
        assert numbers <= set(taken)
        for of in by_counter.values():
            sheets = sorted(of.fee_ids.receipt_id.mapped("number"))
            assert sheets == list(range(sheets[0], sheets[0] + MANY))
