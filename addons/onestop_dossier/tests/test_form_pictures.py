"""Each form as a person approved it, dot by dot.

After a change that is meant, look at the new pictures and keep them:

    ONESTOP_APPROVE_FORMS=1 ./onestop test addons/onestop_dossier/tests/test_form_pictures.py
"""

import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
from unittest.mock import patch

from freezegun import freeze_time
from PIL import Image, ImageChops

from odoo.tests import tagged

from .common import MONDAY
from .common_forms import FORMS, FormsOfLaw

APPROVED = pathlib.Path(__file__).parent / "pictures"
APPROVE = "ONESTOP_APPROVE_FORMS"
# 94 dots an inch: a hair line and a comma are seen.
SCALE = 1.3
# What a dot may differ in grey, and how many may differ by more.
GREY = 64
MOST_DOTS = 20
LETTERS = ("Noto Serif", "Noto Serif:bold", "DejaVu Sans Mono")


def letters():
    """Checksums of the letters that forms are printed with: {name: SHA-256}."""
    found = {}
    for name in LETTERS:
        command = ["fc-match", "--format=%{file}", name]
        path = subprocess.run(command, capture_output=True, text=True, check=True)
        content = pathlib.Path(path.stdout).read_bytes()
        found[name] = hashlib.sha256(content).hexdigest()
    return found


def differing(one, other):
    """How many dots of two pictures of one size differ."""
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[GREY:])


def survey_url(_form, dossier):
    department = dossier.department_id or dossier.received_department_id
    path = f"{dossier.procedure_id.code}/{department.code}"
    return f"{dossier.get_base_url()}/rate/{path}"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFormPictures(FormsOfLaw):
    tracking = "TEST-TEST-TEST0"

    def setUp(self):
        super().setUp()
        # As the portal has it, whether or not it is installed here.
        forms = self.env.registry["onestop.form"]
        self.startPatcher(patch.object(forms, "_survey_url", survey_url))
        made_with = APPROVED / "letters.json"
        if os.environ.get(APPROVE):
            APPROVED.mkdir(exist_ok=True)
            made_with.write_text(json.dumps(letters(), indent=2) + "\n")
        elif json.loads(made_with.read_text()) != letters():
            self.skipTest("The approved pictures are of other letters.")

    def check(self, rules):
        for form in FORMS[rules]:
            with self.subTest(form=form):
                pictures = self.pictures(self.pdf_of(form, rules), SCALE)
                for number, picture in enumerate(pictures, 1):
                    self.compare(f"{rules}-{form}-{number}.png", picture)
                self.assertFalse(
                    (APPROVED / f"{rules}-{form}-{len(pictures) + 1}.png").exists(),
                    "a page less than was approved",
                )

    def compare(self, name, picture):
        approved = APPROVED / name
        # Sixteen greys are enough to see by, and a quarter of the size.
        picture = picture.point(lambda grey: grey // 17 * 17)
        if os.environ.get(APPROVE):
            picture.quantize(16).save(approved, optimize=True)
            return
        self.assertTrue(approved.exists(), f"{name} was approved by nobody")
        before = Image.open(approved).convert("L")
        same = before.size == picture.size
        dots = differing(before, picture) if same else None
        if not same or dots > MOST_DOTS:
            now = pathlib.Path(tempfile.gettempdir()) / name
            picture.save(now)
            self.fail(f"{name} is not as approved ({dots} dots): compare {now}")

    def test_forms_are_as_approved(self):
        self.check("2025")

    def test_forms_of_the_former_rules_are_as_approved(self):
        self.check("2018")

    def test_a_word_that_moved_is_seen(self):
        picture = self.pictures(self.pdf_of("receipt"), SCALE)[0]
        moved = ImageChops.offset(picture, 1, 0)
        self.assertGreater(differing(picture, moved), MOST_DOTS)
        self.assertEqual(differing(picture, picture), 0)
