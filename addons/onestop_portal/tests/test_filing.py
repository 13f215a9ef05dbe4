from odoo.tests import tagged

from .common import PDF, PortalCase


@tagged("post_install", "-at_install")
class TestFiling(PortalCase):
    def drafts(self, user=None):
        return self.env["onestop.filing.draft"].search(
            [("user_id", "=", (user or self.portal).id)]
        )

    def test_a_visitor_is_led_to_an_account_and_back(self):
        page = self.page("/procedures/9.900001/file")
        links = page.xpath("//div[@id='wrap']//a/@href")
        self.assertIn("/web/login?redirect=/procedures/9.900001/file", links)
        self.assertIn("/web/signup?redirect=/procedures/9.900001/file", links)

    def test_a_dossier_is_filed_page_by_page_by_plain_forms(self):
        self.log_in()
        page = self.send(self.fill(), "send", declared="1")
        dossier = self.env["onestop.dossier"].search([], order="id desc", limit=1)
        self.assertTrue(self.answer.url.endswith(f"/my/dossiers/{dossier.id}"))
        self.assertIn(dossier.tracking_number, self.text(page))
        self.assertEqual(dossier.state, "submitted")
        self.assertEqual(dossier.partner_id, self.portal.partner_id)
        self.assertEqual(dossier.owner_name, "Trần Thị Bé")
        self.assertEqual(dossier.delivery, "electronic")
        self.assertEqual(dossier.channel, "online")
        paper = dossier.component_ids.filtered(lambda one: one.name == "Application")
        self.assertEqual(paper.attachment_ids.raw, PDF)
        self.assertFalse(self.drafts().typed)

    def test_the_summary_shows_what_is_sent(self):
        self.log_in()
        text = self.text(self.fill())
        self.assertIn("Trần Thị Bé", text)
        self.assertIn("application.pdf", text)

    def test_what_was_filled_in_waits_on_any_device(self):
        self.log_in()
        page = self.send(self.begin(), "leave", owner_name="Half Done")
        self.assertIn("/procedures/9.900001/file", str(page.xpath("//a/@href")))
        self.opener.cookies.clear()
        self.log_in()
        page = self.page("/procedures/9.900001/file")
        self.assertEqual(
            page.xpath("//input[@name='owner_name']/@value"), ["Half Done"]
        )

    def test_going_back_loses_nothing(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        page = self.send(
            page, "next", files=[(self.paper_field(self.version), self.upload())]
        )
        page = self.send(page, "back", delivery="post", delivery_address="Somewhere")
        page = self.send(page, "next")
        self.assertEqual(
            page.xpath("//input[@name='delivery_address']/@value"), ["Somewhere"]
        )

    def test_wrong_data_are_kept_and_named_at_their_field(self):
        self.log_in()
        page = self.send(
            self.begin(),
            "next",
            owner_name="",
            owner_identity_number="12",
            owner_phone="1",
            owner_email="nobody",
            owner_birthdate="31/02/2000",
        )
        for name, typed in (
            ("owner_name", None),
            ("owner_identity_number", "12"),
            ("owner_phone", "1"),
            ("owner_email", "nobody"),
            ("owner_birthdate", "31/02/2000"),
        ):
            [field] = page.xpath(f"//input[@name='{name}']")
            self.assertEqual(field.get("value") or None, typed)
            self.assertEqual(field.get("aria-invalid"), "true")
            error = f"os_{name}_error"
            self.assertIn(error, field.get("aria-describedby"))
            self.assertTrue(page.xpath(f"//*[@id='{error}']"))
        self.assertTrue(page.xpath("//*[@role='alert']"))

    def test_a_date_as_people_write_it_arrives_as_a_date(self):
        self.log_in()
        page = self.send(
            self.begin(), "next", owner_name="Owner U", owner_birthdate="02/09/1956"
        )
        field = self.paper_field(self.version)
        page = self.send(page, "next", files=[(field, self.upload())])
        page = self.send(page, "next", delivery="counter")
        self.send(page, "send", declared="1")
        dossier = self.env["onestop.dossier"].search([], order="id desc", limit=1)
        self.assertEqual(str(dossier.owner_birthdate), "1956-09-02")

    def test_filing_for_another_asks_who_one_is(self):
        self.log_in()
        page = self.send(
            self.begin(), "next", owner_name="Owner U", submitter_for_another="yes"
        )
        self.assertTrue(page.xpath("//*[@id='os_submitter_name_error']"))
        page = self.send(
            page, "next", submitter_name="Child U", submitter_relation="authorised"
        )
        self.assertTrue(page.xpath("//*[@id='os_submitter_evidence_error']"))
        page = self.send(page, "next", submitter_evidence="Authorisation 5/2026")
        field = self.paper_field(self.version)
        page = self.send(page, "next", files=[(field, self.upload())])
        self.assertTrue(page.xpath("//*[@id='os_evidence_error']"))
        page = self.send(page, "next", files=[("evidence", self.upload())])
        page = self.send(page, "next", delivery="counter")
        self.send(page, "send", declared="1")
        dossier = self.env["onestop.dossier"].search([], order="id desc", limit=1)
        self.assertEqual(dossier.owner_name, "Owner U")
        self.assertEqual(dossier.submitter_name, "Child U")
        self.assertEqual(dossier.submitter_relation, "authorised")
        self.assertFalse(dossier.submitter_same)
        self.assertEqual(dossier.submitter_evidence, "Authorisation 5/2026")
        self.assertEqual(len(dossier.submitter_attachment_ids), 1)
        self.assertEqual(len(dossier.component_ids.attachment_ids), 1)

    def test_who_files_for_themselves_after_all_sends_no_evidence(self):
        self.log_in()
        page = self.send(
            self.begin(),
            "next",
            owner_name="Owner U",
            submitter_for_another="yes",
            submitter_name="Child U",
            submitter_relation="authorised",
            submitter_evidence="Authorisation 5/2026",
        )
        page = self.send(page, "add", files=[("evidence", self.upload())])
        page = self.page("/procedures/9.900001/file?page=people")
        page = self.send(page, "next", submitter_for_another="no")
        field = self.paper_field(self.version)
        page = self.send(page, "next", files=[(field, self.upload())])
        page = self.send(page, "next", delivery="counter")
        self.send(page, "send", declared="1")
        dossier = self.env["onestop.dossier"].search([], order="id desc", limit=1)
        self.assertTrue(dossier.submitter_same)
        self.assertFalse(dossier.submitter_evidence or dossier.submitter_attachment_ids)
        self.assertFalse(self.env["onestop.filing.file"].search([]))

    def test_a_required_paper_holds_the_dossier_back(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        page = self.send(page, "next")
        self.assertTrue(
            page.xpath(f"//*[@id='os_{self.paper_field(self.version)}_error']")
        )
        page = self.page("/procedures/9.900001/file?page=check")
        self.assertTrue(page.xpath("//button[@value='send'][@disabled]"))
        self.send(page, "send", declared="1")
        self.assertFalse(
            self.env["onestop.dossier"].search([("partner_id", "!=", False)])
        )

    def test_it_is_not_sent_without_the_declaration(self):
        self.log_in()
        page = self.send(self.fill(), "send")
        self.assertTrue(self.answer.url.endswith("page=check"))
        self.assertTrue(page.xpath("//*[@role='alert']"))

    def test_a_file_is_removed_again(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        page = self.send(page, "add", files=[(field, self.upload("wrong.pdf"))])
        self.assertIn("wrong.pdf", self.text(page))
        [button] = page.xpath("//button[starts-with(@value, 'remove-')]/@value")
        attachment = self.drafts().file_ids.attachment_id
        page = self.send(page, button)
        self.assertNotIn("wrong.pdf", self.text(page))
        self.assertFalse(attachment.exists())

    def test_everything_is_deleted_on_demand(self):
        self.log_in()
        page = self.begin()
        attachment = self.env["ir.attachment"]
        page = self.send(page, "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        page = self.send(page, "add", files=[(field, self.upload())])
        attachment = self.drafts().file_ids.attachment_id
        self.send(page, "discard")
        self.assertFalse(self.drafts())
        self.assertFalse(attachment.exists())

    def test_questions_come_and_go_with_the_answers(self):
        self.log_in()
        page = self.send(self.begin(self.form_version), "next", owner_name="Owner U")
        hidden = page.xpath("//fieldset[@data-name='house_area']")[0]
        self.assertIsNotNone(hidden.get("hidden"))
        self.assertIsNotNone(hidden.get("disabled"))
        page = self.send(page, "next", a_purpose="Living", a_has_house="1")
        # Another question applies now: the page comes again, and shows it.
        self.assertIn("page=form-1", self.answer.url)
        shown = page.xpath("//fieldset[@data-name='house_area']")[0]
        self.assertIsNone(shown.get("hidden"))
        page = self.send(page, "next", a_house_area="2000")
        self.assertTrue(page.xpath("//*[@id='os_a_house_area_error']"))
        page = self.send(page, "next", a_house_area="80")
        page = self.send(
            page,
            "next",
            files=[("a_drawing", self.upload("drawing.pdf"))],
            a_kind="old",
            a_since="1/2/2020",
        )
        field = self.paper_field(self.form_version)
        page = self.send(page, "next", files=[(field, self.upload())])
        page = self.send(page, "next", delivery="counter")
        text = self.text(page)
        for words in ("Living", "80", "Old one", "01/02/2020", "drawing.pdf"):
            self.assertIn(words, text)
        page = self.send(page, "send", declared="1")
        dossier = self.env["onestop.dossier"].search([], order="id desc", limit=1)
        answers = dict(dossier.answers)
        [drawing] = answers.pop("drawing")
        self.assertEqual(
            answers,
            {
                "purpose": "Living",
                "has_house": True,
                "house_area": 80,
                "kind": "old",
                "since": "2020-02-01",
            },
        )
        attachment = self.env["ir.attachment"].browse(drawing["id"])
        self.assertEqual(
            (attachment.res_model, attachment.res_id), (dossier._name, dossier.id)
        )
        self.assertIn("Old one", self.text(page))

    def test_an_answer_that_no_longer_applies_is_not_filed(self):
        self.log_in()
        page = self.send(self.begin(self.form_version), "next", owner_name="Owner U")
        page = self.send(page, "next", a_purpose="Living", a_has_house="1")
        page = self.send(page, "back", a_house_area="80")
        page = self.page(f"/procedures/{self.form_version.code}/file?page=form-1")
        [box] = page.xpath("//input[@type='checkbox'][@name='a_has_house']")
        del box.attrib["checked"]
        self.send(page, "next")
        draft = self.drafts()
        checked = self.form_version._check_answers(draft._answers())
        self.assertNotIn("house_area", checked.cleaned)

    def test_two_clicks_file_one_dossier(self):
        self.log_in()
        page = self.fill()
        first = self.post_form(page, "send", declared="1")
        second = self.post_form(page, "send", declared="1")
        self.assertEqual(first.url, second.url)
        self.assertEqual(
            self.env["onestop.dossier"].search_count(
                [("partner_id", "=", self.portal.partner_id.id)]
            ),
            1,
        )

    def test_the_same_procedure_is_filed_again_afterwards(self):
        self.log_in()
        first = self.file_by_pages()
        second = self.file_by_pages()
        self.assertNotEqual(first, second)

    def test_a_new_version_keeps_what_was_filled_in(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        self.send(page, "add", files=[(field, self.upload("kept.pdf"))])
        new = self.version.procedure_id.version_ids.copy()
        new.decision_id = self.version.decision_id.copy(
            {"number": "3/T", "effect_date": "2026-03-01", "date": "2026-02-20"}
        )
        new.action_publish()
        page = self.page("/procedures/9.900001/file")
        page = self.send(page, "start")
        self.assertEqual(page.xpath("//input[@name='owner_name']/@value"), ["Owner U"])
        page = self.page("/procedures/9.900001/file?page=papers")
        self.assertIn("kept.pdf", self.text(page))
        self.assertEqual(self.drafts().version_id, new)

    def test_nothing_filed_elsewhere_is_filled_in_beforehand(self):
        # A number that somebody types is a claim: it opens nothing.
        self.file(owner={"name": "Owner T", "identity_number": "001099000001"})
        self.log_in(self.other_citizen)
        page = self.begin()
        page = self.send(
            page, "leave", owner_name="X", owner_identity_number="001099000001"
        )
        text = self.text(self.page("/procedures/9.900001/file"))
        self.assertNotIn("Owner T", text)

    def test_old_drafts_go_away_by_themselves(self):
        self.log_in()
        self.begin()
        draft = self.drafts()
        self.env.cr.execute(
            "UPDATE onestop_filing_draft SET write_date = '2025-01-01' WHERE id = %s",
            [draft.id],
        )
        self.env.invalidate_all()
        self.env["onestop.filing.draft"]._gc_old()
        self.assertFalse(draft.exists())
