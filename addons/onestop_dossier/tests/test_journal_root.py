"""After each day the journal is closed by a root: what changes later is found."""

import hashlib
from datetime import date, timedelta
from functools import partial

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core import journal_chain
from ..core.journal_root import NOTHING, bound, differing
from ..core.journal_tree import root_by
from .common import MONDAY, DossierCase

NIGHT = "2026-03-09 17:10:00"  # ten past midnight in Việt Nam
NEXT_NIGHT = "2026-03-10 17:10:00"


def halved(entries):
    """The root as RFC 9162 defines it: split at the largest power of two below."""
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + bytes.fromhex(entries[0])).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = halved(entries[:split]), halved(entries[split:])
    return hashlib.sha256(b"\1" + left + right).digest()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestJournalRoot(DossierCase):
    def setUp(self):
        super().setUp()
        self.roots = self.env["onestop.journal.root"]
        # What stands in the database of the tests already has a root of its own.
        self.before = self.roots._close(date(2026, 3, 8))

    def close(self, night=NIGHT):
        with freeze_time(night):
            self.roots._cron_close()
        return self.roots.search([], limit=1)

    def rows(self, dossier):
        return self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
        )

    def found(self):
        self.env.invalidate_all()
        return [root.number for root, _sentence in self.roots._verify()]

    def without_triggers(self):
        for table in ("onestop_journal", "onestop_journal_root"):
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")

    # ------------------------------------------------------------------- closing

    def test_a_day_is_closed_once_with_all_its_rows(self):
        rows = self.rows(self.to_processing())
        root = self.close()
        self.assertEqual(
            (root.date, root.rows, root.previous),
            (date(2026, 3, 9), len(rows), self.before.digest),
        )
        leaves = [
            journal_chain.leaf_of(bytes.fromhex(row.salt), row._canonical())
            for row in rows
        ]
        self.assertEqual(root.root, halved(leaves).hex())
        self.assertEqual(self.close(), root)

    def test_each_night_closes_what_came_since(self):
        first = self.close()
        with freeze_time("2026-03-10 02:00:00"):
            rows = self.rows(self.to_processing())
        second = self.close(NEXT_NIGHT)
        self.assertEqual((second.number, second.rows), (first.number + 1, len(rows)))
        self.assertEqual(second.first_row, first.last_row + 1)
        self.assertEqual(self.found(), [])

    def test_a_day_without_a_row_is_closed_too(self):
        root = self.close()
        self.assertEqual((root.rows, root.root), (0, hashlib.sha256(b"").hexdigest()))
        self.assertEqual(self.found(), [])

    def test_after_days_that_nobody_closed_one_root_closes_them_all(self):
        rows = self.rows(self.to_processing())
        root = self.close("2026-03-13 17:10:00")
        self.assertEqual((root.date, root.rows), (date(2026, 3, 13), len(rows)))

    def test_the_very_first_is_bound_to_nothing(self):
        first = self.roots.search([], order="number", limit=1)
        self.assertEqual((first.number, first.previous), (1, NOTHING))

    # ------------------------------------------------------------------- attacks

    def test_whoever_has_the_key_of_the_chains_is_found_by_the_roots(self):
        dossier = self.to_processing()
        rows = self.rows(dossier)
        root = self.close()
        file = f"onestop.dossier,{dossier.id}"
        self.without_triggers()
        # The whole chain anew, with another hour of reception, as only the key can.
        head = journal_chain.genesis(file)
        for row in rows:
            moment = row.moment - timedelta(days=1)
            self.env.cr.execute(
                "UPDATE onestop_journal SET moment = %s WHERE id = %s", (moment, row.id)
            )
            self.env.invalidate_all()
            values = {name: row[name] or None for name in self.columns()}
            chained = row._chained(file, {**values, "actor_id": row.actor_id})
            head = journal_chain.link(row._key(), head, chained)
            self.env.cr.execute(
                "UPDATE onestop_journal SET link = %s WHERE id = %s", (head, row.id)
            )
        self.env.cr.execute(
            "UPDATE onestop_journal_head SET head = %s WHERE res_id = %s"
            " AND res_model = 'onestop.dossier'",
            (head, dossier.id),
        )
        self.env.invalidate_all()
        findings = [one for one, _finding in rows._verify() if one == file]
        self.assertEqual(findings, [])
        self.assertEqual(self.found(), [root.number])

    def columns(self):
        return (
            *("moment", "actor", "actor_id", "role", "code"),
            *("state_from", "state_to", "reason", "data"),
        )

    def test_what_is_removed_added_or_changed_later_is_found(self):
        row = self.rows(self.to_processing())[1]
        root = self.close()
        self.without_triggers()
        columns = "res_model, res_id, moment, actor, code, salt, link"
        for sql in (
            f"DELETE FROM onestop_journal WHERE id = {row.id}",
            f"UPDATE onestop_journal SET reason = 'x' WHERE id = {row.id}",
            f"UPDATE onestop_journal SET salt = '{'ab' * 16}' WHERE id = {row.id}",
            f"UPDATE onestop_journal SET id = {root.first_row - 1000000}"
            f" WHERE id = {row.id}",
            f"DELETE FROM onestop_journal WHERE id >= {row.id}",
            f"INSERT INTO onestop_journal (id, {columns}) SELECT -id, {columns}"
            f" FROM onestop_journal WHERE id = {row.id};"
            f" UPDATE onestop_journal SET id = {row.id} WHERE id = -{row.id}"
            f" AND FALSE; UPDATE onestop_journal_root SET first_row = -{row.id}"
            f" WHERE number = {root.number}",
        ):
            with self.subTest(sql=sql):
                savepoint = self.env.cr.savepoint()
                self.env.cr.execute(sql)
                self.assertIn(root.number, self.found())
                savepoint.rollback()
        self.assertEqual(self.found(), [])

    def test_a_root_that_is_made_anew_does_not_follow(self):
        self.to_processing()
        root = self.close()
        later = self.close(NEXT_NIGHT)
        kept = self.roots._all()._published()
        self.without_triggers()
        self.env.cr.execute(f"DELETE FROM onestop_journal WHERE id = {root.last_row}")
        spans = (self.env.cr, root.first_row, root.last_row)
        tree = [leaf for _id, leaf in self.roots._leaves(*spans)]
        anew = bound(
            *(root.number, root.date.isoformat(), len(tree), halved(tree).hex()),
            root.previous,
        )
        self.env.cr.execute(
            "UPDATE onestop_journal_root SET rows = %s, root = %s, digest = %s"
            " WHERE number = %s",
            (anew.rows, anew.root, anew.digest, anew.number),
        )
        # The next one is bound to what was published.
        self.assertEqual(self.found(), [later.number])
        # Whoever rewrites all of them too is found by any copy.
        last = bound(*later._published()[0][:4], anew.digest)
        self.env.cr.execute(
            "UPDATE onestop_journal_root SET previous = %s, digest = %s"
            " WHERE number = %s",
            (last.previous, last.digest, last.number),
        )
        self.assertEqual(self.found(), [])
        now = self.roots._all()._published()
        self.assertEqual(
            [one.number for one in differing(now, kept)], [root.number, later.number]
        )

    def test_the_database_refuses_to_change_a_root(self):
        root = self.close()
        for sql in (
            "UPDATE onestop_journal_root SET rows = 0",
            f"DELETE FROM onestop_journal_root WHERE id = {root.id}",
            "TRUNCATE onestop_journal_root",
        ):
            with (
                self.subTest(sql=sql),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(sql)

    def test_nobody_writes_a_root(self):
        root = self.close()
        for user in (*self.users.values(), self.env.user, self.portal):
            mine = root.with_user(user)
            for attack in (
                partial(mine.create, {"number": 9}),
                partial(mine.write, {"rows": 0}),
                mine.unlink,
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attack()

    # --------------------------------------------------------------------- proofs

    def test_a_row_is_proved_once_its_day_is_closed(self):
        row = self.rows(self.to_processing())[1]
        self.assertIsNone(self.roots._proof(row))
        root = self.close()
        proof = self.roots._proof(row)
        leaf = hashlib.sha256(
            bytes.fromhex(proof["salt"]) + bytes.fromhex(proof["row"])
        ).hexdigest()
        led_to = root_by(leaf, proof["index"], proof["rows"], proof["path"])
        self.assertEqual((led_to, proof["root"]), (root.root, root.root))
        self.assertEqual(proof["date"], "2026-03-09")
        self.assertTrue(leaf.upper().startswith(row._mark().replace(" ", "")))

    def test_of_a_row_that_was_changed_there_is_no_proof(self):
        row = self.rows(self.to_processing())[1]
        self.close()
        self.without_triggers()
        self.env.cr.execute(
            "UPDATE onestop_journal SET reason = 'x' WHERE id = %s", (row.id,)
        )
        self.env.invalidate_all()
        with self.assertRaises(ValueError):
            self.roots._proof(row)

    def test_the_token_of_a_form_leads_to_its_own_row_alone(self):
        dossier, other = self.to_processing(), self.to_processing()
        tokens = self.env["onestop.check.token"]
        accept = self.rows(dossier).filtered(lambda one: one.code == "accept")
        self.close()
        token = tokens._issue(dossier, "receipt", accept)
        told = tokens._in_journal(token)
        self.assertEqual(
            (told["mark"], told["moment"], told["root_date"]),
            (accept._mark(), accept.moment, date(2026, 3, 9)),
        )
        self.assertTrue(tokens._proof(token))
        # A number of another file vouches for nothing.
        forged = tokens._issue(other, "receipt", accept)
        for none in (forged, tokens._issue(dossier, "receipt"), "x"):
            self.assertIsNone(tokens._in_journal(none))
            self.assertIsNone(tokens._proof(none))

    def test_what_is_proved_of_a_receipt_says_code_and_date_and_not_whose(self):
        dossier = self.to_processing()
        accept = self.rows(dossier).filtered(lambda one: one.code == "accept")
        said = accept._canonical().decode(errors="replace")
        self.assertIn(dossier.code, said)
        self.assertIn("2026-03-16 10:00:00", said)  # due at 17:00 in Việt Nam
        for hidden in ("Owner T", "001099000001", "0900000001", "owner@"):
            self.assertNotIn(hidden, said)
