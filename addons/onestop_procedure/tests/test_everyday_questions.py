"""What people of a province ask, in their own words, leads to the right procedure."""

import csv
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import tagged

from .common_catalogue import CatalogueCase

HERE = Path(__file__).parent
#: Written before the table of synonyms, and not from the names of procedures.
QUESTIONS = HERE / "everyday_questions.csv"
#: 57 procedures of a province and 69 of the national database: names and fields.
CATALOGUE = HERE / "everyday_catalogue.csv"
AMONG = 3
LEAST_SHARE = 0.9


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestEverydayQuestions(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["onestop.procedure"].search([]).write({"active": False})
        with freeze_time("2026-03-10 03:00:00"):
            fields = {}
            for row in rows(CATALOGUE):
                name = row["field"]
                if name not in fields:
                    fields[name] = cls.manager["onestop.field"].create({"name": name})
                procedure = cls.make_own_procedure(row["code"])
                cls.make_published(
                    procedure,
                    date(2026, 2, 1),
                    name=row["name"],
                    field_id=fields[name].id,
                )
            cls.env.flush_all()

    @classmethod
    def make_own_procedure(cls, code):
        """With this code, which a procedure of the demonstration may have."""
        model = cls.manager["onestop.procedure"].with_context(active_test=False)
        for other in model.search([("code", "=", code)]):
            other.code = f"{code}-D"
        return cls.make_procedure(code)

    def test_the_right_procedure_is_among_the_first_three(self):
        questions = rows(QUESTIONS)
        self.assertGreaterEqual(len(questions), 60)
        missed = []
        for row in questions:
            found = self.env["onestop.procedure"].find(row["question"], AMONG)
            codes = [one["code"] for one in found]
            if row["expected"] not in codes:
                missed.append(f"{row['question']}: {row['expected']}, not {codes}")
        share = 1 - len(missed) / len(questions)
        self.assertGreaterEqual(share, LEAST_SHARE, "\n".join(missed))
