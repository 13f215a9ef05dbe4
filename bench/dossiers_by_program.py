"""Lives of dossiers over `/json/2`, each act by a person with a key of their own."""

from bench import serving
from bench.stages import STAGES, VALUES, Cast

# A life's calls by what others call them.
KINDS = {
    "create": ("submit",),
    "assign": ("accept",),
    "move on": ("complete_step", "decide", "seal", "return"),
    "look up": ("track",),
}
_UNDONE = (
    "SELECT count(*) FROM queue_job WHERE state NOT IN ('done', 'failed', 'cancelled')"
)
_UNSENT = (
    "SELECT count(*) FROM onestop_notice WHERE channel = 'email' AND state <> 'sent'"
)


class DossierLives:
    """
    :param registry: of the database that is served
    """

    kinds = KINDS

    def __init__(self, registry):
        self.registry = registry

    def prepare(self, env):
        """Who acts; {person: API key}."""
        self.cast = Cast.find(env)
        self.before = self._unsent(env)
        return serving.make_keys(env, set(self.cast.by_stage.values()))

    def live(self, program, _number):
        """One dossier from submission to return, and where it is, asked by its number."""
        by_stage = self.cast.by_stage
        filed = program.call(
            "submit",
            by_stage["submit"],
            "onestop.dossier/submit",
            values=self.cast.filing(),
        )
        for stage in STAGES[1:]:
            program.call(
                stage,
                by_stage[stage],
                "onestop.dossier/action_transition",
                ids=[filed["id"]],
                code=stage,
                values=VALUES[stage],
            )
        found = program.call(
            "track",
            by_stage["submit"],
            "onestop.dossier/track",
            code=filed["tracking_number"],
        )
        if found.get("state") != "returned":
            raise LookupError(f"a dossier ended as {found}")

    def is_drained(self, env):
        """Whether every job is done and every letter went out."""
        env.cr.execute(_UNDONE)
        if env.cr.fetchone()[0]:
            return False
        if self._unsent(env) == self.before:
            return True
        # As the scheduled action does each minute.
        env["onestop.notice"]._cron_call_round()
        return False

    @staticmethod
    def _unsent(env):
        env.cr.execute(_UNSENT)
        return env.cr.fetchone()[0]
