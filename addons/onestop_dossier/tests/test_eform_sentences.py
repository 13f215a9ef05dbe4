from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.onestop_procedure.core.eform import MESSAGES

from ..engine.eform_sentences import texts
from .common import DossierCase


@tagged("post_install", "-at_install")
class TestEformSentences(DossierCase):
    def test_they_are_the_sentences_of_the_core(self):
        ours = texts(self.env(context={"lang": "en_US"}))
        self.assertEqual(ours, {code: MESSAGES[code] for code in ours})

    def test_every_fault_of_an_answer_has_its_sentence(self):
        codes = list(MESSAGES)
        of_answers = codes[: codes.index("dropped_invisible")]
        self.assertEqual(set(texts(self.env)), set(of_answers))

    def test_an_officer_reads_in_their_own_language_what_is_missing(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.version = self.make_version(
            "9.900047",
            eform_field_ids=[
                (0, 0, {"name": "place", "label": "Nơi đặt", "required": True}),
            ],
        )
        officer = self.users["counter_officer"]
        dossiers = self.env["onestop.dossier"].with_user(officer)
        with self.assertRaisesRegex(UserError, "^Nơi đặt: Cần khai mục này"):
            dossiers.with_context(lang="vi_VN").submit(self.values(channel="in_person"))
