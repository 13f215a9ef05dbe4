"""What is published where: what is to be posted, what hangs, what is to be taken down."""

import base64
from datetime import date, datetime

import pytest
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-09 03:00:00")
@pytest.mark.article("Decree 63/2010", "number to confirm: posting")
class TestPostings(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Only these centres are there, whatever demonstration there is.
        cls.env["onestop.department"].search(
            [("kind", "in", ("centre", "commune")), ("id", "!=", cls.centre.id)]
        ).active = False
        cls.communes = cls.env["onestop.department"].create(
            [
                {"name": f"Commune {letter}", "code": f"T-{letter}", "kind": "commune"}
                for letter in "AB"
            ]
        )
        cls.counters = cls.env["onestop.counter.group"].create(
            [
                {"name": f"Counter {one.name}", "department_id": one.id}
                for one in cls.centre | cls.communes
            ]
        )
        cls.duties = cls.manager["onestop.posting.duty"]

    def offices(self, version, state="missing"):
        """Where a version is to be posted, hangs, or is to be taken down."""
        duties = self.duties.search(
            [
                ("version_id", "=", version.id),
                ("kind", "=", "office"),
                ("state", "=", state),
            ]
        )
        return duties.department_id

    def mark(self, duties, **vals):
        """Mark duties as posted, as the catalogue manager does in the form."""
        action = duties.action_mark_posted()
        wizard = self.manager[action["res_model"]].browse(action["res_id"])
        wizard.write(vals)
        wizard.action_confirm()

    def missing(self, version):
        return self.duties.search(
            [("version_id", "=", version.id), ("state", "=", "missing")]
        )

    def post(self, version, department, **vals):
        return self.manager["onestop.posting"].create(
            {"version_id": version.id, "department_id": department.id, **vals}
        )

    # Where

    def test_what_the_province_resolves_is_posted_at_its_centre(self):
        self.assertEqual(self.offices(self.make_published()), self.centre)

    def test_what_communes_resolve_is_posted_at_theirs(self):
        version = self.make_published(
            competent_department_ids=[Command.set(self.communes[0].ids)]
        )
        self.assertEqual(self.offices(version), self.communes[0])

    def test_what_both_resolve_is_posted_at_both(self):
        both = self.department | self.communes[1]
        version = self.make_published(competent_department_ids=[Command.set(both.ids)])
        self.assertEqual(self.offices(version), self.centre | self.communes[1])

    def test_what_any_centre_receives_is_posted_at_every_centre(self):
        version = self.make_published(any_centre=True)
        self.assertEqual(self.offices(version), self.centre | self.communes)

    def test_no_centre_posts_a_field_that_none_of_its_counters_takes(self):
        other = self.env["onestop.field"].create({"name": "Other field"})
        self.counters[1].field_ids = other
        version = self.make_published(any_centre=True)
        self.assertEqual(self.offices(version), self.centre | self.communes[1])

    def test_a_centre_that_is_closed_posts_nothing(self):
        self.communes[0].valid_to = date(2026, 3, 8)
        version = self.make_published(any_centre=True)
        self.assertEqual(self.offices(version), self.centre | self.communes[1])

    def test_drafts_and_what_is_to_come_are_not_posted_yet(self):
        self.assertFalse(self.offices(self.make_draft()))
        second = self.make_procedure("9.900002")
        self.assertFalse(self.offices(self.make_published(second, date(2026, 4, 1))))

    # Marking

    def test_many_are_marked_at_once_with_day_and_place(self):
        version = self.make_published(any_centre=True)
        second = self.make_published(self.make_procedure("9.900002"))
        both = self.missing(version) | self.missing(second)
        self.mark(both, since=date(2026, 3, 6), place="Bảng số 1")
        self.assertFalse(self.offices(version) | self.offices(second))
        self.assertEqual(self.offices(version, "posted"), self.centre | self.communes)
        postings = self.env["onestop.posting"].search(
            [("version_id", "in", (version | second).ids), ("kind", "=", "office")]
        )
        self.assertEqual(len(postings), 4)
        self.assertEqual(set(postings.mapped("since")), {date(2026, 3, 6)})
        self.assertEqual(set(postings.mapped("place")), {"Bảng số 1"})
        self.assertEqual(postings.create_uid, self.users["catalogue_manager"])

    def test_nobody_takes_down_in_the_name_of_another(self):
        posting = self.post(self.make_published(), self.centre)
        posting.write({"until": date(2026, 3, 9), "ended_by_id": self.env.uid})
        self.assertEqual(posting.ended_by_id, self.users["catalogue_manager"])
        posting.ended_by_id = self.env.uid
        self.assertEqual(posting.ended_by_id, self.users["catalogue_manager"])

    def test_what_hangs_already_is_not_asked_for_again(self):
        version = self.make_published()
        duties = self.missing(version)
        self.mark(duties)
        duties.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "to be posted"):
            duties.action_mark_posted()

    def test_a_version_hangs_once_at_an_office(self):
        version = self.make_published()
        self.post(version, self.centre)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.post(version, self.centre)

    def test_what_has_not_happened_is_not_written_down(self):
        version = self.make_published()
        with self.assertRaises(ValidationError):
            self.post(version, self.centre, since=date(2026, 3, 10))
        with self.assertRaises(ValidationError):
            self.post(self.make_draft(self.make_procedure("9.900002")), self.centre)

    def test_what_was_posted_where_is_not_rewritten(self):
        posting = self.post(self.make_published(), self.centre)
        with self.assertRaises(UserError):
            posting.department_id = self.communes[0]

    # What was written down stays

    def proven(self, **vals):
        """A posting with all that may be told of it."""
        photo = base64.b64encode(b"the board")
        told = {"since": date(2026, 3, 6), "place": "Board 1", "note": "By Ms T"}
        return self.post(
            self.make_published(),
            self.centre,
            **{**told, "proof": photo, "proof_name": "board.jpg", **vals},
        )

    def test_what_was_told_of_it_is_not_rewritten_by_anybody(self):
        posting = self.proven()
        posting.action_take_down()
        for vals in (
            {"since": date(2026, 3, 2)},
            {"until": date(2026, 3, 7)},
            {"until": False},
            {"place": "Board 2"},
            {"note": False},
            {"proof": base64.b64encode(b"another board")},
            {"proof": False},
        ):
            for one in (posting, posting.sudo()):
                with self.subTest(vals), self.assertRaisesRegex(UserError, "stays"):
                    one.write(vals)
        self.assertEqual(posting.since, date(2026, 3, 6))
        self.assertEqual(base64.b64decode(posting.proof), b"the board")

    def test_the_photo_is_not_exchanged_behind_it(self):
        posting = self.proven()
        photo = self.manager["ir.attachment"].search(
            [("res_model", "=", posting._name), ("res_field", "=", "proof")]
        )
        self.assertTrue(photo)
        with self.assertRaisesRegex(UserError, "stays"):
            photo.raw = b"another board"
        with self.assertRaisesRegex(UserError, "stays"):
            photo.unlink()

    def test_a_photo_that_was_left_out_is_added_once(self):
        posting = self.proven(proof=False, proof_name=False)
        posting.proof = base64.b64encode(b"the board")
        self.assertEqual(base64.b64decode(posting.proof), b"the board")
        with self.assertRaisesRegex(UserError, "stays"):
            posting.proof = base64.b64encode(b"another board")

    def test_what_is_wrong_is_struck_out_with_a_reason_and_stays_to_be_seen(self):
        version = self.make_published()
        wrong = self.post(version, self.centre, since=date(2026, 3, 2))
        self.assertEqual(self.offices(version, "posted"), self.centre)
        form = wrong.action_strike_out()
        self.assertEqual((form["res_model"], form["res_id"]), (wrong._name, wrong.id))
        wrong.write(
            {
                "struck_reason": " It hung there from Friday on. ",
                "struck_by_id": self.env.uid,
                "struck_on": datetime(2020, 1, 1),
            }
        )
        self.assertEqual(
            (wrong.struck_reason, wrong.struck_by_id, wrong.struck_on, wrong.since),
            (
                "It hung there from Friday on.",
                self.users["catalogue_manager"],
                datetime(2026, 3, 9, 3),
                date(2026, 3, 2),
            ),
        )
        # It counts no more, so what is right is written down.
        self.assertEqual(self.offices(version), self.centre)
        self.env.invalidate_all()
        self.mark(self.missing(version), since=date(2026, 3, 6))
        self.assertEqual(self.offices(version, "posted"), self.centre)
        kept = self.env["onestop.posting"].search(
            [("version_id", "=", version.id), ("kind", "=", "office")]
        )
        self.assertEqual(kept.mapped("since"), [date(2026, 3, 6), date(2026, 3, 2)])

    def test_what_was_struck_out_is_final(self):
        posting = self.post(self.make_published(), self.centre)
        posting.struck_reason = " "
        self.assertFalse(posting.struck_on)
        posting.struck_reason = "At another office."
        for vals in (
            {"struck_reason": False},
            {"struck_reason": "At no office."},
            {"place": "Board 1"},
            {"until": date(2026, 3, 9)},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "stays"):
                posting.write(vals)
        posting.action_take_down()
        self.assertFalse(posting.until)
        self.assertEqual(posting.struck_reason, "At another office.")

    def test_what_was_struck_out_is_not_to_be_taken_down(self):
        version = self.make_published()
        self.post(version, self.centre).struck_reason = "It never hung there."
        self.supersede(version, date(2026, 3, 9))
        self.assertFalse(self.offices(version, "ended"))

    # Taking down

    def supersede(self, version, day):
        draft = version._new_draft()
        draft.decision_id = self.make_decision(day, "2/QĐ-T")
        draft.action_publish()
        return draft

    def test_what_has_ended_is_listed_until_it_is_taken_down(self):
        version = self.make_published()
        self.post(version, self.centre)
        new = self.supersede(version, date(2026, 3, 9))
        self.assertEqual(self.offices(version, "ended"), self.centre)
        self.assertEqual(self.offices(new), self.centre)
        duty = self.duties.search(
            [("version_id", "=", version.id), ("state", "=", "ended")]
        )
        self.assertEqual(duty.since, date(2026, 3, 9))
        duty.action_take_down()
        self.assertEqual(duty.posting_id.until, date(2026, 3, 9))
        self.assertEqual(duty.posting_id.ended_by_id, self.users["catalogue_manager"])
        self.assertFalse(self.offices(version, "ended"))

    def test_it_hangs_on_until_its_last_day(self):
        version = self.make_published()
        self.post(version, self.centre)
        self.supersede(version, date(2026, 4, 1))
        self.assertFalse(self.offices(version, "ended"))
        with freeze_time("2026-04-01 03:00:00"):
            self.assertEqual(self.offices(version, "ended"), self.centre)

    # Who

    def test_the_staff_read_what_hangs_and_write_nothing_down(self):
        version = self.make_published()
        posting = self.post(version, self.centre)
        for role in ("counter_officer", "department_head", "director"):
            self.assertEqual(self.as_role(role, posting).since, date(2026, 3, 9))
            with self.assertRaises(AccessError):
                self.as_role(role, posting).action_take_down()
            with self.assertRaises(AccessError):
                self.as_role(role, posting).create(
                    {"version_id": version.id, "department_id": self.communes[0].id}
                )
        for role in ("counter_officer", "director"):
            with self.assertRaises(AccessError):
                self.as_role(role, self.env["onestop.posting.duty"]).search([])

    # The head of a commune's office

    def make_head(self, *more):
        return self.make_user(
            "head_of_a_commune", ("department_head", self.communes[0]), *more
        )

    def duties_of(self, user):
        self.env.invalidate_all()
        return self.env["onestop.posting.duty"].with_user(user).search([])

    def test_the_head_of_an_office_sees_and_marks_what_is_to_hang_there(self):
        head = self.make_head()
        version = self.make_published(any_centre=True)
        duties = self.duties_of(head)
        self.assertEqual(duties.version_id, version)
        self.assertEqual(duties.department_id, self.communes[0])
        action = duties.action_mark_posted()
        wizard = self.env[action["res_model"]].with_user(head).browse(action["res_id"])
        wizard.place = "Bảng ở cổng"
        wizard.action_confirm()
        self.assertEqual(self.offices(version, "posted"), self.communes[0])
        posting = self.duties_of(head).posting_id
        self.assertEqual(posting.create_uid, head)
        posting.with_user(head).action_take_down()
        self.assertEqual(posting.ended_by_id, head)
        self.assertIn(self.communes[0], self.offices(version))

    def test_no_head_writes_anything_down_at_another_office(self):
        # At the second office they are a member, but not its head.
        head = self.make_head(("counter_officer", self.communes[1]))
        version = self.make_published(any_centre=True)
        self.assertEqual(self.duties_of(head).department_id, self.communes[0])
        postings = self.env["onestop.posting"].with_user(head)
        for department in (self.centre, self.communes[1]):
            with self.assertRaises(AccessError):
                postings.create(
                    {"version_id": version.id, "department_id": department.id}
                )
        elsewhere = self.post(version, self.communes[1])
        with self.assertRaises(AccessError):
            elsewhere.with_user(head).action_take_down()
        # Nor by a form that was filled in by hand.
        wizard = (
            self.env["onestop.mark.posted"]
            .with_user(head)
            .create(
                {
                    "line_ids": [
                        Command.create(
                            {"version_id": version.id, "department_id": self.centre.id}
                        )
                    ]
                }
            )
        )
        with self.assertRaises(AccessError):
            wizard.action_confirm()

    def test_nobody_takes_anything_off_the_record(self):
        head = self.make_head()
        posting = self.post(self.make_published(any_centre=True), self.communes[0])
        for user in (head, self.users["catalogue_manager"]):
            with self.assertRaises(AccessError):
                posting.with_user(user).unlink()
        with self.assertRaisesRegex(UserError, "stays"):
            posting.sudo().unlink()

    def test_a_head_rewrites_nothing_and_strikes_out_at_the_own_office_alone(self):
        head = self.make_head(("counter_officer", self.communes[1]))
        version = self.make_published(any_centre=True)
        here, there = (self.post(version, one) for one in self.communes)
        with self.assertRaisesRegex(UserError, "stays"):
            here.with_user(head).since = date(2026, 3, 2)
        here.with_user(head).struck_reason = "It fell down."
        self.assertEqual(here.struck_by_id, head)
        with self.assertRaises(AccessError):
            there.with_user(head).struck_reason = "It fell down."
        with self.assertRaises(AccessError):
            self.as_role("counter_officer", there).struck_reason = "It fell down."

    def test_who_was_the_head_writes_nothing_down_any_more(self):
        head = self.make_head()
        self.make_published(any_centre=True)
        self.assertTrue(self.duties_of(head))
        roles = self.env["onestop.role.assignment"]
        roles.search([("user_id", "=", head.id)]).action_end()
        with self.assertRaises(AccessError):
            self.duties_of(head)

    def test_nobody_says_that_something_stands_on_the_pages(self):
        version = self.make_draft()
        with self.assertRaises(AccessError):
            self.manager["onestop.posting"].create(
                {"version_id": version.id, "kind": "electronic"}
            )

    def test_a_board_of_many_is_one_look_at_the_database(self):
        for number in range(10, 14):
            self.make_published(self.make_procedure(f"9.9000{number}"), any_centre=True)
        self.duties.search_count([])  # whose rules are known from now on
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.duties.search_fetch([], ["state", "since", "kind"])
