from odoo.exceptions import UserError

# Acts that end a step, in the order in which they are tried.
ENDS = ("complete_step", "decide", "resolve")


class AtOnce:
    """A procedure whose result follows intake at once (Decree 61/2018, art. 17.4): takes
    a dossier from its reception to its result, by whoever sits at the counter.

    Each act is the engine's own, with its checks and its row in the journal.
    """

    def __init__(self, dossier, results=()):
        """`results`: as `values["results"]` of an action has them."""
        self.env = dossier.env
        self.dossier = dossier
        self.results = list(results)

    def run(self):
        """:raises UserError: where a step is somebody else's, or asks for a choice"""
        if not self.dossier.version_id.immediate:
            raise UserError(self.env._("This procedure is not resolved at once."))
        if self.dossier.state == "accepted":
            self.dossier.action_transition("forward")
        # Each turn ends a step; the last may have to say that the result is ready.
        for _turn in range(len(self.dossier.process_id.step_ids) + 1):
            if self.dossier.state != "processing":
                return
            self._end_step()

    def _end_step(self):
        offers = {
            row["code"]: row
            for row in self.dossier.available_transitions()
            if row["code"] in ENDS and not row["sends_back"]
        }
        code = next((one for one in ENDS if one in offers), None)
        if not code:
            raise UserError(
                self.env._(
                    "The next step is not done at the counter. Receive the dossier: it "
                    "goes on with whoever does it."
                )
            )
        values = self._choice(offers[code])
        if self.results:
            values["results"] = self.results
        self.dossier.action_transition(code, None, values)
        self.results = []

    def _choice(self, offer):
        """The step and, of a step that names its ways, the one way on."""
        on = [one for one in offer["outcomes"] if not one["sends_back"]]
        if not on:
            return {"step_id": offer["step_id"]}
        granted = [one for one in on if one["outcome"] == "granted"]
        if len(granted or on) > 1:
            raise UserError(
                self.env._(
                    "A step asks for a choice. Receive the dossier, and go on there."
                )
            )
        [chosen] = granted or on
        return {"step_id": chosen["step_id"], "outcome": chosen["outcome"]}
