"""The first screen of a counter: what waits there, and for how long yet."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCounterBoard(DossierCase):
    def board(self, role="counter_officer"):
        groups = self.as_role(role, self.env["onestop.counter.group"])
        board = groups.with_context(lang="en_US").board()
        return board["counter"], {one["key"]: one for one in board["columns"]}

    def test_each_dossier_stands_in_the_column_of_what_is_to_be_done(self):
        online = self.file()
        waiting = self.file(self.users["counter_officer"], channel="in_person")
        ready = self.to_resolved()
        self.to_resolved(delivery="electronic")
        asked = self.to_processing()
        officer = self.users["department_officer"]
        asked.with_user(officer).action_transition("request_supplement", "A page.")
        counter, columns = self.board()
        self.assertEqual(counter, "Counter T")
        self.assertEqual(
            {key: [row["id"] for row in one["rows"]] for key, one in columns.items()},
            {
                "waiting": [waiting.id],
                "unseen": [online.id],
                "request": [asked.id],
                "return": [ready.id],
            },
        )
        self.assertEqual(columns["return"]["rows"][0]["number"], ready.code)
        for column in columns.values():
            action = self.env.ref(column["action"])
            self.assertEqual(action.res_model, "onestop.dossier")

    def test_an_online_dossier_tells_what_is_left_of_its_eight_hours(self):
        # Filed Monday 09:00: checked by Tuesday 09:00.
        self.file()
        [row] = self.board()[1]["unseen"]["rows"]
        self.assertEqual(
            (row["note"], row["late"]), ("8 h of working time left", False)
        )
        with freeze_time("2026-03-09 09:30:00"):  # 16:30: half an hour, and two
            self.env.invalidate_all()
            [row] = self.board()[1]["unseen"]["rows"]
            self.assertEqual(
                (row["note"], row["late"]), ("2 h 30 min of working time left", False)
            )
        with freeze_time("2026-03-10 02:00:30"):  # half a minute late
            self.env.invalidate_all()
            [row] = self.board()[1]["unseen"]["rows"]
            self.assertEqual((row["note"], row["late"]), ("To be checked now", True))
        with freeze_time("2026-03-10 03:00:00"):  # Tuesday 10:00
            self.env.invalidate_all()
            [row] = self.board()[1]["unseen"]["rows"]
            self.assertEqual(
                (row["note"], row["late"]), ("1 h of working time late", True)
            )

    def test_the_most_urgent_stand_first_and_the_rest_is_counted(self):
        for _number in range(9):
            self.file()
        with freeze_time("2026-03-09 01:00:00"):
            first = self.file()
        column = self.board()[1]["unseen"]
        self.assertEqual((column["count"], len(column["rows"])), (10, 8))
        self.assertEqual(column["rows"][0]["id"], first.id)

    def test_a_counter_sees_its_own_only(self):
        self.file()
        other = self.env["onestop.counter.group"].create(
            {"name": "Counter U", "department_id": self.centre.id}
        )
        stranger = self.make_user("test_board", ("counter_officer", self.centre))
        other.user_ids = stranger
        board = self.env["onestop.counter.group"].with_user(stranger).board()
        self.assertEqual(board["counter"], "Counter U")
        self.assertEqual([one["count"] for one in board["columns"]], [0, 0, 0, 0])
        for user in (self.users["treasurer"], self.plain):
            with self.assertRaises(AccessError):
                self.env["onestop.counter.group"].with_user(user).board()
