from collections import Counter
from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from ..core.law_change import BOTH, GAINS, LOSES, SAME, UNKNOWN, VERDICTS
from ..engine.law_change import LawChange, Places

#: By verdict, the field that says of how many dossiers it is true.
COUNTS = {
    GAINS: "gain_count",
    LOSES: "lose_count",
    BOTH: "both_count",
    UNKNOWN: "unknown_count",
    SAME: "same_count",
}
#: Dossiers that one job moves, or whose people it tells.
BATCH = 200


class OnestopLawChange(models.TransientModel):
    """The law-change desk: whom a newer version touches, who gains and who loses.

    It shows numbers and nothing of anybody: those of all departments to who keeps the
    catalogue, to others those of their own.
    """

    _name = "onestop.law.change"
    _description = "Law-Change Desk"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, readonly=True, ondelete="cascade"
    )
    touched_html = fields.Html("Open dossiers", compute="_compute_touched")
    touched_count = fields.Integer(compute="_compute_touched")
    gain_count = fields.Integer("They gain", compute="_compute_touched")
    lose_count = fields.Integer("They lose", compute="_compute_touched")
    both_count = fields.Integer("They gain and lose", compute="_compute_touched")
    unknown_count = fields.Integer("Cannot be compared", compute="_compute_touched")
    same_count = fields.Integer("Nothing changes", compute="_compute_touched")
    kept_count = fields.Integer("They stay", compute="_compute_touched")
    may_move = fields.Boolean(compute="_compute_may_move")
    may_open = fields.Boolean(compute="_compute_may_move")

    @api.depends("version_id")
    @api.depends_context("lang", "uid")
    def _compute_touched(self):
        for desk in self:
            # Numbers of a draft are numbers for whoever may read the draft.
            desk.version_id.check_access("read")
            touched = LawChange(desk.version_id, desk._places()).touched()
            rows = desk._rows(touched)
            counts = Counter()
            for one in touched:
                counts[one.verdict] += one.count
            desk.touched_count = counts.total()
            for verdict, name in COUNTS.items():
                desk[name] = counts[verdict]
            desk.kept_count = counts.total() - counts[GAINS] - counts[SAME]
            desk.touched_html = self.env["ir.qweb"]._render(
                "onestop_dossier.law_change", {"rows": rows}
            )

    @api.depends("version_id")
    @api.depends_context("uid")
    def _compute_may_move(self):
        for desk in self:
            desk.may_move = any(desk._movable_places())
            desk.may_open = self.env["onestop.dossier"].has_access("read")

    def _places(self):
        """Whose dossiers are counted; None for all."""
        roles = "onestop_procedure.group_onestop_"
        for role in ("catalogue_manager", "director"):
            if self.env.user.has_group(f"{roles}{role}"):
                return None
        return self._movable_places()

    def _movable_places(self):
        """Where the user holds a role that moves dossiers: a head's departments, with
        the units below, and the centres whose supervisor they are."""
        user = self.env.user
        headed = user._onestop_departments(["department_head"])
        led = headed.search([("id", "child_of", headed.ids)])
        return Places(led, user._onestop_departments(["supervisor"]))

    def _rows(self, touched):
        """What the table shows: dicts `channel`, `case`, `count`, `verdict`, `label`,
        `why`; those for whom it comes to the same are one row."""
        channels = self.env["onestop.dossier"]._fields["channel"]
        channels = dict(channels._description_selection(self.env))
        labels = self._verdict_labels()
        cases = self.env["onestop.procedure.case"]

        def key(one):
            return (
                VERDICTS.index(one.verdict),
                one.kind.channel,
                one.kind.case or 0,
                (one.effects),
            )

        rows = []
        for (at, channel, case, found), alike in groupby(sorted(touched, key=key), key):
            rows.append(
                {
                    "verdict": VERDICTS[at],
                    "label": labels[VERDICTS[at]],
                    "channel": channels[channel],
                    "case": case and cases.browse(case).name or "",
                    "count": sum(one.count for one in alike),
                    "why": " ".join(self._effect_sentences(found)),
                }
            )
        return rows

    def _verdict_labels(self):
        _ = self.env._
        return {
            "gains": _("Gain"),
            "loses": _("Lose"),
            "both": _("Gain and lose"),
            "unknown": _("Cannot be compared"),
            "same": _("Nothing changes"),
        }

    def _effect_sentences(self, found):
        _ = self.env._
        sentences = {
            "sooner": _("The result is due sooner."),
            "cheaper": _("There is less to pay."),
            "fewer_papers": _("Fewer papers are asked for."),
            "later": _("The result is due later."),
            "dearer": _("There is more to pay."),
            "more_papers": _("More papers are asked for."),
            "case_gone": _("Their case is not there any more."),
            "fees_unclear": _(
                "What is to be paid cannot be compared: the counter says how much it "
                "comes to."
            ),
        }
        return [sentences[effect] for effect in found]

    def action_open_touched(self):
        """Open the dossiers of the verdict that the context names, as far as the user
        reads them.

        :raises AccessError: for whoever reads no dossiers
        """
        self.ensure_one()
        verdict = self.env.context.get("verdict")
        if verdict not in VERDICTS:
            raise UserError(self.env._("Open one of the numbers of the desk."))
        self.env["onestop.dossier"].check_access("read")
        self.version_id.check_access("read")
        ids = LawChange(self.version_id, self._places()).ids(verdict)
        return {
            "type": "ir.actions.act_window",
            "name": self._verdict_labels()[verdict],
            "res_model": "onestop.dossier",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
        }

    def action_move(self):
        """Have the dossiers of the user's places moved that gain, in batches.

        Each is looked at again when its turn comes.

        :raises AccessError: for whoever may not move dossiers
        """
        for batch in self._batches((GAINS,)):
            self.version_id.with_delay(
                description="Move dossiers to a newer version",
                identity_key=f"law_change,{self.version_id.id},{batch[0]}-{batch[-1]}",
            )._move_dossiers(batch)
        return {"type": "ir.actions.act_window_close"}

    def action_tell_kept(self):
        """Have those told who stay with the version that they were received under,
        though the newer one would change something for them; each once.

        :raises AccessError: for whoever may not move dossiers
        """
        for batch in self._batches((LOSES, BOTH, UNKNOWN)):
            self.version_id.with_delay(
                description="Tell whose dossiers stay with their version",
                identity_key=f"law_kept,{self.version_id.id},{batch[0]}-{batch[-1]}",
            )._tell_kept(batch)
        return {"type": "ir.actions.act_window_close"}

    def _batches(self, verdicts):
        """Numbers of the dossiers of the user's places of these verdicts, in lists."""
        self.ensure_one()
        places = self._movable_places()
        if not any(places):
            raise AccessError(
                self.env._(
                    "The head of the competent department moves a dossier to a newer "
                    "version of its procedure, or the supervisor of the centre."
                )
            )
        self.version_id.check_access("read")
        ids = LawChange(self.version_id, places).ids(*verdicts)
        return [list(batch) for batch in split_every(BATCH, ids)]

    @api.model
    def _open(self, version):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Law-Change Desk"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_version_id": version.id},
        }
