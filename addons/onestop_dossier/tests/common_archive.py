"""Dossiers that have ended, at the archive of their centre."""

from freezegun import freeze_time

from .common import MONDAY, DossierCase

# Days after MONDAY; a dossier of the tests is returned on it.
IN_TIME, CLOSING_DUE = "2026-03-20 02:00:00", "2026-04-09 02:00:00"
RESTRICTED = "2026-05-11 02:00:00"


class ArchiveCase(DossierCase):
    """`self.keeper` is the clerk of the centre, who keeps its archive; `self.chief`
    leads it. `self.ended()` makes a dossier whose result was returned on MONDAY."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.make_user("test_keeper", ("clerk", cls.centre))
        cls.chief = cls.users["director"]

    def ended(self, **vals):
        with freeze_time(MONDAY):
            dossier = self.to_resolved(**vals)
            self.act("counter_officer", dossier, "return")
            self.told(dossier)
        return dossier

    def told(self, dossier):
        """Nobody has to be told anything any more."""
        dossier.notice_ids.filtered(
            lambda one: one.state in ("queued", "by_hand")
        ).state = "sent"

    def take_in(self, moment=IN_TIME):
        self.run_step("_take_in_all", moment)

    def run_step(self, step, moment):
        """One part of the archive's job, or `_cron_archive`, all of it."""
        with freeze_time(moment):
            self.run_cron(step, "onestop.archive.file")

    def file_of(self, dossier):
        self.take_in()
        return dossier.archive_file_id

    def as_keeper(self, records):
        return records.with_user(self.keeper)

    def closed(self, moment=IN_TIME, **vals):
        """The file of a dossier that its keeper closed."""
        file = self.file_of(self.ended(**vals))
        with freeze_time(moment):
            self.as_keeper(file).action_close()
        self.assertEqual(file.state, "closed")
        return file

    def restricted(self, **vals):
        """The file of a dossier that is only read on request."""
        file = self.closed(**vals)
        self.run_step("_restrict_all", RESTRICTED)
        self.assertEqual(file.state, "restricted")
        return file
