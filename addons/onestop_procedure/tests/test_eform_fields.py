"""The e-form of a version: its definition of Properties and its server check."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase

FORM = [
    {"name": "kind", "label": "Kind", "type": "selection", "options": "a|First\nb"},
    {"name": "area", "label": "Area", "type": "float", "min": "0,5", "max": "10"},
    {"name": "born", "label": "Born", "type": "date"},
    {"name": "sum", "label": "Sum", "type": "amount"},
    {
        "name": "reason",
        "label": "Reason",
        "type": "text",
        "required": True,
        "visible_if": {"field": "kind", "operator": "=", "value": "b"},
    },
    {"name": "plan", "label": "Plan", "type": "file", "options": "application/pdf"},
    {"name": "card", "label": "Card", "type": "identity_number"},
]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestEformFields(CatalogueCase):
    def setUp(self):
        super().setUp()
        self.version = self.make_draft(
            eform_field_ids=[
                Command.create({"sequence": sequence, **vals})
                for sequence, vals in enumerate(FORM)
            ],
            decision_id=self.make_decision(date(2026, 2, 1)).id,
        )

    def test_publishing_generates_the_definition_of_the_plain_fields(self):
        self.assertFalse(self.version.dossier_properties_definition)
        self.version.action_publish()
        self.assertEqual(
            self.version.dossier_properties_definition,
            [
                {
                    "name": "kind",
                    "type": "selection",
                    "string": "Kind",
                    "selection": [["a", "First"], ["b", "b"]],
                },
                {"name": "area", "type": "float", "string": "Area"},
                {"name": "born", "type": "date", "string": "Born"},
                {"name": "sum", "type": "integer", "string": "Sum"},
                {"name": "reason", "type": "text", "string": "Reason"},
                {"name": "card", "type": "char", "string": "Card"},
            ],
        )

    def test_answers_are_checked_at_the_server(self):
        checked = self.version._check_answers(
            {"kind": "b", "area": "0,25", "born": "31/02/2020", "x": 1}
        )
        self.assertEqual(
            {(error.field, error.code) for error in checked.errors},
            {
                ("area", "below_min"),
                ("born", "invalid_date"),
                ("reason", "required"),
                ("x", "unknown_field"),
            },
        )
        checked = self.version._check_answers(
            {"kind": "a", "area": "1,5", "sum": "150.000 đ", "reason": "dropped"}
        )
        self.assertEqual(checked.errors, [])
        self.assertEqual(checked.cleaned, {"kind": "a", "area": 1.5, "sum": 150000})

    def test_labels_of_choices_are_translated_and_codes_are_not(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        field = self.version.eform_field_ids[0]
        field.with_context(lang="vi_VN").options = "a|Một\nb|Hai"
        field.with_context(lang="en_US").options = "a|One\nwrong|Two"
        self.assertEqual(
            field.with_context(lang="en_US")._options(), [("a", "One"), ("b", "Hai")]
        )
        self.assertEqual(
            field.with_context(lang="vi_VN")._options(), [("a", "Một"), ("b", "Hai")]
        )
        self.assertEqual(field._to_core().options, ("a", "b"))

    def test_a_form_that_cannot_be_used_keeps_from_publishing(self):
        self.version.eform_field_ids = [
            Command.create({"name": "Bad Name", "label": "Named badly"}),
            Command.create({"name": "loop", "label": "Pattern", "pattern": "(a)\\1"}),
        ]
        with self.assertRaises(UserError) as caught:
            self.version.action_publish()
        message = str(caught.exception)
        self.assertIn("E-form, Named badly: A field's name", message)
        self.assertIn("E-form, Pattern: The pattern cannot be used", message)

    def test_a_condition_is_said_in_words_and_chosen_from_the_other_questions(self):
        kind, name = self.version.eform_field_ids[:2]
        name.visible_if = {
            "any": [
                {"field": kind.name, "operator": "set"},
                {"field": "gone", "operator": ">", "value": 5},
            ]
        }
        self.assertEqual(
            name.condition_words, f"“{kind.label}” has an answer or “gone”: more than 5"
        )
        self.assertIn(kind.name, [one["name"] for one in name.questions])
        self.assertNotIn(name.name, [one["name"] for one in name.questions])
        several = [{"field": kind.name, "operator": one} for one in ("set", "not set")]
        name.visible_if = {"all": [several[0], {"any": several}]}
        self.assertEqual(
            name.condition_words,
            f"“{kind.label}” has an answer and "
            f"(“{kind.label}” has an answer or “{kind.label}” has no answer)",
        )
        name.visible_if = False
        self.assertEqual(name.condition_words, "")

    def test_a_value_of_another_type_stands_there_as_it_is(self):
        asked, other = self.version.eform_field_ids[:2]
        asked.type = "char"
        other.visible_if = {"field": asked.name, "operator": "=", "value": "soon"}
        asked.type = "date"
        self.assertIn("soon", other.condition_words)

    def test_what_is_no_condition_is_refused_in_a_sentence(self):
        field = self.version.eform_field_ids[1]
        for bad in ("kind", {"field": "kind"}, {"any": []}, {"all": [{"any": "x"}]}):
            with (
                self.subTest(bad),
                self.assertRaisesRegex(
                    ValidationError, f"condition of “{field.label}”"
                ),
            ):
                field.visible_if = bad
