from odoo import SUPERUSER_ID, api, fields, models

from ..core.pades import look
from ..core.seal_error import SealError
from ..engine.right import SEALING
from ..engine.seal_sentences import seal_sentence
from ..engine.sealing import Sealing, keys
from ..engine.sealing_round import SealingRound


class OnestopSealedPaper(models.Model):
    """A paper that left the centre under its seal, or is about to: a form of a dossier,
    a result, or the register of a year that was closed.

    Nobody hands in what is sealed. The job prints it by our report from the record, as
    it stands, and signs that; where the dossier went on before, it signs nothing.
    """

    _name = "onestop.sealed.paper"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Sealed paper"
    _written_with = SEALING
    _order = "id desc"

    dossier_id = fields.Many2one(
        "onestop.dossier", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    register_id = fields.Many2one(
        "onestop.register", readonly=True, ondelete="restrict"
    )
    result_id = fields.Many2one(
        "onestop.dossier.result", readonly=True, ondelete="cascade"
    )
    form = fields.Char(required=True, readonly=True)
    # Of the journal: what it says is what happened there. No link, as its rows have none.
    row = fields.Integer(
        "Row it stands on", required=True, readonly=True, aggregator=None
    )
    # Of what a result says, when its seal was asked for.
    digest = fields.Char(readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("sealed", "Sealed"), ("void", "Not sealed")],
        default="waiting",
        required=True,
        readonly=True,
    )
    trouble = fields.Char(readonly=True)
    told = fields.Char("Why", compute="_compute_told")
    name = fields.Char("Paper", compute="_compute_name")

    seal_id = fields.Many2one(
        "onestop.seal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    sealed_at = fields.Datetime(readonly=True)
    # As the certificate had it: what was sealed is never told anew.
    subject = fields.Char("Sealed by", readonly=True)
    serial = fields.Char("Certificate", readonly=True)
    is_timed = fields.Boolean("Time stamped", readonly=True)
    checksum = fields.Char("SHA-256", readonly=True, index="btree_not_null")
    attachment_id = fields.Many2one(
        "ir.attachment", "File", readonly=True, ondelete="restrict"
    )

    _of_one = models.Constraint(
        "CHECK ((dossier_id IS NULL) != (register_id IS NULL))",
        "A sealed paper is of a dossier or a register.",
    )
    _form_once = models.UniqueIndex("(dossier_id, form, row) WHERE result_id IS NULL")
    _register_once = models.UniqueIndex("(register_id) WHERE register_id IS NOT NULL")
    _result_once = models.UniqueIndex("(result_id) WHERE result_id IS NOT NULL")
    _row_index = models.Index("(row)")
    _waiting_index = models.Index("(id) WHERE state = 'waiting'")

    @api.depends("form", "result_id", "register_id")
    @api.depends_context("lang")
    def _compute_name(self):
        for paper in self:
            if paper.register_id:
                paper.name = paper.register_id.display_name
            else:
                # sudo: bounded to the name of a report of ours.
                names = paper.result_id or self._report_of(paper.form).sudo()
                paper.name = names.name

    def _report_of(self, form):
        return self.env.ref(f"onestop_dossier.report_form_{form}")

    def _kind(self):
        """Which kind of paper it is, for whoever holds it: no name of anybody."""
        if self.result_id:
            return self.env._("Result")
        return self.name

    @api.depends("trouble")
    @api.depends_context("lang")
    def _compute_told(self):
        for paper in self:
            paper.told = paper.trouble and seal_sentence(self.env, paper.trouble)

    def _refusal(self):
        return self.env._("Papers are sealed by the system alone, from what is issued.")

    def action_open(self):
        """The sealed file."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    # -------------------------------------------------------------------------- jobs

    @api.model
    def _cron_ask(self):
        """Ask for the seals on what was issued since the last look; try again what
        waits."""
        SealingRound(self.env).run()

    def _call_job(self):
        """Have these sealed, each in a job of its own."""
        # sudo: bounded to papers that the system put down itself; see `_refuse_people`.
        for paper in self.with_user(SUPERUSER_ID):
            paper.with_delay(
                identity_key=f"onestop.sealed.paper,{paper.id}",
                description=f"Seal paper {paper.id}",
            )._job_seal()

    def _job_seal(self):
        """Job: seal one paper, once."""
        self.ensure_one()
        Sealing(self).run()

    # ----------------------------------------------------------------- what is told

    @api.model
    def _of_form(self, dossier, form, row):
        """The sealed copy of a form that stands on a row of the journal; may be empty."""
        return self.search(
            [
                ("dossier_id", "=", dossier.id),
                ("form", "=", form),
                ("row", "=", row.id),
                ("result_id", "=", False),
                ("state", "=", "sealed"),
            ]
        )

    @api.model
    def _of_checksum(self, checksum):
        """The paper whose sealed file has this SHA-256 (hexadecimal), in sudo; may be
        empty."""
        # sudo: bounded to whoever has the very file.
        return self.sudo().search(
            [("checksum", "=", checksum), ("state", "=", "sealed")], limit=1
        )

    def _facts(self):
        """What whoever holds the paper is told: dict of `subject`, `issuer`, `at` (naive,
        UTC), `until` (end of the certificate, naive), `serial`, `is_test`, `is_timed`,
        `holds`; None where it is not sealed.

        The file is looked at anew: whether it still is what was signed.
        """
        if not self or self.state != "sealed":
            return None
        self.ensure_one()
        seal = self.seal_id
        return {
            "subject": self.subject,
            "issuer": seal.issuer,
            "at": self.sealed_at,
            "until": seal.not_after,
            "serial": self.serial,
            "is_test": seal.is_test,
            "is_timed": self.is_timed,
            "holds": self._holds(),
        }

    def _holds(self):
        if self.seal_id.revoked_on and self.sealed_at >= self.seal_id.revoked_on:
            return False
        try:
            seals = look(self.attachment_id.raw or b"", keys().roots())
        except SealError:
            return False
        return len(seals) == 1 and seals[0].valid and seals[0].serial == self.serial
