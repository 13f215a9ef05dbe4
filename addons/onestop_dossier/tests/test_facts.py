"""Facts are read when the workflow asks, once, and not at all where it does not."""

from odoo.tests import BaseCase, tagged

from ..core import workflow
from ..engine.facts import FactsOnDemand


@tagged("post_install", "-at_install")
class TestFacts(BaseCase):
    def test_what_nobody_asks_is_not_read(self):
        asked = []
        facts = FactsOnDemand(
            state="submitted",
            actor_roles={"counter_officer"},
            components_missing=lambda: asked.append("components") or 0,
            results_present=lambda: asked.append("results") or False,
        )
        self.assertEqual(workflow.check("accept", facts), [])
        self.assertEqual(asked, ["components"])

    def test_a_fact_is_read_once(self):
        answers = [2, 5]
        facts = FactsOnDemand(
            state="submitted", components_missing=lambda: answers.pop(0)
        )
        self.assertEqual(facts.components_missing, 2)
        self.assertEqual(facts.components_missing, 2)

    def test_what_is_not_said_is_as_the_workflow_has_it(self):
        facts = FactsOnDemand(state="draft")
        self.assertTrue(facts.four_eyes)
        self.assertEqual(facts.unpaid_holds, frozenset())

    def test_a_fact_of_another_name_is_refused(self):
        with self.assertRaisesRegex(TypeError, "weather"):
            FactsOnDemand(state="draft", weather="fine")
        self.assertFalse(hasattr(FactsOnDemand(state="draft"), "weather"))
        self.assertFalse(hasattr(FactsOnDemand(), "state"))
