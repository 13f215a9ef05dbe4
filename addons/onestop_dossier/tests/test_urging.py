"""Who is late is urged by numbered letters, and no overrun goes without a word."""

import io
import json

import pytest
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import MONDAY
from .test_forms import FormCase

# Filed Monday 9 March: due Monday 16 March, 17:00. Tuesday 17 March, 09:00.
LATE = "2026-03-17 02:00:00"
# The working day before it is due.
NEARLY = "2026-03-16 02:00:00"
LETTER = "onestop_dossier.urging"


class CutOff(Exception):
    """What ends an action half-way."""


@tagged("post_install", "-at_install")
@freeze_time(LATE)
class TestUrging(FormCase):
    def setUp(self):
        super().setUp()
        self.department.write({"name": "Sở T", "email": "so@example.invalid"})
        self.users["department_head"].email = "head@example.invalid"

    def overdue(self, **vals):
        with freeze_time(MONDAY):
            return self.to_processing(**vals)

    def draft(self, dossiers, role="supervisor"):
        action = self.as_role(role, dossiers).action_urge()
        return self.as_role(role, self.env["onestop.urging"]).browse(action["res_id"])

    def sent(self, dossiers, role="supervisor"):
        letter = self.draft(dossiers, role)
        with trap_jobs():
            letter.action_send()
        return letter

    # ------------------------------------------------------------------- the letter

    def test_a_letter_is_made_of_chosen_dossiers_and_numbered_when_sent(self):
        one, two = self.overdue(), self.overdue()
        letter = self.draft(one | two)
        self.assertEqual((letter.state, letter.number), ("draft", 0))
        self.assertEqual(
            (letter.centre_id, letter.department_id), (self.centre, self.department)
        )
        self.assertEqual(letter.line_ids.mapped("code"), [one.code, two.code])
        self.assertEqual(letter.line_ids.mapped("times"), [1, 1])
        with trap_jobs() as trap:
            letter.action_send()
            trap.assert_jobs_count(1, only=letter._post)
        self.assertEqual(letter.display_name, "01/ĐĐ-T-CENTRE/2026")
        # Two working days: Thursday 17:00.
        self.assertEqual(str(letter.date_term), "2026-03-19 10:00:00")
        self.assertEqual(letter.told, "so@example.invalid, head@example.invalid")
        row = self.env["onestop.journal"].search(
            [("res_id", "=", one.id), ("code", "=", "urge")]
        )
        self.assertEqual(row.reason, "01/ĐĐ-T-CENTRE/2026 → Sở T, 17:00 19/03/2026")
        self.assertEqual(json.loads(row.data), {"urging": letter.id, "times": 1})
        self.assertEqual(self.as_role("counter_officer", one).urged_count, 1)

    def test_numbers_go_by_centre_and_year_without_gaps(self):
        first, second = self.draft(self.overdue()), self.draft(self.overdue())
        with trap_jobs():
            second.action_send()
            # What fails gives its number back.
            try:
                with self.env.cr.savepoint():
                    first.action_send()
                    raise CutOff
            except CutOff:
                self.env.invalidate_all()
            first.action_send()
        self.assertEqual((second.number, first.number), (1, 2))
        with freeze_time("2027-01-04 02:00:00"), trap_jobs():
            later = self.draft(self.overdue())
            later.action_send()
            self.assertEqual((later.number, later.year), (1, 2027))

    def test_it_is_sent_once_and_stays_as_it_is(self):
        letter = self.sent(self.overdue())
        with self.assertRaisesRegex(UserError, "was sent already: 01/"):
            letter.action_send()
        for vals in ({"text": "More."}, {"term_days": 9}, {"state": "draft"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                letter.write(vals)
        with self.assertRaises(AccessError):
            letter.line_ids.reason = "Because."
        with self.assertRaises(AccessError):
            letter.line_ids.unlink()
        with self.assertRaises(AccessError):
            letter.unlink()

    def test_it_goes_to_the_department_and_its_head_with_the_letter(self):
        letter = self.sent(self.overdue())
        mails = self.env["mail.mail"]
        before = mails.search([])
        letter._post()
        mail = mails.search([]) - before
        self.assertEqual(mail.email_to, "so@example.invalid, head@example.invalid")
        [pdf] = mail.attachment_ids
        self.assertEqual(pdf.name, "01-ĐĐ-T-CENTRE-2026.pdf")
        self.assertEqual(len(PdfReader(io.BytesIO(pdf.raw)).pages), 1)

    def test_the_letter_says_what_is_late_how_much_and_by_when_to_answer(self):
        dossier = self.overdue()
        letter = self.draft(dossier)
        letter.text = "Đề nghị báo cáo bằng văn bản."
        with trap_jobs():
            letter.action_send()
        text = self.text_of(LETTER, letter, self.users["supervisor"])
        self.assert_says(
            text,
            "TRUNG TÂM T",
            "Số: 01/ĐĐ-T-CENTRE/2026",
            "Phường T, ngày 17 tháng 03 năm 2026",
            "Kính gửi: Thủ trưởng Sở T",
            "còn 1 hồ sơ quá hạn",
            dossier.code,
            "17:00 16/03/2026",
            "Quá hạn 1 ngày làm việc",
            "Appraise (Sở T)",
            "Đề nghị báo cáo bằng văn bản.",
            "17 giờ 00 phút, ngày 19/03/2026",
            "THỦ TRƯỞNG CƠ QUAN",
        )
        self.assertNotIn("Owner T", text)

    def test_one_gesture_urges_a_department_for_all_that_is_overdue(self):
        one, two = self.overdue(), self.overdue()
        self.to_processing()  # not late
        letters = self.as_role("supervisor", self.env["onestop.urging"])
        action = letters.urge_department(self.department.id)
        letter = letters.browse(action["res_id"])
        self.assertEqual(letter.line_ids.dossier_id, one | two)
        with trap_jobs():
            letter.action_send()
        with self.assertRaisesRegex(UserError, "was urged, and the term runs"):
            letters.urge_department(self.department.id)
        with self.assertRaisesRegex(UserError, "Nothing is overdue there"):
            letters.urge_department(self.other.id)

    def test_what_is_nearly_due_may_be_urged_and_what_is_not_is_not(self):
        dossier = self.overdue()
        with freeze_time(NEARLY):
            dossier.invalidate_recordset()
            self.assertEqual(self.draft(dossier).line_ids.code, dossier.code)
        with freeze_time(MONDAY):
            dossier.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "neither overdue nor due today"):
                self.draft(dossier)
        closed = self.overdue()
        self.act("portal", closed, "withdraw", "Đổi ý.")
        self.act("counter_officer", closed, "stop", "Theo đề nghị.")
        with self.assertRaisesRegex(UserError, "neither overdue nor due today"):
            self.draft(closed)

    # ------------------------------------------------------------------- once more

    def test_within_the_term_nobody_urges_again_without_a_reason(self):
        dossier = self.overdue()
        self.sent(dossier)
        again = self.draft(dossier)
        self.assertEqual(
            (again.line_ids.running, again.line_ids.times),
            ("01/ĐĐ-T-CENTRE/2026, 19/03/2026", 2),
        )
        with self.assertRaisesRegex(UserError, "was urged already: 01/.* Say why"):
            again.action_send()
        again.line_ids.reason = "Người nộp khiếu nại."
        with trap_jobs():
            again.action_send()
        self.assertEqual((again.number, dossier.urged_count), (2, 2))
        self.assertEqual(self.journal(dossier).count("urge"), 2)

    def test_after_the_term_it_is_urged_again(self):
        dossier = self.overdue()
        letter = self.sent(dossier)
        with freeze_time("2026-03-20 02:00:00"):  # Friday
            self.env.invalidate_all()
            self.assertTrue(letter.silent)
            again = self.draft(dossier)
            self.assertFalse(again.line_ids.running)
            with trap_jobs():
                again.action_send()

    def test_a_promise_holds_until_its_day(self):
        dossier = self.overdue()
        letter = self.sent(dossier)
        head = self.as_role("department_head", letter)
        self.assertTrue(head.may_answer)
        head.record_answer("Chờ kết quả đo đạc.", "2026-03-25")
        self.assertEqual(
            (letter.state, str(letter.date_follow)), ("answered", "2026-03-25")
        )
        self.assertEqual(self.journal(dossier)[-1], "urge_answered")
        with self.assertRaisesRegex(UserError, "waits for no answer"):
            head.record_answer("Nữa.")
        with freeze_time("2026-03-25 02:00:00"):
            self.env.invalidate_all()
            self.assertTrue(self.draft(dossier).line_ids.running)
        with freeze_time("2026-03-26 02:00:00"):
            self.env.invalidate_all()
            self.assertFalse(self.draft(dossier).line_ids.running)

    def test_an_answer_is_a_text_and_a_promise_no_day_that_is_over(self):
        letter = self.as_role("clerk", self.sent(self.overdue()))
        with self.assertRaisesRegex(UserError, "Write down what"):
            letter.record_answer("  ")
        with self.assertRaisesRegex(UserError, "for today or later"):
            letter.record_answer("Vâng.", "2026-03-16")
        action = letter.action_open_answer()
        answer = self.env[action["res_model"]].browse(action["res_id"])
        answer = self.as_role("clerk", answer)
        answer.text = "Đã phân công lại."
        answer.action_record()
        self.assertEqual(letter.answer, "Đã phân công lại.")

    # ------------------------------------------------------------------------ walls

    def test_only_who_urges_for_the_centre_does(self):
        dossier = self.overdue()
        far = self.env["onestop.department"].create({"name": "Far", "code": "FAR"})
        foreign = self.make_user("foreign", ("director", far))
        for role in ("counter_officer", "department_head", "department_officer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.draft(dossier, role)
        with self.assertRaises(AccessError):
            dossier.with_user(foreign).action_urge()
        letter = self.draft(dossier, "director")
        for user in (foreign, self.users["department_head"], self.users["clerk"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                letter.with_user(user).action_send()
            with self.subTest(user.login), self.assertRaises(AccessError):
                letter.with_user(user).write({"text": "Mine."})
        # Before it is sent the department reads nothing of it.
        with self.assertRaises(AccessError):
            self.as_role("department_head", letter).read(["text"])
        with trap_jobs():
            letter.action_send()
        self.as_role("department_head", letter).read(["text"])
        for user in (foreign, self.users["counter_officer"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                letter.with_user(user).record_answer("Nothing.")

    def test_letters_are_made_of_late_dossiers_alone(self):
        dossier = self.overdue()
        letters = self.as_role("supervisor", self.env["onestop.urging"])
        values = {"centre_id": self.centre.id, "department_id": self.department.id}
        with self.assertRaises(AccessError):
            letters.create(values)
        letter = self.draft(dossier)
        line = {"dossier_id": self.to_processing().id, "code": "X"}
        with self.assertRaises(AccessError):
            letter.write({"line_ids": [(0, 0, line)]})
        with self.assertRaises(AccessError):
            letter.write({"line_ids": [(1, letter.line_ids.id, {"times": 7})]})
        letter.write({"line_ids": [(2, letter.line_ids.id)]})
        with self.assertRaisesRegex(UserError, "No dossier stands in the letter"):
            letter.action_send()

    # ------------------------------------------------------------------- the desk

    def test_the_desk_counts_by_department_the_worst_first(self):
        version = self.make_version(
            "9.900009", competent_department_ids=[(6, 0, [self.other.id])]
        )
        self.overdue(), self.overdue()
        self.overdue(procedure=version.procedure_id.code)
        with freeze_time("2026-03-11 02:00:00"):  # due Wednesday, 18 March
            self.to_processing()
        letters = self.as_role("supervisor", self.env["onestop.urging"])
        one, two = letters.with_context(lang="en_US").desk()
        self.assertEqual(
            (one["name"], one["overdue"], one["nearly"], one["unspoken"]),
            ("Sở T", 2, 1, 2),
        )
        self.assertEqual((two["name"], two["overdue"]), ("Department U", 1))
        self.assertEqual(one["oldest"], "Overdue: 1 working day")
        action = letters.urge_department(self.department.id)
        with trap_jobs():
            letters.browse(action["res_id"]).action_send()
        one = letters.desk()[0]
        self.assertEqual(
            (one["unspoken"], one["letter"]), (0, "01/ĐĐ-T-CENTRE/2026, 17/03/2026")
        )

    @pytest.mark.article("Decree 61/2018", "19.9")
    def test_no_overrun_goes_without_a_word(self):
        late, sorry, urged = self.overdue(), self.overdue(), self.overdue()
        with freeze_time("2026-03-13 02:00:00"):
            self.act(
                *("department_head", sorry, "apologise", "Phải đo lại."),
                until="2026-03-20 10:00:00",
                words="Xin lỗi Ông/Bà.",
            )
        self.sent(urged)
        dossiers = self.as_role("supervisor", self.env["onestop.dossier"])
        self.assertEqual(dossiers.search([("unspoken", "=", True)]), late)
        # Whoever reads a dossier may look for it so, the letters aside.
        for role in ("counter_officer", "department_officer", "director"):
            seen = self.as_role(role, self.env["onestop.dossier"])
            self.assertEqual(seen.search([("unspoken", "=", True)]), late)
            self.assertTrue(self.as_role(role, late).unspoken)
            self.assertFalse(self.as_role(role, urged).unspoken)
        with freeze_time("2026-03-23 02:00:00"):  # The new date has passed as well.
            self.env.invalidate_all()
            self.assertEqual(dossiers.search([("unspoken", "=", True)]), late | sorry)
