"""A group of procedures is filled in once, sent as one, and followed as one."""

from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.engine.right import ENGINE
from odoo.addons.onestop_dossier.tests.common import MONDAY
from odoo.addons.onestop_procedure.models.onestop_frozen_mixin import MAY_CHANGE_FROZEN

from .common import PortalCase

QUESTION = {"name": "place", "label": "Where was it?", "type": "char", "required": True}


@tagged("post_install", "-at_install")
class TestGroups(PortalCase):
    """A birth, and a residence of another agency beside it; both ask for the application,
    the second for the plan and an answer too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.birth = cls.make_version(
            "9.900340",
            term=4,
            component_ids=[(0, 0, {"name": "Application", "originals": 1})],
            fee_ids=[(0, 0, {"kind": "charge", "name": "Charge", "amount": 50000})],
        )
        cls.residence = cls.make_version(
            "9.900341",
            term=10,
            competent_department_ids=[(4, cls.other.id)],
            component_ids=[
                (0, 0, {"name": "APPLICATION", "originals": 1}),
                (0, 0, {"name": "Lease", "originals": 1}),
            ],
            eform_field_ids=[(0, 0, {"sequence": 1, **QUESTION})],
            fee_ids=[(0, 0, {"kind": "fee", "name": "Fee", "amount": 20000})],
        )
        cls.bundle = cls.make_bundle(cls.birth, cls.residence)

    @classmethod
    def make_bundle(cls, *versions, orders=(10, 10), **vals):
        return cls.env["onestop.bundle"].create(
            {
                "name": "Birth and residence",
                "decision_number": "9/QD-T",
                "decision_date": "2026-01-02",
                "valid_from": "2026-01-05",
                "part_ids": [
                    (0, 0, {"sequence": order, "procedure_id": one.procedure_id.id})
                    for order, one in zip(orders, versions, strict=True)
                ],
                **vals,
            }
        )

    @property
    def address(self):
        return f"/groups/{self.bundle.id}"

    def begun(self):
        return self.send(self.page(f"{self.address}/file"), "start")

    def filled(self):
        """The last page, all filled in."""
        page = self.send(self.begun(), "next", owner_name="Trần Thị Bé")
        page = self.send(page, "next", a_place="At home")
        return self.attached(page)

    def attached(self, page):
        names = page.xpath("//input[@type='file']/@name")
        page = self.send(page, "next", files=[(one, self.upload()) for one in names])
        return self.send(page, "next", delivery="electronic")

    def filed(self):
        """The parts that the logged-in citizen filed page by page, the head first."""
        self.send(self.filled(), "send", declared="1")
        return self.parts()

    def parts(self):
        return self.env["onestop.dossier"].search(
            [("bundle_part_id", "in", self.bundle.part_ids.ids)], order="id"
        )

    def drafts(self):
        return self.env["onestop.filing.draft"].search(
            [("bundle_part_id", "!=", False), ("dossier_id", "=", False)]
        )

    # ------------------------------------------------------------------ where it is shown

    def test_it_is_shown_with_its_procedures(self):
        event = self.env["onestop.life.event"].create({"name": "Event T"})
        self.birth.procedure_id.life_event_ids = event
        for path in (
            "/procedures/9.900340",
            "/procedures/9.900341",
            f"/procedures?event={event.id}",
            "/procedures?q=birth residence",
            "/procedures?q=9.900341",
        ):
            with self.subTest(path):
                page = self.page(path)
                [link] = page.xpath(f"//a[contains(@href, '{self.address}')]")
                self.assertEqual(link.text_content(), "Birth and residence")
        for path in ("/procedures/9.900001", "/procedures?q=9.900001"):
            self.assertNotIn("Birth and residence", self.text(self.page(path)))

    def test_its_page_says_once_what_to_bring_how_long_and_how_much(self):
        page = self.page(self.address)
        papers = page.xpath("//ol[@class='os-papers']/li/strong")
        self.assertEqual(
            [one.text_content() for one in papers], ["Application", "Lease"]
        )
        text = self.text(page)
        self.assertIn("For: Procedure 9.900341", text)
        # Side by side: the longer of 4 and 10 working days; 50,000 and 20,000.
        self.assertIn("10 working days", text.partition("In all")[2])
        self.assertIn("70.000 đ", text)

    def test_what_follows_takes_as_long_as_both(self):
        self.bundle = self.make_bundle(self.birth, self.residence, orders=(10, 20))
        text = self.text(self.page(self.address))
        self.assertIn("14 working days", text.partition("In all")[2])

    def test_the_result_of_a_part_before_need_not_be_brought(self):
        lease = self.residence.component_ids[1]
        with MAY_CHANGE_FROZEN.held():
            lease.reusable_from_ids = self.birth.procedure_id
        self.bundle = self.make_bundle(self.birth, self.residence, orders=(10, 20))
        self.assertIn(
            "it is the result of “Procedure 9.900340”",
            self.text(self.page(self.address)),
        )
        self.log_in()
        page = self.send(self.begun(), "next", owner_name="Trần Thị Bé")
        page = self.send(page, "next", a_place="At home")
        application = page.xpath("//input[@type='file']/@name")[0]
        page = self.send(page, "next", files=[(application, self.upload())])
        page = self.send(page, "next", delivery="electronic")
        self.send(page, "send", declared="1")
        _birth, residence = self.parts()
        self.assertFalse(residence.component_ids[1].attachment_ids)
        self.assertFalse(residence.date_intake_due)
        self.assertIn(
            "It begins with the result of", self.text(self.my_page(residence))
        )

    def test_what_is_not_in_force_is_found_by_nobody(self):
        later = self.make_bundle(self.birth, self.residence, valid_from="2026-05-01")
        for number in (later.id, 0, 2**40):
            for path in (f"/groups/{number}", f"/groups/{number}/file"):
                self.assertEqual(self.get(path).status_code, 404, path)

    # ------------------------------------------- what they were given before

    def reusable(self, *papers):
        """Let what the version of the tests gives stand in for papers."""
        with MAY_CHANGE_FROZEN.held():
            for paper in papers:
                paper.reusable_from_ids = self.version.procedure_id

    def at_papers(self):
        """The page of papers of somebody who was given a result here."""
        owner = {"owner_name": "Owner T", "owner_identity_number": "001099000001"}
        page = self.send(self.begun(), "next", **owner)
        return self.send(page, "next", a_place="At home")

    @pytest.mark.article("Circular 01/2023/TT-VPCP", "number to confirm")
    def test_what_they_were_given_stands_in_with_every_part(self):
        result = self.given()
        first, second = self.birth.component_ids, self.residence.component_ids[0]
        self.reusable(first, second)
        self.log_in()
        page = self.at_papers()
        # It is asked for once, so it is offered once.
        self.assertEqual(
            page.xpath("//input[@type='checkbox']/@name"), [f"reuse_{first.id}"]
        )
        self.assertIn(result.number, self.text(page))
        lease = page.xpath("//input[@type='file']/@name")[1]
        ticked = {f"reuse_{first.id}": "1"}
        page = self.send(page, "next", files=[(lease, self.upload())], **ticked)
        page = self.send(page, "next", delivery="electronic")
        self.assertIn(result.number, self.text(page))
        self.send(page, "send", declared="1")
        for dossier in self.parts():
            paper = dossier.component_ids[0]
            self.assertIn(result.number, paper.reused_result)
            self.assertTrue(paper.attachment_ids)
            self.assertIn("reuse", self.journal(dossier))

    def test_what_one_part_wants_as_a_file_is_brought(self):
        self.given()
        self.reusable(self.birth.component_ids)
        self.log_in()
        page = self.at_papers()
        self.assertFalse(page.xpath("//input[@type='checkbox']"))
        answer = self.raw_post(
            f"{self.address}/file",
            page="papers",
            do="next",
            draft=str(self.drafts()[:1].id),
            **{f"reuse_{self.birth.component_ids.id}": "1"},
        )
        self.assertIn("Application: Attach this paper.", self.text(self.tree(answer)))

    def test_what_ends_before_it_is_sent_files_no_part(self):
        result = self.given()
        first, second = self.birth.component_ids, self.residence.component_ids[0]
        self.reusable(first, second)
        self.log_in()
        page = self.at_papers()
        lease = page.xpath("//input[@type='file']/@name")[1]
        ticked = {f"reuse_{first.id}": "1"}
        page = self.send(page, "next", files=[(lease, self.upload())], **ticked)
        page = self.send(page, "next", delivery="electronic")
        result._end("revoked")
        self.send(page, "send", declared="1")
        self.assertFalse(self.parts())
        self.assertEqual(len(self.drafts()), 2)

    # ------------------------------------------------------------------------- filing

    def test_what_is_common_is_asked_once_and_all_is_filed_at_once(self):
        self.log_in()
        page = self.send(self.begun(), "next", owner_name="Trần Thị Bé")
        self.assertIn("Where was it?", self.text(page))
        page = self.send(page, "next", a_place="At home")
        labels = [
            one.text_content().split("(")[0].strip()
            for one in page.xpath("//div[@class='os-field os-files']/label")
        ]
        self.assertEqual([one.split()[0] for one in labels], ["Application", "Lease"])
        page = self.attached(page)
        text = self.text(page)
        for said in ("Trần Thị Bé", "At home", "Procedure 9.900341"):
            self.assertIn(said, text)
        self.assertFalse(self.parts())
        page = self.send(page, "send", declared="1")
        birth, residence = self.parts()
        self.assertTrue(self.answer.url.endswith(f"/my/groups/{birth.id}"))
        self.assertEqual((birth.first_id, residence.first_id), (birth, birth))
        for dossier in (birth, residence):
            self.assertEqual(dossier.state, "submitted")
            self.assertEqual(dossier.owner_name, "Trần Thị Bé")
            self.assertEqual(dossier.partner_id, self.portal.partner_id)
            self.assertEqual(dossier.counter_group_id, self.counter)
            self.assertTrue(all(one.attachment_ids for one in dossier.component_ids))
        self.assertEqual(residence.answers["place"], "At home")
        self.assertFalse(self.drafts())
        self.assertFalse(self.env["onestop.filing.file"].search([]))

    def test_nothing_is_lost_by_going_away(self):
        self.log_in()
        page = self.send(self.begun(), "next", owner_name="Trần Thị Bé")
        self.send(page, "leave", a_place="At home")
        page = self.page("/my/dossiers")
        [link] = page.xpath(f"//a[contains(@href, '{self.address}/file')]")
        self.assertIn("Birth and residence", link.text_content())
        text = self.text(self.page(f"{self.address}/file?page=check"))
        self.assertIn("Trần Thị Bé", text)
        self.assertIn("At home", text)

    def test_what_is_missing_is_named_and_nothing_is_sent(self):
        self.log_in()
        page = self.send(self.begun(), "next", owner_name="")
        self.assertIn("Full name", self.text(page))
        page = self.send(page, "next", owner_name="Trần Thị Bé")
        page = self.send(page, "next", a_place="")
        self.assertIn("Where was it?:", self.text(page))
        page = self.page(f"{self.address}/file?page=papers&check=1")
        self.assertIn("Lease: Attach this paper.", self.text(page))
        self.raw_post(f"{self.address}/file", do="send", declared="1", draft="1")
        self.assertFalse(self.parts())

    def test_sent_twice_it_is_filed_once(self):
        self.log_in()
        page = self.filled()
        self.send(page, "send", declared="1")
        birth, _residence = self.parts()
        self.send(page, "send", declared="1")
        self.assertTrue(self.answer.url.endswith(f"/my/groups/{birth.id}"))
        self.assertEqual(len(self.parts()), 2)

    def test_it_lies_beside_what_is_filed_by_itself(self):
        self.log_in()
        self.send(self.begin(self.birth), "next", owner_name="Someone")
        self.send(self.begun(), "next", owner_name="Trần Thị Bé")
        alone = self.env["onestop.filing.draft"]._mine(
            self.birth.with_user(self.portal)
        )
        drafts = self.env["onestop.filing.draft"].search([])
        self.assertEqual(len(drafts), 3)
        self.assertEqual(
            sorted(one._part("owner").get("name") for one in drafts),
            ["Someone", "Trần Thị Bé", "Trần Thị Bé"],
        )
        self.assertFalse(alone)
        # A part is not sent by itself.
        group = self.drafts()[0]
        self.raw_post(
            "/procedures/9.900340/file", do="send", declared="1", draft=str(group.id)
        )
        self.assertFalse(self.parts())

    def test_of_a_wrong_part_none_is_filed(self):
        owner = {"name": "Owner T", "phone": "0900000001"}
        right = {"channel": "online", "owner": owner}
        dossiers = self.env["onestop.dossier"].with_user(self.portal)
        before = self.env["onestop.dossier"].search_count([])
        with self.assertRaisesRegex(UserError, "Where was it"):
            dossiers._file_group(self.bundle, [right, right])
        self.assertEqual(self.env["onestop.dossier"].search_count([]), before)

    # --------------------------------------------------------------- what changes meanwhile

    def test_a_part_that_is_not_filed_online_any_more_stops_the_group(self):
        self.log_in()
        page = self.filled()
        with MAY_CHANGE_FROZEN.held():
            self.residence.online_filing = False
        page = self.send(page, "send", declared="1")
        self.assertFalse(self.parts())
        text = self.text(page)
        self.assertIn("“Procedure 9.900341” cannot be filed online", text)
        self.assertIn("cannot be filed online", self.text(self.page(self.address)))
        # What was filled in is still there when it is possible again.
        with MAY_CHANGE_FROZEN.held():
            self.residence.online_filing = True
        page = self.page(f"{self.address}/file?page=check")
        self.send(page, "send", declared="1")
        self.assertEqual(len(self.parts()), 2)

    def test_a_group_that_has_ended_is_told_to_whoever_began_it(self):
        self.log_in()
        self.filled()
        self.bundle.valid_to = "2026-03-09"
        with freeze_time("2026-03-10 02:00:00"):
            page = self.page(f"{self.address}/file")
            self.assertIn("in force no more", self.text(page))
            self.assertEqual(self.get(self.address).status_code, 404)
            self.send(page, "discard")
        self.assertFalse(self.drafts())
        self.assertFalse(self.env["onestop.filing.file"].search([]))

    def test_an_abolished_part_stops_the_group(self):
        self.log_in()
        self.filled()
        self.residence.procedure_id.active = False
        page = self.page(f"{self.address}/file")
        self.assertIn("is in force no more", self.text(page))

    def test_a_changed_part_is_gone_on_with_and_keeps_what_was_filled_in(self):
        self.log_in()
        self.filled()
        old = self.residence
        newer = self.make_newer(old)
        page = self.page(f"{self.address}/file")
        self.assertIn("has changed since you began", self.text(page))
        self.send(page, "start")
        page = self.page(f"{self.address}/file?page=check")
        self.assertIn("At home", self.text(page))
        self.send(page, "send", declared="1")
        self.assertEqual(self.parts()[1].version_id, newer)

    def make_newer(self, version):
        decision = version.decision_id.copy(
            {"number": "2/T", "date": "2026-03-01", "effect_date": "2026-03-09"}
        )
        newer = version.copy({"decision_id": decision.id})
        newer.action_publish()
        return newer

    # ------------------------------------------------------------------------ afterwards

    def test_it_is_followed_as_one_and_each_part_is_told_of(self):
        self.log_in()
        birth, residence = self.filed()
        page = self.page("/my/dossiers")
        [row] = page.xpath("//section[@aria-labelledby='os_all']/ul/li")
        self.assertIn("Birth and residence", self.text(row))
        self.assertIn("Procedure 9.900341", self.text(row))
        self.act("counter_officer", birth, "accept")
        page = self.page(f"/my/groups/{birth.id}")
        text = self.text(page)
        self.assertIn("come back together", text)
        self.assertIn("The centre has your dossier", text)
        self.assertIn("The department is working", text)
        self.assertIn(residence.tracking_number, text)
        page = self.my_page(residence)
        [link] = page.xpath(f"//a[contains(@href, '/my/groups/{birth.id}')]")
        self.assertEqual(link.text_content(), "Birth and residence")

    def test_a_counter_receives_it_as_one_and_gives_one_receipt(self):
        self.log_in()
        birth, residence = self.filed()
        page = self.page(f"/my/groups/{birth.id}")
        self.assertFalse(page.xpath("//form[contains(@action, 'receipt')]"))
        counter = self.as_role("counter_officer", residence)
        self.assertEqual(counter.parts_waiting, 2)
        printed = counter.action_accept_parts()
        self.assertEqual(printed["report_name"], "onestop_dossier.form_receipt")
        codes = (birth | residence).mapped("code")
        self.assertEqual(codes, ["H99.01-260309-0001", "H99.01-260309-0002"])
        with self.assertRaisesRegex(UserError, "waits to be received"):
            counter.action_accept_parts()
        page = self.page(f"/my/groups/{birth.id}")
        self.assertIn(codes[0], self.text(page))
        answer = self.post_form(page, "Receipt of all parts (PDF)")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")

    def test_a_part_that_cannot_be_received_holds_the_others_up_and_is_named(self):
        self.log_in()
        birth, residence = self.filed()
        lease = residence.component_ids[1]
        with ENGINE.held():
            lease.write({"received": False, "attachment_ids": [(5,)]})
        with self.assertRaisesRegex(UserError, residence.tracking_number):
            self.as_role("counter_officer", birth).action_accept_parts()

    def test_only_a_counter_receives_it(self):
        self.log_in()
        birth, _residence = self.filed()
        for user in (self.portal, self.users["clerk"], self.other_citizen):
            with self.subTest(user.login), self.assertRaises(UserError):
                birth.with_user(user).action_accept_parts()
        self.assertEqual(self.parts().mapped("state"), ["submitted"] * 2)

    def test_one_part_is_withdrawn_and_the_other_goes_on(self):
        self.log_in()
        birth, residence = self.filed()
        self.as_role("counter_officer", birth).action_accept_parts()
        self.send(self.my_page(residence), "Withdraw the dossier")
        self.assertEqual((birth.state, residence.state), ("processing", "withdrawal"))

    def test_one_part_is_supplemented_by_itself(self):
        self.log_in()
        birth, residence = self.filed()
        self.act("counter_officer", residence, "request_supplement", "Page 2.")
        self.act("counter_officer", birth, "accept")
        page = self.page(f"/my/groups/{birth.id}")
        self.assertIn("Supplement your dossier “Procedure 9.900341”", self.text(page))
        answer = self.my_page(residence)
        self.send(answer, "Send the supplement", note="Here.")
        self.assertEqual(residence.state, "submitted")

    # ---------------------------------------------------------------------------- walls

    def test_another_s_group_a_part_and_a_single_dossier_are_answered_alike(self):
        self.log_in()
        birth, residence = self.filed()
        alone = self.file()
        for dossier_id in (residence.id, alone.id, 0, 10**9):
            self.assertEqual(self.get(f"/my/groups/{dossier_id}").status_code, 404)
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(f"/my/groups/{birth.id}").status_code, 404)

    def test_another_s_draft_is_neither_seen_nor_sent(self):
        self.log_in()
        self.filled()
        draft = self.drafts()[0]
        self.log_in(self.other_citizen)
        page = self.page(f"{self.address}/file")
        self.assertNotIn("Trần Thị Bé", self.text(page))
        self.raw_post(
            f"{self.address}/file", do="send", declared="1", draft=str(draft.id)
        )
        self.raw_post(f"{self.address}/file", do="discard")
        self.assertFalse(self.parts())
        self.assertEqual(len(self.drafts()), 2)

    def test_no_member_of_the_staff_files_it_here(self):
        self.log_in(self.users["counter_officer"])
        answer = self.raw_post(f"{self.address}/file", do="start")
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.drafts())

    def test_what_nobody_goes_on_with_is_forgotten_as_one(self):
        self.log_in()
        self.filled()
        drafts = self.drafts()
        self.env.flush_all()
        old = datetime(2025, 11, 1)
        head = drafts.filtered(lambda one: not one.head_id)

        def touched(records, moment):
            self.env.cr.execute(
                "UPDATE onestop_filing_draft SET write_date = %s WHERE id IN %s",
                (moment, tuple(records.ids)),
            )
            self.env.invalidate_all()

        touched(head, old)
        self.env["onestop.filing.draft"]._gc_old()
        self.assertEqual(len(self.drafts()), 2)
        touched(drafts, old)
        self.env["onestop.filing.draft"]._gc_old()
        self.assertFalse(self.drafts())
        self.assertFalse(self.env["onestop.filing.file"].search([]))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestGroupPlaces(PortalCase):
    def test_all_parts_lie_at_one_counter(self):
        """Each field has a counter of its own: the first part says which."""
        field = self.env["onestop.field"].create({"name": "Field T"})
        self.env["onestop.counter.group"].create(
            {
                "name": "Counter of the field",
                "department_id": self.centre.id,
                "field_ids": [(4, field.id)],
            }
        )
        second = self.make_version("9.900350", field_id=field.id)
        bundle = TestGroups.make_bundle.__func__(type(self), self.version, second)
        filing = {
            "channel": "online",
            "owner": {"name": "Owner T", "phone": "0900000001"},
        }
        dossiers = self.env["onestop.dossier"].with_user(self.portal)
        parts = dossiers._file_group(bundle, [filing, filing]).sudo()
        self.assertEqual(parts.counter_group_id, self.counter)
        self.assertEqual(parts.received_department_id, self.centre)
