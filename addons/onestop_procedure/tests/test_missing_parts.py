"""What the law demands of a procedure is listed until it is there."""

from datetime import date

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
@pytest.mark.article("Decree 63/2010", "8")
class TestMissingParts(CatalogueCase):
    def test_a_complete_draft_lacks_nothing(self):
        self.assertFalse(self.make_draft().missing)

    def test_an_empty_draft_lacks_everything(self):
        version = self.manager["onestop.procedure.version"].create(
            {"procedure_id": self.make_procedure().id, "name": "T", "sets": 0}
        )
        self.assertEqual(
            version.missing,
            [
                "The order of its steps.",
                "The ways of filing: at least one channel.",
                "The components of the dossier.",
                "The number of sets of the dossier.",
                "The subjects: whom the procedure is for.",
                "The agency that resolves it.",
            ],
        )
        self.assertEqual(version.missing_count, 6)

    def test_the_agency_may_be_text_from_an_import(self):
        version = self.make_draft(competent_department_ids=[], competent_text="UBND")
        self.assertFalse(version.missing)

    @freeze_time("2026-03-10 03:00:00")
    def test_no_agency_that_has_ended_is_published(self):
        decision = self.make_decision(date(2026, 3, 10))
        version = self.make_draft(
            decision_id=decision.id, coordinating_department_ids=self.other.ids
        )
        self.other.valid_to = date(2026, 3, 9)
        with self.assertRaisesRegex(
            UserError, "Department U.* does not exist on 10/03/2026: name its successor"
        ):
            version.action_publish()
        self.other.valid_to = date(2026, 3, 10)
        version.action_publish()
        self.assertEqual(version.state, "published")

    def test_each_channel_needs_a_term_that_the_clock_can_count(self):
        version = self.make_draft()
        version.channel_ids = [
            Command.create({"channel": "online", "term_unit": False}),
            Command.create(
                {"channel": "post", "term_unit": "working_days", "term_value": 0.5}
            ),
            Command.create({"channel": False, "raw": "Fax", "term_unit": "none"}),
            Command.create({"channel": False, "raw": "Telex", "term_unit": "none"}),
        ]
        self.assertEqual(
            version.missing,
            [
                "The term of the channel “Online”.",
                "The term of the channel “By Public Post” in whole days or months, or "
                "else in working hours.",
                "A way of filing whose channel is not known: “Fax”.",
                "A way of filing whose channel is not known: “Telex”.",
            ],
        )

    def test_a_channel_without_a_term_or_with_one_in_hours_lacks_nothing(self):
        version = self.make_draft()
        version.channel_ids = [
            Command.create({"channel": "online", "term_unit": "none"}),
            Command.create(
                {"channel": "post", "term_unit": "working_hours", "term_value": 0.5}
            ),
        ]
        self.assertFalse(version.missing)

    def test_a_channel_has_one_term_for_each_case(self):
        version = self.make_draft(
            case_ids=[Command.create({"name": name}) for name in ("New", "Again")]
        )
        term = {"channel": "post", "term_unit": "working_days"}
        new = version.case_ids[0].id
        again = version.case_ids[1].id
        version.channel_ids = [
            Command.create({**term, "term_value": 3}),
            Command.create({**term, "term_value": 5, "case_id": new}),
            Command.create({**term, "term_value": 7, "case_id": again}),
        ]
        self.assertFalse(version.missing)
        version.channel_ids = [
            Command.create({**term, "term_value": 4}),
            Command.create({**term, "term_value": 5, "case_id": new}),
        ]
        self.refused(
            version,
            "One term of the channel “By Public Post” for all cases: it stands there 2 "
            "times.",
            "One term of the channel “By Public Post” in the case “New”: it stands "
            "there 2 times.",
        )

    def test_each_paper_needs_a_number_or_is_only_shown(self):
        version = self.make_draft()
        version.component_ids = [
            Command.create({"name": "Card", "only_shown": True}),
            Command.create({"name": "Photo", "copies": 2}),
            Command.create({"name": "Letter"}),
        ]
        self.assertEqual(
            version.missing, ["The number of originals and copies of “Letter”."]
        )

    def refused(self, version, *sentences):
        """The list of a draft, and of the refusal to publish it, is this one."""
        self.assertEqual(version.missing, list(sentences))
        version.decision_id = version.decision_id or self.make_decision(
            date(2026, 2, 1), f"{version.code}/QĐ-T"
        )
        with self.assertRaises(UserError) as caught:
            version.action_publish()
        for sentence in sentences:
            self.assertIn(sentence, str(caught.exception))

    @pytest.mark.article("Decree 224/2026", "number to confirm")
    def test_a_partly_online_service_says_why(self):
        online = {"channel": "online", "term_unit": "none", "online_level": "partial"}
        version = self.make_draft(channel_ids=[Command.create(online)])
        self.refused(
            version,
            "Why the channel “Online” is only partly online, and by which law.",
        )
        version.channel_ids.partial_reason = "The card is seen. Law T, art. 1"
        self.assertFalse(version.missing)

    def test_what_is_resolved_the_same_day_has_no_longer_term(self):
        for flag in ("immediate", "same_day"):
            version = self.make_draft(
                self.make_procedure(f"9.90001{len(flag)}"), **{flag: True}
            )
            with self.subTest(flag):
                self.refused(
                    version,
                    "The term of the channel “In Person” is longer than a day, but the "
                    "procedure is said to be resolved at once or on the same day.",
                )
                for value, unit in (
                    (0, "working_days"),
                    (1, "working_days"),
                    (8, "working_hours"),
                    (0, "none"),
                ):
                    version.channel_ids.write({"term_value": value, "term_unit": unit})
                    self.assertFalse(version.missing, (value, unit))
                version.channel_ids.write(
                    {"channel": "post", "term_value": 3, "term_unit": "working_days"}
                )
                self.assertFalse(version.missing)

    def test_the_system_of_a_ministry_has_a_name(self):
        version = self.make_draft(operator="ministry")
        self.refused(version, "The name of the ministry's system that runs it.")
        version.operator_system = "System M"
        self.assertFalse(version.missing)
        version.write({"operator": "national_portal", "operator_system": False})
        self.assertFalse(version.missing)

    def test_a_fixed_fee_has_an_amount(self):
        version = self.make_draft(
            fee_ids=[
                Command.create({"kind": "charge"}),
                # Nothing is paid there, as the law may say.
                Command.create({"name": "Online", "channel": "online"}),
                Command.create({"name": "Imported", "raw": "Phí : 0 Đồng"}),
                Command.create({"amount_kind": "described"}),
                Command.create({"amount_kind": "described", "condition": "By sheet"}),
            ]
        )
        self.refused(
            version,
            "The amount of “Charge”.",
            "What the amount of “Fee” follows from.",
        )

    def test_what_depends_on_a_condition_is_not_charged_beside_the_rest(self):
        # As in 1.013575 of the national database: one of three is paid.
        usd = self.env.ref("base.USD")
        usd.active = True
        version = self.make_draft(
            operator="national_portal",
            fee_ids=[
                Command.create(
                    {"amount": 1, "currency_id": usd.id, "condition": "Abroad, sealed"}
                ),
                Command.create(
                    {"amount": 0.5, "currency_id": usd.id, "condition": "Abroad, copy"}
                ),
                Command.create({"name": "Charge", "kind": "charge", "amount": 9000}),
            ],
        )
        self.refused(
            version,
            "Whether “Fee, 1 USD” or “Fee, 0,50 USD” is charged: both stand for the "
            "same case. Give each condition a case of its own, or choose “As "
            "Described”.",
            "Whether “Fee, 0,50 USD” or “Fee, 1 USD” is charged: both stand for the "
            "same case. Give each condition a case of its own, or choose “As "
            "Described”.",
        )
        version.fee_ids[0].channel = "online"
        version.fee_ids[1].channel = "post"
        self.assertFalse(version.missing)
        version.fee_ids[1].channel = "online"
        version.fee_ids[1].amount_kind = "described"
        self.assertFalse(version.missing)

    def test_no_counter_takes_foreign_money(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        version = self.make_draft(
            fee_ids=[
                Command.create({"name": "Seal", "amount": 1, "currency_id": usd.id})
            ]
        )
        self.refused(
            version,
            "The amount of “Seal” in đồng: no counter here takes USD. Where it follows "
            "from a rate, choose “As Described”.",
        )
        version.fee_ids.write(
            {"amount_kind": "described", "amount": 0, "condition": "1 USD"}
        )
        self.assertFalse(version.missing)

    def test_an_exemption_rests_on_a_law_and_makes_it_cheaper(self):
        ground = self.manager["onestop.fee.ground"].create({"name": "Ground T"})
        exemption = {"ground_id": ground.id, "kind": "amount", "reduced_amount": 900}
        fee = {
            "name": "Fee T",
            "amount": 900,
            "exemption_ids": [Command.create(exemption)],
        }
        version = self.make_draft(fee_ids=[Command.create(fee)])
        self.refused(
            version,
            "The legal basis on which “Ground T” is exempt from “Fee T”.",
            "“Ground T” would pay no less of “Fee T” than everybody.",
        )
        version.fee_ids.exemption_ids.write(
            {"legal_basis": "Law T, art. 2", "reduced_amount": 899}
        )
        self.assertFalse(version.missing)

    def test_a_condition_asks_for_a_question_of_the_form(self):
        version = self.make_draft()
        version.component_ids.asked_if = {
            "field": "house",
            "operator": "=",
            "value": True,
        }
        self.refused(
            version,
            "Component “Form T”: The condition asks for “house”, which is no field.",
        )
        version.eform_field_ids = [
            Command.create({"name": "house", "label": "House", "type": "boolean"})
        ]
        self.assertFalse(version.missing)
        for nonsense in (["house"], {"field": "house"}, {"all": []}, 7):
            with self.assertRaisesRegex(
                ValidationError, "The condition of “Form T” cannot be used"
            ):
                version.component_ids.asked_if = nonsense

    def test_what_is_wrong_with_the_form_stands_on_the_list(self):
        version = self.make_draft(
            eform_field_ids=[
                Command.create({"name": "k", "label": "Kind", "type": "selection"})
            ]
        )
        self.refused(
            version,
            "E-form, Kind: The choices are missing, doubled, blank or too many.",
        )

    def test_a_paper_that_is_looked_up_needs_no_number(self):
        database = self.manager["onestop.database"].create({"name": "Register T"})
        version = self.make_draft()
        version.component_ids.write({"originals": 0, "database_id": database.id})
        self.assertFalse(version.missing)

    @pytest.mark.article("Decree 63/2010", "number to confirm: cases")
    def test_a_case_differs_in_something(self):
        version = self.make_draft()
        first, second, third = version.case_ids.create(
            [{"version_id": version.id, "name": name} for name in "ABC"]
        )
        differs = "What differs in the case “%s”: no term, component or fee names it."
        self.refused(version, *(differs % name for name in "ABC"))
        version.fee_ids = [Command.create({"amount": 5, "case_id": first.id})]
        self.assertEqual(version.missing, [differs % "B", differs % "C"])
        # One is what is left over when the others are told apart.
        version.component_ids.case_ids = second
        self.assertFalse(version.missing)
        version.component_ids = [Command.create({"name": "All", "copies": 1})]
        version.channel_ids.case_id = third
        self.assertEqual(
            version.missing,
            [f"The ways of filing in the case “{name}”." for name in "AB"],
        )

    def test_flags_say_nothing_against_the_parts(self):
        version = self.make_draft(
            online_filing=True,
            no_result_paper=True,
            result_ids=[
                Command.create({"name": "Licence"}),
                Command.create({"name": "File", "kind": "electronic"}),
            ],
        )
        self.refused(
            version,
            "It is filed online, but no channel is “Online”.",
            "It gives no result on paper, but “Licence” is one.",
        )

    def test_the_list_speaks_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.env["ir.module.module"]._load_module_terms(
            ["onestop_procedure"], ["vi_VN"], overwrite=True
        )
        version = self.make_draft(steps_text=False).with_context(lang="vi_VN")
        [sentence] = version.missing
        self.assertNotEqual(sentence, "The order of its steps.")
        self.assertIn(sentence, version.missing_html)

    def test_what_people_type_is_escaped_in_the_list(self):
        version = self.make_draft()
        version.component_ids = [Command.create({"name": "<script>x</script>"})]
        self.assertIn("&lt;script&gt;", version.missing_html)

    def test_publishing_is_refused_with_the_list_as_the_message(self):
        version = self.make_draft(
            steps_text=False, subject_ids=[], decision_id=self._decision().id
        )
        with self.assertRaises(UserError) as caught:
            version.action_publish()
        self.assertIn(
            "version 1: The order of its steps. The subjects: whom",
            str(caught.exception),
        )
        self.assertEqual(version.state, "draft")

    def _decision(self):
        return self.make_decision(date(2026, 2, 1))
