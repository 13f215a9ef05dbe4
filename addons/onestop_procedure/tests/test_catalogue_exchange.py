"""What a catalogue of another database may do here, and what it may not."""

import base64
import copy
import io
from datetime import date
from functools import partial

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.catalogue_archive import ArchiveReader, ArchiveWriter
from ..engine.catalogue_plain import ATTACHMENT, KINDS, carried
from ..engine.catalogue_tables import LEFT_OUT, NAMED, SHARED, TABLES
from .common_catalogue import CatalogueCase

CODE = "9.900001"


@tagged("post_install", "-at_install")
class TestCatalogueLists(CatalogueCase):
    """A model or a field that comes new says whether the catalogue carries it."""

    def test_every_model_is_in_the_catalogue_or_left_out_with_a_reason(self):
        ours = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "onestop_procedure"
            and not (model._abstract or model._transient)
            # A view of the database holds nothing of its own.
            and model._auto
        }
        self.assertEqual(ours, {*TABLES, *LEFT_OUT})
        self.assertFalse(TABLES.keys() & LEFT_OUT.keys())
        self.assertTrue(all(LEFT_OUT.values()))

    def test_every_stored_field_is_carried_or_left_out_with_a_reason(self):
        for name, table in TABLES.items():
            model = self.env[name]
            for field in carried(model, table):
                with self.subTest(model=name, field=field.name):
                    self.assertTrue(self.can_be_carried(field))
            for field, reason in table.left_out.items():
                with self.subTest(model=name, field=field):
                    self.assertIn(field, model._fields)
                    self.assertTrue(reason)

    def can_be_carried(self, field):
        if field.type in ("many2one", "many2many"):
            file = field.comodel_name == ATTACHMENT and field.type == "many2one"
            return file or field.comodel_name in {*NAMED, *TABLES}
        return field.type == "binary" or field.type in KINDS


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestCatalogueExchange(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02"):
            cls.procedure = cls.make_procedure(CODE)
            cls.version = cls.make_published(
                cls.procedure,
                eform_field_ids=[Command.create({"name": "area", "label": "Area"})],
            )
            cls.process = cls.make_process(cls.procedure)
            cls.process.action_approve()

    def export(self):
        buffer = io.BytesIO()
        self.manager["onestop.catalogue"]._export(buffer, self.procedure)
        return buffer.getvalue()

    def changed(self, change, shared=lambda name, rows: None):
        """The exported catalogue with each document changed by a function."""
        reader = ArchiveReader(self.export(), "all.zip")
        buffer = io.BytesIO()
        writer = ArchiveWriter(buffer)
        for table in SHARED:
            rows = reader.shared(table.name)
            shared(table.name, rows)
            writer.add_shared(table.name, rows)
        for path in reader.procedures:
            tree = reader.procedure(path)
            change(tree)
            writer.add_procedure(str(tree.get("code")), tree)
        writer.close()
        return buffer.getvalue()

    def imported(self, data):
        """The lines of an import that are not "unchanged"."""
        lines = self.manager["onestop.catalogue"]._import(data, "all.zip")
        return [line for line in lines if line["state"] != "unchanged"]

    def refused(self, change, *words, **options):
        """An import that makes nothing and says why, in these words."""
        before = self.export()
        [line, *_others] = self.imported(self.changed(change, **options))
        self.assertEqual(line["state"], "refused", line)
        for word in words:
            self.assertIn(word, line["message"])
        self.assertEqual(self.export(), before)

    def as_new(self, tree, code="9.900009"):
        """Let a document be of a procedure that is not here yet."""
        tree["code"] = code

    def test_what_is_equal_stays(self):
        self.assertEqual(self.imported(self.export()), [])

    def test_a_procedure_that_is_not_here_is_made_whole(self):
        [line] = self.imported(self.changed(self.as_new))
        self.assertEqual((line["state"], line["message"]), ("new", False))
        made = self.manager["onestop.procedure"].search([("code", "=", "9.900009")])
        self.assertEqual(made.version_ids.state, "published")
        self.assertEqual(made.version_ids.valid_from, date(2026, 2, 1))
        self.assertEqual(made.process_ids.state, "approved")
        # What publication would have made is made here too.
        [definition] = made.version_ids.dossier_properties_definition
        self.assertEqual(definition["name"], "area")

    def test_what_was_published_is_never_overwritten(self):
        def change(tree):
            tree["versions"][0]["channels"][0]["term_value"] = 9.0

        self.refused(
            change,
            *(f"procedures/{CODE}.json", "Version of a Procedure 1", "Term Value"),
            *("Channel of a Procedure 1", "here it says “2.0”, in the file “9.0”"),
        )

    def test_an_approved_process_is_never_overwritten(self):
        def change(tree):
            tree["processes"][0]["steps"][0]["hours"] = 7.0

        self.refused(change, "Internal Process 1", "Hours", "“8.0”", "“7.0”")

    def test_another_draft_is_not_overwritten(self):
        self.version._new_draft()

        def change(tree):
            tree["versions"][1]["description"] = {"en_US": "Theirs"}

        self.refused(change, "Version of a Procedure 2", "there is a draft here")

    def test_a_draft_comes_as_a_draft_after_what_was_published_here(self):
        draft = self.version._new_draft()
        draft.description = "Ours"
        data = self.export()
        # Meanwhile ours was published, and says something else.
        draft.description = "Changed"
        draft.decision_id = self.make_decision(date(2026, 3, 10), "3/QĐ-T")
        draft.action_publish()
        [line] = [line for line in self.imported(data) if line["table"] == "procedures"]
        self.assertEqual((line["state"], line["message"]), ("draft", False))
        self.assertEqual(
            [
                (version.number, version.state, version.description)
                for version in self.procedure.version_ids.sorted("number")
            ],
            [
                (1, "published", False),
                (2, "published", "Changed"),
                (3, "draft", "Ours"),
            ],
        )
        # It is there now, under its new number.
        self.assertEqual(self.imported(data), [])

    def test_what_ended_elsewhere_ends_here_as_its_successor_comes(self):
        def change(tree):
            first = tree["versions"][0]
            tree["versions"].append(
                {**first, "number": 2, "valid_from": "2026-03-01", "sets": 3}
            )
            tree["versions"][0] = {
                **first,
                "state": "superseded",
                "valid_to": "2026-02-28",
                "end_decision_id": first["decision_id"],
            }

        [line] = self.imported(self.changed(change))
        self.assertEqual((line["state"], line["message"]), ("changed", False))
        self.assertEqual(
            [
                (version.number, version.state, version.valid_to)
                for version in self.procedure.version_ids.sorted("number")
            ],
            [(1, "superseded", date(2026, 2, 28)), (2, "published", False)],
        )
        self.assertEqual(self.version.end_decision_id, self.version.decision_id)

    def elsewhere(self, act):
        """The catalogue of a database that is this one after an act."""
        with self.env.cr.savepoint() as savepoint:
            act()
            data = self.export()
            savepoint.rollback()
        self.env.invalidate_all()
        return data

    def test_what_was_abolished_or_replaced_elsewhere_ends_here(self):
        other = self.make_procedure("9.900003")
        self.make_published(other)
        endings = {
            "abolished": (None, "abolished"),
            "replaced": (other, "superseded"),
        }
        for kind, (successor, state) in endings.items():
            data = self.elsewhere(
                lambda successor=successor: self.end_procedure(
                    self.procedure, date(2026, 3, 1), successor
                )
            )
            with self.subTest(kind), self.env.cr.savepoint() as savepoint:
                self.assertEqual(self.procedure.state, "published")
                [line] = [
                    one for one in self.imported(data) if one["table"] == "procedures"
                ]
                self.assertEqual((line["state"], line["message"]), ("changed", False))
                self.assertEqual(self.procedure.state, "ended")
                self.assertEqual(
                    self.procedure.successor_id.code, other.code if successor else False
                )
                self.assertEqual(
                    (self.version.state, self.version.valid_to),
                    (state, date(2026, 2, 28)),
                )
                self.assertEqual(self.version._ending().kind, kind)
                self.assertEqual(self.imported(data), [])
                self.assertEqual(self.export(), data)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_an_end_that_was_prepared_here_and_published_elsewhere_is_published(self):
        decision = self.make_decision(date(2026, 3, 1), "3/QĐ-T")
        ending = self.manager["onestop.procedure.ending"].create(
            {"decision_id": decision.id, "procedure_id": self.procedure.id}
        )
        data = self.elsewhere(decision.action_publish)
        self.assertFalse(ending.published_at)
        [line] = self.imported(data)
        self.assertEqual((line["state"], line["message"]), ("changed", False))
        self.assertTrue(ending.published_at)
        self.assertEqual(self.procedure.state, "ended")

    def test_what_ended_here_stays_ended(self):
        data = self.export()
        self.end_procedure(self.procedure, date(2026, 3, 1))
        self.assertEqual(self.imported(data), [])
        self.assertEqual(self.procedure.state, "ended")

    def test_a_later_version_is_added(self):
        def change(tree):
            later = {**tree["versions"][0], "number": 2, "state": "draft"}
            for name in ("valid_from", "published_at", "decision_id"):
                later.pop(name)
            tree["versions"].append(later)

        [line] = self.imported(self.changed(change))
        self.assertEqual(line["state"], "draft")
        self.assertEqual(self.procedure.draft_version_id.number, 2)

    @mute_logger("odoo.sql_db")
    def test_two_published_versions_of_one_day_are_refused(self):
        def change(tree):
            tree["versions"].append({**tree["versions"][0], "number": 2})

        self.refused(change, "Two published versions", CODE)

    def test_a_department_that_is_not_here_is_named(self):
        def change(tree):
            self.as_new(tree)
            tree["versions"][0]["competent_department_ids"] = ["T-NOWHERE"]

        self.refused(change, "Department “T-NOWHERE” is not in this database")

    def test_what_rests_on_a_refused_decision_is_refused(self):
        def sooner(name, rows):
            if name == "decisions":
                rows[0]["effect_date"] = "2026-01-15"

        data = self.changed(self.as_new, shared=sooner)
        decision, procedure = self.imported(data)
        self.assertIn("In Effect from: here it says “2026-02-01”", decision["message"])
        self.assertIn("was refused, and this rests on it", procedure["message"])
        self.assertFalse(
            self.manager["onestop.procedure"].search_count([("code", "=", "9.900009")])
        )

    @mute_logger("odoo.sql_db")
    def test_effect_before_signature_is_refused(self):
        def before(name, rows):
            if name == "decisions":
                early = {"number": "8/QĐ-T", "effect_date": "2025-01-01"}
                rows.append({**rows[0], **early})
                del rows[-1]["attachment"]

        [line] = self.imported(self.changed(lambda tree: None, shared=before))
        self.assertIn(
            "8/QĐ-T, Committee T, 2026-01-02: “In Effect from” lies before",
            line["message"],
        )

    def set_in(self, tree, path, value):
        self.as_new(tree)
        for key in path[:-1]:
            tree = tree[key]
        tree[path[-1]] = value

    def test_each_value_of_another_kind_gets_a_sentence(self):
        cases = [
            (("versions", 0, "sets"), "two", "a whole number was expected"),
            (("versions", 0, "valid_from"), "01/02/2026", "a date such as"),
            (("versions", 0, "immediate"), 1, "true or false was expected"),
            (("versions", 0, "name"), "text", "a text in each language"),
            (("versions", 0, "name"), {"xx_XX": "a"}, "a text in each language"),
            (
                ("versions", 0, "name"),
                {"en_US": "a", "xx_XX": "a"},
                "the language xx_XX",
            ),
            (("versions", 0, "subject_ids"), "a", "a list was expected"),
            (("versions", 0, "subject_ids"), [5], "is not in this database"),
            (("versions", 0, "field_id"), {"name": "No"}, "is not in this database"),
            (("versions", 0, "channels"), {}, "a list of objects was expected"),
            (("versions", 0, "surprise"), 1, "is no field"),
            (("versions", 0, "number"), "1", "a whole number was expected"),
            (("versions", 0, "state"), "law", "“law” is none of its choices"),
            (("versions", 0, "components", 0, "name"), None, "it is missing"),
            (("versions", 0, "channels", 0, "raw"), "\x00", "signs that cannot"),
            (("processes", 0, "steps", 0, "role"), "king", "none of its choices"),
            (("code",), None, "the code of the procedure is missing"),
        ]
        for path, value, words in cases:
            with self.subTest(path=path, value=value):
                change = partial(self.set_in, path=path, value=value)
                [line] = self.imported(self.changed(change))
                self.assertIn(words, line["message"])
                self.assertEqual(line["state"], "refused")

    def test_no_process_that_goes_round_in_circles_comes_in_approved(self):
        def change(tree):
            self.as_new(tree)
            process = {"procedure_id": {"code": "9.900009"}, "number": 1}
            tree["processes"][0]["steps"][0]["transitions"] = [
                {
                    "target_step_id": {"process_id": process, "row": 1},
                    "code": "complete_step",
                    "name": {"en_US": "Round"},
                    "outcome": "round",
                    "sequence": 10,
                    "four_eyes": False,
                    "require_result": False,
                }
            ]

        self.refused(change, "Internal Process 1", "round in circles")

    def test_no_dangerous_pattern_comes_in_published(self):
        def change(tree):
            self.as_new(tree)
            tree["versions"][0]["eform_fields"][0]["pattern"] = "("

        self.refused(change, "E-form, Area")

    def test_a_broken_one_does_not_stop_the_others(self):
        second = self.make_procedure("9.900002")
        data = io.BytesIO()
        self.manager["onestop.catalogue"]._export(data, self.procedure | second)

        def change(tree):
            self.as_new(tree, tree["code"].replace("9.90", "9.80"))
            if tree["versions"]:
                tree["versions"][0]["sets"] = "x"

        self.procedure |= second
        lines = self.imported(self.changed(change))
        self.assertEqual(
            [(line["name"], line["state"]) for line in lines],
            [
                ("procedures/9.800001.json", "refused"),
                ("procedures/9.800002.json", "new"),
            ],
        )

    def naming(self, **named):
        """Procedures that were never here, each with a paper that is the result of
        others: the codes that each names, by the last sign of its own."""
        codes = {sign: f"9.80000{sign[1:]}" for sign in named}
        reader = ArchiveReader(self.export(), "all.zip")
        buffer = io.BytesIO()
        writer = ArchiveWriter(buffer)
        for table in SHARED:
            writer.add_shared(table.name, reader.shared(table.name))
        tree = reader.procedure(f"procedures/{CODE}.json")
        for sign, others in named.items():
            made = copy.deepcopy(tree)
            self.as_new(made, codes[sign])
            if others:
                made["versions"][0]["components"][0]["reusable_from_ids"] = [
                    {"code": codes.get(other, other)} for other in sorted(others)
                ]
            writer.add_procedure(made["code"], made)
        writer.close()
        return buffer.getvalue()

    def states(self, data):
        lines = self.manager["onestop.catalogue"]._import(data, "all.zip")
        self.said = [line["message"] for line in lines if line["message"]]
        return {
            line["name"][-6:-5]: line["state"]
            for line in lines
            if line["table"] == "procedures"
        }

    def test_new_procedures_that_name_each_other_come_together(self):
        data = self.naming(_1={"_2"}, _2={"_3"}, _3={"_1", "_4"}, _4={"_4"}, _5={"_3"})
        self.assertEqual(self.states(data), dict.fromkeys("12345", "new"), self.said)
        procedures = self.manager["onestop.procedure"]
        named = {
            one.code[-1]: one.version_ids.component_ids.reusable_from_ids.mapped("code")
            for one in procedures.search([("code", "=like", "9.80000%")])
        }
        self.assertEqual(named["1"], ["9.800002"])
        self.assertEqual(named["3"], ["9.800001", "9.800004"])
        self.assertEqual(named["4"], ["9.800004"])
        # Again: nothing.
        self.assertEqual(self.states(data), dict.fromkeys("12345", "unchanged"))

    def test_of_procedures_that_name_each_other_all_come_or_none(self):
        data = self.naming(_1={"_2"}, _2={"_1", "9.700000"}, _3={"_2"}, _4=set())
        self.assertEqual(
            self.states(data), {**dict.fromkeys("123", "refused"), "4": "new"}
        )
        procedures = self.manager["onestop.procedure"]
        made = procedures.search([("code", "=like", "9.80000%")])
        self.assertEqual(made.mapped("code"), ["9.800004"])

    def template(self):
        process = self.make_process(
            self.env["onestop.procedure"], name="Template T", valid_from=False
        )
        first, last = process.step_ids
        last.transition_ids = [
            Command.create(
                {
                    "code": "complete_step",
                    "name": "Back",
                    "outcome": "back",
                    "target_step_id": first.id,
                }
            )
        ]
        return process

    def test_templates_of_processes_come_along(self):
        template = self.template()
        data = self.export()
        self.assertEqual(self.imported(data), [])
        with self.env.cr.savepoint() as savepoint:
            template.step_ids.transition_ids.unlink()
            template.unlink()
            [line] = self.imported(data)
            self.assertEqual(
                (line["table"], line["name"], line["state"]),
                ("process_templates", "Template T", "new"),
            )
            made = self.manager["onestop.process"].search([("name", "=", "Template T")])
            self.assertFalse(made.procedure_id)
            first, last = made.step_ids
            self.assertEqual((first.name, first.hours), ("Step 1", 8))
            self.assertEqual(last.transition_ids.target_step_id, first)
            self.assertEqual(self.export(), data)
            savepoint.rollback()

    def test_a_template_that_differs_is_not_overwritten(self):
        template = self.template()
        data = self.export()
        template.step_ids[0].hours = 3
        [line] = self.imported(data)
        self.assertEqual(line["state"], "refused")
        self.assertIn("Hours: here it says “3.0”, in the file “8.0”", line["message"])
        self.assertEqual(template.step_ids[0].hours, 3)

    def test_nobody_else_brings_a_catalogue_in_or_out(self):
        data = self.export()
        for role in ("director", "administrator", "department_head", "it_technician"):
            catalogue = self.as_role(role, self.env["onestop.catalogue"])
            with self.subTest(role), self.assertRaises(AccessError):
                catalogue._import(data, "all.zip")
            with self.subTest(role), self.assertRaises(AccessError):
                catalogue._export(io.BytesIO())

    def wizard(self, data=None):
        file = data and base64.b64encode(data)
        return self.manager["onestop.exchange.catalogue"].create(
            {"file": file, "file_name": "all.zip"}
        )

    def test_the_form_looks_first_and_writes_then(self):
        wizard = self.wizard(self.changed(self.as_new))
        wizard.action_preview()
        domain = [("code", "=", "9.900009")]
        self.assertEqual((wizard.state, wizard.new_count), ("preview", 1))
        self.assertFalse(self.manager["onestop.procedure"].search(domain))
        wizard.action_import()
        self.assertEqual((wizard.state, wizard.new_count), ("done", 1))
        self.assertTrue(self.manager["onestop.procedure"].search(domain))

    def test_the_form_says_why_something_is_refused(self):
        wizard = self.wizard(
            self.changed(lambda tree: tree["versions"][0].update(sets=5))
        )
        wizard.action_preview()
        self.assertEqual((wizard.refused_count, wizard.new_count), (1, 0))
        self.assertIn("Sets of the Dossier", wizard.refused_text)

    def test_the_form_gives_the_catalogue_that_it_takes(self):
        # Also to a program that reads sizes in the place of files.
        sized = self.wizard().with_context(bin_size=True)
        self.assertIn(f"/{sized.id}/export_file/", sized.action_export()["url"])
        wizard = sized.with_context(bin_size=False)
        again = self.wizard(base64.b64decode(wizard.export_file))
        again.action_preview()
        self.assertFalse(again.refused_text)
        self.assertEqual(again.new_count + again.changed_count + again.draft_count, 0)
        again.with_context(bin_size=True).action_import()
        self.assertEqual(again.state, "done")

    def test_what_is_no_catalogue_is_named(self):
        for data in (b"%PDF-1.4", b"{}", b"PK\x03\x04"):
            with self.assertRaisesRegex(UserError, "all.zip: this is not a zip"):
                self.wizard(data).action_preview()
        with self.assertRaisesRegex(UserError, "Choose the zip"):
            self.wizard().action_preview()
