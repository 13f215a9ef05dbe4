"""The map of a process in its form: its words, while it is edited too."""

from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestProcessMap(CatalogueCase):
    def setUp(self):
        super().setUp()
        # 2 working days: 16 hours.
        self.version = self.make_published(effect_date=date(2026, 2, 1))
        self.procedure = self.version.procedure_id

    def test_it_says_where_and_by_whom_each_step_is_done(self):
        self.other.short_name = "U"
        process = self.make_process(
            self.procedure,
            {"hours": 4, "name": "Appraise", "four_eyes": True},
            {
                "hours": 2,
                "name": "Ask",
                "kind": "opinion",
                "place": "fixed",
                "department_id": self.other.id,
                "silence_rule": "agreed",
            },
        )
        drawn = process.process_map
        self.assertEqual(
            drawn["lanes"], ["The Competent Department", "U", "Where It Was Received"]
        )
        first, second, last = (row["cards"][0] for row in drawn["rows"])
        self.assertEqual(
            (first["kind"], first["role"], first["hours"], first["marks"]),
            ("Work", "Department Officer", 4, ["Four Eyes"]),
        )
        self.assertEqual(second["marks"], ["If Silent: Silence Is Agreement"])
        self.assertEqual((last["kind"], last["number"]), ("Return of the Result", "3"))
        self.assertEqual(drawn["time"]["bound"], 16)

    def test_it_follows_what_is_typed_before_it_is_saved(self):
        process = self.make_process(self.procedure, {"hours": 4})
        with Form(process) as form:
            with form.step_ids.edit(0) as step:
                step.hours = 20
            with form.step_ids.new() as step:
                step.name = "More"
                step.sequence = 15
                step.hours = 1
            drawn = form.process_map
            self.assertEqual(drawn["time"]["over"], 5)
            self.assertEqual(drawn["rows"][1]["cards"][0]["name"], "More")

    def test_the_form_of_a_version_shows_the_one_in_force(self):
        process = self.make_process(self.procedure)
        process.action_approve()
        self.assertEqual(self.version.process_map, process.process_map)

    def test_a_newer_version_measures_it_against_its_own_terms(self):
        process = self.make_process(self.procedure, {"hours": 12})
        process.action_approve()
        newer = self.version._new_draft()
        newer.channel_ids.term_value = 1
        times = [one.process_map["time"] for one in (self.version, newer)]
        self.assertEqual([(t["bound"], t["over"]) for t in times], [(16, 0), (8, 4)])

    def test_a_script_in_a_name_stays_text(self):
        script = "<script>alert(1)</script>"
        process = self.make_process(self.procedure, {"hours": 4, "name": script})
        process.step_ids[0].transition_ids = [Command.create({"name": script})]
        card = process.process_map["rows"][0]["cards"][0]
        self.assertEqual((card["name"], card["ways"][0]["name"]), (script, script))
