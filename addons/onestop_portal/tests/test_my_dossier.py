from odoo.tests import tagged

from .common import PDF, PortalCase


@tagged("post_install", "-at_install")
class TestMyDossier(PortalCase):
    def stages(self, page):
        return [
            item.get("class").removeprefix("is-")
            for item in page.xpath("//ol[@class='os-stages']/li")
        ]

    def test_each_stage_is_told_as_it_comes(self):
        self.log_in()
        dossier = self.file()
        page = self.my_page(dossier)
        self.assertEqual(self.stages(page), ["now", *["to-come"] * 4])
        self.assertIn(dossier.tracking_number, self.text(page))
        self.act("counter_officer", dossier, "accept")
        page = self.my_page(dossier)
        self.assertEqual(
            self.stages(page), ["done", "done", "now", "to-come", "to-come"]
        )
        text = self.text(page)
        self.assertIn(dossier.code, text)
        self.assertIn("Department T", text)
        self.assertIn("Decide", text)
        self.assertIn("16/03/2026", text)

    def test_the_date_says_why(self):
        self.log_in()
        dossier = self.to_processing()
        page = self.my_page(dossier)
        reasons = [
            " ".join(item.text_content().split())
            for item in page.xpath("//details[summary='Why this date?']//ol/li")
        ]
        explained = dossier.with_context(lang="en_US").explain_due()
        self.assertEqual(reasons, explained["sentences"])
        self.assertTrue(reasons)
        # Received Monday 9 March 2026; all without a script.
        days = page.xpath("//details[summary='Why this date?']//td[@title]")
        self.assertEqual(
            [(day.get("class"), day.xpath("string(b)")) for day in days],
            [
                ("is-none is-received is-today", ""),
                *(("is-counted", str(number)) for number in range(1, 5)),
                *([("is-day_off", "")] * 2),
                ("is-counted is-due", "5"),
            ],
        )

    def test_a_visit_says_when_where_and_what_to_prepare(self):
        self.log_in()
        dossier = self.to_processing()
        officer = self.users["department_officer"]
        number = dossier.with_user(officer).arrange_visit(
            {
                "date_start": "2026-03-10 02:00:00",
                "date_end": "2026-03-10 03:00:00",
                "place": "12 Road T",
                "officer_ids": officer.ids,
                "prepare": "A key to the gate.",
                "invited": "Neighbour N",
            }
        )
        page = self.my_page(dossier)
        [visit] = page.xpath("//section[@id='visit']")
        text = " ".join(visit.text_content().split())
        for words in ("09:00", "10/03/2026", "12 Road T", "A key to the gate."):
            self.assertIn(words, text)
        for other in (officer.name, "Neighbour N"):
            self.assertNotIn(other, self.text(page))
        visit = self.env["onestop.site.visit"].browse(number).with_user(officer)
        visit._call_off("It rains.")
        page = self.my_page(dossier)
        self.assertFalse(page.xpath("//section[@id='visit']"))
        self.assertIn("It rains.", self.text(page))

    def test_the_list_and_the_first_page_say_what_must_be_done(self):
        self.log_in()
        dossier = self.file()
        self.act("counter_officer", dossier, "request_supplement", "Sign the plan.")
        for path in ("/my/dossiers", "/my"):
            page = self.page(path)
            self.assertEqual(
                page.xpath("//ul[@class='os-tasks']//a/@href"),
                [f"/my/dossiers/{dossier.id}#supplement"],
            )

    def test_a_supplement_is_answered_with_a_file(self):
        self.log_in()
        dossier = self.file()
        plan = dossier.component_ids.filtered(lambda one: one.name == "Plan")
        self.act(
            "counter_officer",
            dossier,
            "request_supplement",
            "The plan is missing.",
            component_ids=plan.ids,
        )
        page = self.my_page(dossier)
        self.assertIn("The plan is missing.", self.text(page))
        self.assertEqual(
            page.xpath("//section[@id='supplement']//input[@type='file']/@name"),
            [f"paper_{plan.id}"],
        )
        page = self.send(
            page,
            "Send the supplement",
            files=[(f"paper_{plan.id}", self.upload("plan.pdf"))],
            note="Here it is.",
        )
        self.assertEqual(dossier.state, "submitted")
        self.assertEqual(plan.attachment_ids.raw, PDF)
        self.assertTrue(dossier.supplement_ids.answered_at)
        self.assertFalse(page.xpath("//section[@id='supplement']"))

    def test_an_empty_supplement_is_none(self):
        self.log_in()
        dossier = self.file()
        self.act("counter_officer", dossier, "request_supplement", "More.")
        page = self.send(self.my_page(dossier), "Send the supplement")
        self.assertTrue(page.xpath("//*[@role='alert']"))
        self.assertEqual(dossier.state, "supplement")

    def test_a_lying_supplement_is_refused_whole(self):
        self.log_in()
        dossier = self.file()
        self.act("counter_officer", dossier, "request_supplement", "More.")
        good, bad = dossier.component_ids
        page = self.send(
            self.my_page(dossier),
            "Send the supplement",
            files=[
                (f"paper_{good.id}", self.upload("good.pdf")),
                (f"paper_{bad.id}", self.upload("bad.pdf", b"<html>no</html>")),
            ],
        )
        self.assertTrue(page.xpath("//*[@role='alert']"))
        self.assertEqual(dossier.state, "supplement")
        self.assertNotIn(
            "good.pdf", dossier.component_ids.attachment_ids.mapped("name")
        )

    def test_a_dossier_is_withdrawn_and_taken_up_again(self):
        self.log_in()
        dossier = self.to_processing()
        page = self.send(self.my_page(dossier), "Withdraw the dossier", reason="Moved.")
        self.assertEqual(dossier.state, "withdrawal")
        self.send(page, "Go on with the dossier after all")
        self.assertEqual(dossier.state, "processing")

    def test_a_term_that_stands_still_on_another_ground_is_no_payment(self):
        self.log_in()
        dossier = self.to_processing()
        ground = {"ground": "other", "legal_basis": "Law T, art. 1"}
        self.act("department_officer", dossier, "suspend", "A court.", **ground)
        text = self.text(self.my_page(dossier))
        self.assertIn("The law lets the term stand still", text)
        self.assertIn("The term stands still, as the law allows", text)
        self.assertIn("A court; Law T, art. 1", text)
        self.assertNotIn("financial", text)

    def test_what_was_decided_is_not_withdrawn(self):
        self.log_in()
        dossier = self.to_resolved()
        page = self.my_page(dossier)
        self.assertFalse(page.xpath("//form[contains(@action, 'withdraw')]"))
        answer = self.raw_post(f"/my/dossiers/{dossier.id}/withdraw", reason="x")
        self.assertIn("danger", answer.text)
        self.assertEqual(dossier.state, "resolved")

    def test_only_a_wish_to_withdraw_is_taken_back(self):
        self.log_in()
        dossier = self.to_processing()
        self.act("department_officer", dossier, "suspend", "Tax notice.")
        answer = self.raw_post(f"/my/dossiers/{dossier.id}/resume")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(dossier.state, "payment")

    def test_a_refusal_of_intake_tells_its_reason(self):
        self.log_in()
        dossier = self.file()
        self.act("counter_officer", dossier, "reject", "It belongs to the tax office.")
        page = self.my_page(dossier)
        self.assertIn("It belongs to the tax office.", self.text(page))
        self.assertEqual(self.stages(page)[0], "ended")

    def test_what_passes_between_desks_is_not_told(self):
        self.log_in()
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        step = dossier.step_ids.filtered(lambda run: run.state == "done").step_id
        self.act(
            "department_head",
            dossier,
            "complete_step",
            "This draft is shameful.",
            send_back_to=step.id,
        )
        text = self.text(self.my_page(dossier))
        self.assertNotIn("shameful", text)
        for user in self.users.values():
            self.assertNotIn(user.name, text)

    def test_notices_are_listed(self):
        self.log_in()
        dossier = self.file()
        page = self.my_page(dossier)
        self.assertIn("Dossier filed · Portal", self.text(page))

    def test_script_from_any_hand_comes_as_text(self):
        self.log_in()
        script = "<script>alert('os')</script>"
        dossier = self.file(owner={"name": script})
        self.act("counter_officer", dossier, "request_supplement", script)
        self.assertNotIn(script, self.get(f"/my/dossiers/{dossier.id}").text)

    def test_the_page_is_kept_by_no_cache(self):
        self.log_in()
        dossier = self.file()
        for path in ("/my/dossiers", f"/my/dossiers/{dossier.id}", "/my"):
            self.assertIn("no-store", self.get(path).headers["Cache-Control"])

    def test_many_dossiers_come_in_pages(self):
        self.log_in()
        for _number in range(21):
            self.file()
        page = self.page("/my/dossiers")
        self.assertEqual(
            len(page.xpath("//section[@aria-labelledby='os_all']//li")), 20
        )
        page = self.page(page.xpath("//nav[@aria-label='Pages']//a/@href")[0])
        self.assertEqual(len(page.xpath("//section[@aria-labelledby='os_all']//li")), 1)
