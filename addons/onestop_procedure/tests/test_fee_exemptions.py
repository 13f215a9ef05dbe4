"""Whom a procedure exempts from its fees: by group, with the law, frozen with it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.onestop_frozen_mixin import MAY_CHANGE_FROZEN
from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestFeeExemptions(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        grounds = [{"name": name, "legal_basis": "Law T"} for name in ("Poor", "Old")]
        cls.poor, cls.old = cls.manager["onestop.fee.ground"].create(grounds)

    def fee(self, *exemptions, **vals):
        rows = [Command.create(row) for row in exemptions]
        fee = {"name": "Fee T", "amount": 1000, "exemption_ids": rows, **vals}
        return Command.create(fee)

    def test_the_basis_of_the_ground_is_taken_over_once(self):
        version = self.make_draft(fee_ids=[self.fee({"ground_id": self.poor.id})])
        exemption = version.fee_ids.exemption_ids
        self.assertEqual(exemption.legal_basis, "Law T")
        self.poor.legal_basis = "Law U"
        self.assertEqual(exemption.legal_basis, "Law T")

    def test_each_is_named_with_what_is_left_to_pay(self):
        version = self.make_draft(
            fee_ids=[
                self.fee({"ground_id": self.poor.id}),
                self.fee({"ground_id": self.poor.id, "kind": "percent", "percent": 30}),
                self.fee(
                    {
                        "ground_id": self.old.id,
                        "kind": "amount",
                        "reduced_amount": 10500,
                    }
                ),
            ]
        )
        self.assertEqual(
            version.fee_ids.exemption_ids.mapped("display_name"),
            ["Poor: nothing to pay", "Poor: 30 % less", "Old: 10.500 đ in all"],
        )

    def test_lines_that_do_not_name_a_ground_are_paid_in_full(self):
        lines = self.make_draft(
            fee_ids=[
                self.fee({"ground_id": self.poor.id, "kind": "percent", "percent": 50}),
                self.fee(amount=300),
            ]
        ).fee_ids
        nobody = self.poor.browse()
        self.assertEqual(lines._left(self.poor), 800)
        self.assertEqual(lines._left(nobody), 1300)
        # No line names it: what was shown decides alone.
        self.assertEqual(lines._left(self.old), 0)

    @mute_logger("odoo.sql_db")
    def test_a_ground_stands_once_on_a_fee_and_a_share_is_a_share(self):
        version = self.make_draft(fee_ids=[self.fee({"ground_id": self.poor.id})])
        fee = version.fee_ids
        for vals in (
            {"ground_id": self.poor.id},
            {"ground_id": self.old.id, "kind": "percent", "percent": 0},
            {"ground_id": self.old.id, "kind": "percent", "percent": 101},
            {"ground_id": self.old.id, "kind": "amount", "reduced_amount": -1},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(Exception),  # noqa: B017
                self.env.cr.savepoint(),
            ):
                fee.exemption_ids = [Command.create(vals)]
                self.env.flush_all()
            self.env.invalidate_all()

    def test_a_published_one_is_frozen_whoever_asks(self):
        version = self.make_published(
            effect_date=date(2026, 2, 1),
            fee_ids=[self.fee({"ground_id": self.poor.id})],
        )
        draft = version.copy()
        exemption = version.fee_ids.exemption_ids
        new = {"fee_id": version.fee_ids.id, "ground_id": self.old.id}
        for env in (self.manager, self.env):
            mine = exemption.with_env(env)
            through = [Command.update(exemption.id, {"kind": "percent", "percent": 1})]
            for call in (
                lambda mine=mine: mine.write({"legal_basis": "None"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create(new),
                lambda env=env, through=through: version.fee_ids.with_env(env).write(
                    {"exemption_ids": through}
                ),
                lambda env=env: draft.fee_ids.exemption_ids.with_env(env).write(
                    {"fee_id": version.fee_ids.id, "ground_id": self.old.id}
                ),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    call()
                self.env.invalidate_all()
        self.assertFalse(MAY_CHANGE_FROZEN)
