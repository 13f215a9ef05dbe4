"""Lives of dossiers that begin at the counter, as its screen asks for them."""

from bench.lives import Lives
from bench.stages import ANSWERS, CASE, OWNER, PROCEDURE, VALUES

STAGES = ("screen", "intake", *list(VALUES)[1:])


class CounterLives(Lives):
    """Received on the intake screen: first what the screen holds is kept, as the client
    does at the press of a button, then what the button does, each a request."""

    stages = STAGES
    done_by = {"screen": "accept", "intake": "accept"}

    def live(self):
        with self._stage("screen") as env:
            intake = env["onestop.intake"].create(self._filled_in(env)).id
        with self._stage("intake") as env:
            screen = env["onestop.intake"].browse(intake)
            screen.action_receive()
            number = screen.dossier_id.id
        self._go_on(number, self.stages[2:])

    def _filled_in(self, env):
        """What stands on the screen: the papers that are asked for are all there."""
        version = env["onestop.procedure"].search([("code", "=", PROCEDURE)])
        version = version._current_version()
        papers = version.component_ids.filtered(lambda one: not one.database_id)
        return {
            "version_id": version.id,
            "case_id": version.case_ids.filtered(lambda one: one.code == CASE).id,
            "properties": ANSWERS,
            "owner_seen": True,
            # Its fee is due before the result is handed out: paid at once, in cash.
            "fee_taken": True,
            **{f"owner_{name}": value for name, value in OWNER.items()},
            "component_ids": [
                (
                    0,
                    0,
                    {
                        "component_id": paper.id,
                        "received": True,
                        "originals": paper.originals,
                        "copies": paper.copies,
                    },
                )
                for paper in papers
            ],
        }
