"""The holder of a form checks it against the journal that was published."""

import json
import pathlib
import subprocess
import sys
import tempfile

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import file_path

from odoo.addons.onestop_dossier.tests.common import MONDAY

from ..controllers import track
from .common import PortalCase

NIGHT = "2026-03-09 17:10:00"  # ten past midnight in Việt Nam


@tagged("post_install", "-at_install")
class TestPaperInJournal(PortalCase):
    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.dossier = self.to_processing()
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", self.dossier.id)]
        )
        self.row = rows.filtered(lambda one: one.code == "accept")
        tokens = self.env["onestop.check.token"]
        self.path = f"/check/{tokens._issue(self.dossier, 'receipt', self.row)}"

    def close(self):
        with freeze_time(NIGHT):
            self.env["onestop.journal.root"]._cron_close()

    def proof(self):
        return self.get(f"{self.path}?journal=proof")

    def forge(self):
        self.env.cr.execute("ALTER TABLE onestop_journal DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE onestop_journal SET data = NULL WHERE id = %s", (self.row.id,)
        )
        self.env.invalidate_all()

    def check(self, proof, roots):
        """(exit status, output) of the program that anybody may run."""
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, content in (("proof", proof), ("roots", roots)):
                files.append(pathlib.Path(folder) / f"{name}.json")
                files[-1].write_text(content)
            program = file_path("onestop_portal/static/check_paper.py")
            done = subprocess.run(
                [sys.executable, "-I", program, *files],
                capture_output=True,
                encoding="utf-8",
                env={"PYTHONIOENCODING": "utf-8"},
            )
        return done.returncode, done.stdout + done.stderr

    def test_the_page_shows_the_mark_of_the_paper_and_from_when_it_can_be_checked(self):
        page = self.page(self.path)
        self.assertEqual(page.xpath("//p[@class='os-mark']/text()"), [self.row._mark()])
        text = self.text(page)
        self.assertIn("09/03/2026 09:00", text)
        self.assertIn("from tomorrow on", text)
        self.assertFalse(page.xpath("//a[@href='?journal=check']"))
        self.assertEqual(self.proof().status_code, 404)

    def test_once_the_day_is_closed_it_is_checked_on_the_page(self):
        self.close()
        page = self.page(self.path)
        self.assertTrue(page.xpath("//a[@href='?journal=check']"))
        for path in (self.path, f"{self.path}?journal=check"):
            for href in self.page(path).xpath("//a/@href"):
                self.assertNotIn(self.path.rpartition("/")[2], href)
        text = self.text(self.page(f"{self.path}?journal=check"))
        self.assertIn("still stands there as it did when 09/03/2026 was closed", text)
        for hidden in ("Owner T", "001099000001", self.version.name):
            self.assertNotIn(hidden, text)

    def test_what_was_changed_since_is_told_to_its_holder(self):
        self.close()
        self.forge()
        with self.assertLogs("odoo.addons.onestop_portal", "ERROR") as logged:
            text = self.text(self.page(f"{self.path}?journal=check"))
            self.assertEqual(self.proof().status_code, 404)
        self.assertIn("is not the one that was published on 09/03/2026", text)
        self.assertNotIn(self.path.rpartition("/")[2], str(logged.output))

    def test_anybody_checks_it_without_this_house(self):
        self.close()
        proof, roots = self.proof(), self.get("/journal/roots.json")
        self.assertIn("attachment", proof.headers["Content-Disposition"])
        status, said = self.check(proof.text, roots.text)
        self.assertEqual(status, 0, said)
        for told in (
            *("09/03/2026 09:00", self.dossier.code, "16/03/2026 17:00"),
            *(self.row._mark(), "closed and published on 2026-03-09"),
        ):
            self.assertIn(told, said)

    def test_the_program_finds_another_row_another_root_and_another_file(self):
        self.close()
        proof, roots = self.proof().json(), self.get("/journal/roots.json").json()
        said = bytes.fromhex(proof["row"])
        later = said.replace(b"2026-03-16", b"2026-03-17").hex()
        changed = [dict(one) for one in roots["roots"]]
        changed[-1]["root"] = "ab" * 32
        for wrong, kept, sentence in (
            ({**proof, "row": later}, roots, "does not stand under the root"),
            ({**proof, "index": proof["index"] + 1}, roots, "does not stand under"),
            ({**proof, "path": proof["path"][1:]}, roots, "does not stand under"),
            (proof, {"roots": changed}, "does not follow from the one before"),
            (proof, {"roots": roots["roots"][:-1]}, "take newer ones"),
        ):
            with self.subTest(sentence=sentence):
                status, said = self.check(json.dumps(wrong), json.dumps(kept))
                self.assertEqual(status, 1, said)
                self.assertIn(sentence, said)
        for rubbish in ("", "{}", "[]", '{"row": 1}'):
            status, said = self.check(rubbish, rubbish)
            self.assertEqual(status, 2)
            self.assertIn("not the two files", said)
            self.assertNotIn("Traceback", said)

    def test_the_roots_are_for_everybody_and_say_nothing_of_anybody(self):
        self.close()
        answer = self.get("/journal/roots.json")
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
        self.assertNotIn("Set-Cookie", answer.headers)
        last = answer.json()["roots"][-1]
        self.assertEqual(
            sorted(last), ["date", "digest", "number", "previous", "root", "rows"]
        )
        self.assertEqual(last["date"], "2026-03-09")

    def test_a_wrong_token_learns_nothing_however_it_asks(self):
        wrong = self.get("/check/nonsense").content
        for asked in ("", "check", "proof", "x"):
            answer = self.get(f"/check/{'A' * 32}?journal={asked}")
            if asked != "proof":
                self.assertEqual(answer.content, wrong)
            else:
                self.assertEqual((answer.status_code, answer.json()), (404, {}))

    def test_proofs_are_held_back_as_codes_are(self):
        for _number in range(track.MOST_WRONG):
            self.get(f"/check/{'A' * 32}?journal=proof")
        self.close()
        self.assertEqual(self.proof().status_code, 429)
