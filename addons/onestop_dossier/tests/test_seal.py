"""What leaves the house is sealed once, by whose it is, as it was issued, or not at all."""

import io
import json
import subprocess
import tempfile
from unittest.mock import patch

import pytest
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.tests import tagged

from ..core.pades import look
from ..engine.sealing import Sealing, keys
from .common import MONDAY
from .common_seal import SealCase
from .test_drafts import TEMPLATE


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSeal(SealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drafted = cls.make_version(
            "9.900811", result_ids=[(0, 0, {"name": "Licence", "template": TEMPLATE})]
        )

    def looked_at(self, paper):
        (seal,) = look(paper.attachment_id.raw, keys().roots())
        return seal

    def pdfsig(self, content):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            done = subprocess.run(
                ["pdfsig", "-nocert", file.name], capture_output=True, text=True
            )
        return done.stdout

    def to_result(self):
        """A dossier whose result was drafted, numbered and issued."""
        self.version = self.drafted
        dossier = self.to_processing()
        self.as_role("department_officer", dossier).action_draft()
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        return self.act("clerk", dossier, "seal")

    def test_a_receipt_is_sealed_by_the_centre(self):
        dossier = self.to_processing()
        (paper,) = self.seal_all(dossier)
        self.assertEqual((paper.state, paper.trouble), ("sealed", False))
        self.assertEqual((paper.form, paper.subject), ("receipt", "Trung tâm T"))
        seal = self.looked_at(paper)
        self.assertTrue(seal.valid)
        self.assertEqual(seal.subject, "Trung tâm T")
        content = paper.attachment_id.raw
        self.assertIn("Signature is Valid.", self.pdfsig(content))
        text = " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
        self.assertIn(dossier.code, text)
        at = content.index(b"/MediaBox")
        at = next(n for n in range(at, at + 60) if content[n : n + 1].isdigit())
        changed = content[:at] + b"7" + content[at + 1 :]
        self.assertNotIn("Signature is Valid.", self.pdfsig(changed))
        self.assertFalse(look(changed, keys().roots())[0].valid)

    def seen_of(self, paper):
        """(box of the mark of the seal in points, the page)."""
        page = PdfReader(io.BytesIO(paper.attachment_id.raw)).pages[0]
        mark = page["/Annots"][-1].get_object()
        return [float(side) for side in mark["/Rect"]], page

    @pytest.mark.article("Decree 30/2020", "Annex I")
    def test_what_is_seen_of_a_seal_says_whose_it_is_and_when_in_which_zone(self):
        self.to_processing()
        paper = self.ask()
        drawn = []
        real = Sealing._picture

        def drawing(sealing, seal):
            drawn.append(real(sealing, seal))
            return drawn[0]

        with patch.object(Sealing, "_picture", drawing):
            paper._job_seal()
        text = PdfReader(io.BytesIO(drawn[0])).pages[0].extract_text()
        text = " ".join(text.split())
        self.assertIn("Ký số bởi: Trung tâm T", text)
        # 02:00 UTC on that Monday.
        self.assertIn("Thời gian ký: 09/03/2026 09:00:00 +07:00", text)
        self.assertIn("THỬ NGHIỆM", text)

    @pytest.mark.article("Decree 30/2020", "Annex I")
    def test_where_it_is_seen_is_a_rule_of_the_set(self):
        dossier = self.to_processing()
        (paper,) = self.seal_all(dossier)
        low, page = self.seen_of(paper)
        self.assertLess(low[3], float(page.mediabox.top) / 2)
        rule = dossier.rule_set_id.rule_ids.filtered(
            lambda one: one.key == "seal_place"
        )
        rule.value = "first_page"
        other = self.to_processing()
        (paper,) = self.seal_all(other)
        high, page = self.seen_of(paper)
        self.assertGreater(high[1], float(page.mediabox.top) - 20 * 72 / 25.4)
        self.assertTrue(self.looked_at(paper).valid)

    def test_it_stands_in_the_journal_with_its_checksum(self):
        dossier = self.to_processing()
        (paper,) = self.seal_all(dossier)
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "sealed")]
        )
        told = json.loads(row.data)
        self.assertEqual(told["sha256"], paper.checksum)
        self.assertEqual(told["certificate"], self.seal.fingerprint)
        self.assertEqual(told["on_row"], paper.row)

    def test_it_is_sealed_once_however_often_it_is_asked_for(self):
        dossier = self.to_processing()
        (paper,) = self.seal_all(dossier)
        file = paper.attachment_id
        self.assertFalse(self.ask())
        paper._job_seal()
        self.assertEqual(dossier.sealed_paper_ids, paper)
        self.assertEqual(paper.attachment_id, file)
        self.assertEqual(self.journal(dossier).count("sealed"), 1)

    @pytest.mark.article("Decree 61/2018", "17.1")
    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_requests_refusals_and_notices_are_sealed_too(self):
        asked = self.act(
            *("counter_officer", self.file(), "request_supplement", "Plan."),
            lines=[{"component": "Plan", "kind": "missing", "text": "Bring it."}],
        )
        refused = self.act("counter_officer", self.file(), "reject", "Not ours.")
        self.assertEqual(self.seal_all(asked).mapped("form"), ["supplement"])
        self.assertEqual(refused.sealed_paper_ids.mapped("form"), ["rejection"])
        papers = asked.sealed_paper_ids | refused.sealed_paper_ids
        self.assertEqual(papers.mapped("state"), ["sealed", "sealed"])

    def test_a_result_is_sealed_by_the_competent_department(self):
        dossier = self.to_result()
        papers = self.seal_all(dossier)
        paper = papers.filtered("result_id")
        self.assertEqual((paper.state, paper.subject), ("sealed", "Sở T"))
        self.assertEqual(self.looked_at(paper).subject, "Sở T")
        content = io.BytesIO(paper.attachment_id.raw)
        text = PdfReader(content).pages[0].extract_text()
        self.assertIn("01/T-ONE", text)
        self.assertNotIn("DỰ THẢO", text)
        self.assertEqual((papers - paper).subject, "Trung tâm T")

    def test_a_file_that_was_handed_in_is_not_sealed(self):
        dossier = self.to_resolved()
        self.assertFalse(self.seal_all(dossier).filtered("result_id"))

    @pytest.mark.article("Decree 61/2018", "17.5")
    def test_the_centre_seals_results_by_written_delegation_alone(self):
        self.make_seal("RESULTS", self.centre, "Trung tâm T", "results")
        dossier = self.to_result()
        dossier.result_ids.department_id = self.centre
        (paper,) = self.ask().filtered("result_id")
        paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("waiting", "no_delegation"))
        self.env["onestop.delegation"].create(
            {
                "number": "5/QĐ",
                "date": "2026-01-05",
                "valid_from": "2026-01-05",
                "issuer": "Committee T",
                "signer": "Signer T",
                "procedure_ids": [(4, dossier.procedure_id.id)],
                "department_id": self.centre.id,
            }
        )
        paper._job_seal()
        self.assertEqual((paper.state, paper.subject), ("sealed", "Trung tâm T"))

    def test_what_changed_meanwhile_is_not_signed(self):
        dossier = self.to_result()
        (paper,) = self.ask().filtered("result_id")
        dossier.result_ids.number = "13/GP"
        paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("void", "changed"))
        self.assertFalse(paper.attachment_id)
        self.assertIn("nothing was signed", paper.told)

    def test_a_receipt_whose_date_has_moved_is_not_signed(self):
        dossier = self.to_processing()
        paper = self.ask()
        self.act(
            *("department_officer", dossier, "request_supplement", "Plan."),
            lines=[{"component": "Plan", "kind": "missing", "text": "Bring it."}],
        )
        self.act(
            *("portal", dossier, "supplement"),
            components=[{"component": "Plan", "files": [self.pdf("plan.pdf")]}],
        )
        paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("void", "moved_on"))

    def test_without_a_seal_nothing_waits(self):
        self.seal.valid_to = "2026-03-08"
        dossier = self.to_processing()
        self.assertFalse(self.ask())
        self.assertFalse(dossier.sealed_paper_ids)

    def test_what_was_issued_before_a_seal_was_entered_is_left(self):
        self.seal.valid_to = "2026-03-08"
        before = self.to_processing()
        self.make_seal("NEW", self.centre, "Trung tâm T", "forms")
        after = self.to_processing()
        self.seal_all(after)
        self.assertFalse(before.sealed_paper_ids)
        self.assertEqual(after.sealed_paper_ids.seal_id.code, "NEW")

    def test_a_key_that_is_missing_is_waited_for(self):
        dossier = self.to_processing()
        paper = self.ask()
        key = self.folder / "CENTRE.key"
        content = key.read_text()
        key.unlink()
        paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("waiting", "key_missing"))
        with freeze_time("2026-03-09 02:11:00"):
            self.put("CENTRE.key", content)
            self.assertEqual(self.ask(), paper)
            paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("sealed", False))
        self.assertEqual(dossier.sealed_paper_ids, paper)

    def test_an_authority_that_is_not_trusted_seals_nothing(self):
        (self.folder / "roots" / "t.pem").unlink()
        self.to_processing()
        paper = self.ask()
        paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("waiting", "not_trusted"))

    def test_what_was_sealed_before_is_what_a_revocation_leaves(self):
        (paper,) = self.seal_all(self.to_processing())
        self.assertTrue(paper._facts()["holds"])
        self.seal.revoked_on = "2026-03-09 03:00:00"
        self.assertTrue(paper._facts()["holds"])
        self.seal.revoked_on = "2026-03-09 01:00:00"
        self.assertFalse(paper._facts()["holds"])
