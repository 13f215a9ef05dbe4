from odoo.tests import TransactionCase, tagged

from odoo.addons.onestop_procedure.core.eform import MESSAGES

from ..engine.eform_sentences import texts


@tagged("post_install", "-at_install")
class TestEformSentences(TransactionCase):
    def test_they_are_the_sentences_of_the_core(self):
        ours = texts(self.env(context={"lang": "en_US"}))
        self.assertEqual(ours, {code: MESSAGES[code] for code in ours})

    def test_every_fault_of_an_answer_has_its_sentence(self):
        codes = list(MESSAGES)
        of_answers = codes[: codes.index("dropped_invisible")]
        self.assertEqual(set(texts(self.env)), set(of_answers))
