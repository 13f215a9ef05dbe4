from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged

WINDOW = timedelta(minutes=10)


@tagged("post_install", "-at_install")
class TestThrottle(TransactionCase):
    def setUp(self):
        super().setUp()
        self.throttle = self.env["onestop.throttle"]

    def is_spent(self, key="somebody", kind="test"):
        return self.throttle._is_spent(kind, key, 3, WINDOW)

    def count(self, times, key="somebody"):
        for _number in range(times):
            self.throttle._count("test", key)

    def test_it_is_spent_at_the_limit_and_not_before(self):
        self.count(2)
        self.assertFalse(self.is_spent())
        self.count(1)
        self.assertTrue(self.is_spent())

    def test_others_are_not_held_back(self):
        self.count(3)
        self.assertFalse(self.is_spent("somebody else"))
        self.assertFalse(self.is_spent(kind="other"))

    def test_time_passes(self):
        with freeze_time("2026-03-09 02:00:00"):
            self.count(3)
        with freeze_time("2026-03-09 02:09:59"):
            self.assertTrue(self.is_spent())
        with freeze_time("2026-03-09 02:10:01"):
            self.assertFalse(self.is_spent())

    def test_nobody_is_named_in_the_table(self):
        self.count(1, "address 203.0.113.7")
        self.env.cr.execute("SELECT digest FROM onestop_throttle")
        self.assertNotIn("203.0.113.7", str(self.env.cr.fetchall()))

    def test_old_rows_are_swept(self):
        with freeze_time("2026-03-09 02:00:00"):
            self.count(3)
        with freeze_time("2026-03-09 04:00:00"):
            self.count(1)
            self.throttle._gc_old()
            self.env.cr.execute("SELECT COUNT(*) FROM onestop_throttle")
            self.assertEqual(self.env.cr.fetchone(), (1,))
