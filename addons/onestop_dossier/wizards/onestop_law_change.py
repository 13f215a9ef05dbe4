from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import split_every

from ..core.law_change import GAINS, VERDICTS
from ..engine.law_change import LawChange, Places

#: Dossiers that one job moves.
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
    may_move = fields.Boolean(compute="_compute_may_move")

    @api.depends("version_id")
    @api.depends_context("lang", "uid")
    def _compute_touched(self):
        for desk in self:
            # Numbers of a draft are numbers for whoever may read the draft.
            desk.version_id.check_access("read")
            touched = LawChange(desk.version_id, desk._places()).touched()
            rows = desk._rows(touched)
            desk.touched_count = sum(one.count for one in touched)
            desk.gain_count = sum(one.count for one in touched if one.verdict == GAINS)
            desk.touched_html = self.env["ir.qweb"]._render(
                "onestop_dossier.law_change", {"rows": rows}
            )

    @api.depends("version_id")
    @api.depends_context("uid")
    def _compute_may_move(self):
        for desk in self:
            desk.may_move = any(desk._movable_places())

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
        }
        return [sentences[effect] for effect in found]

    def action_move(self):
        """Have the dossiers of the user's places moved that gain, in batches.

        Each is looked at again when its turn comes.

        :raises AccessError: for whoever may not move dossiers
        """
        self.ensure_one()
        places = self._movable_places()
        if not any(places):
            raise AccessError(
                self.env._(
                    "The head of the competent department moves a dossier to a newer "
                    "version of its procedure, or the supervisor of the centre."
                )
            )
        version = self.version_id
        version.check_access("read")
        for batch in split_every(BATCH, LawChange(version, places).ids(GAINS)):
            version.with_delay(
                description="Move dossiers to a newer version",
                identity_key=f"law_change,{version.id},{batch[0]}-{batch[-1]}",
            )._move_dossiers(list(batch))
        return {"type": "ir.actions.act_window_close"}

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
