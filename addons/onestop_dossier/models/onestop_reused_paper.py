from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..engine.earlier_results import EarlierResults, owner_of, words_of
from ..engine.right import ENGINE
from .onestop_dossier_result import ENDED


class OnestopReusedPaper(models.AbstractModel):
    """A paper that nobody brings, for an earlier result of the owner stands in for it
    (Circular 01/2023: what was issued is stored and used again)."""

    _name = "onestop.reused.paper"
    _description = "Paper that an earlier result stands in for"

    # Of another dossier, which who sees this one may not see: its words are kept, and a
    # copy of its file.
    result_id = fields.Many2one(
        "onestop.dossier.result",
        "Earlier result",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_system",
    )
    reused_result = fields.Char("Taken over from", readonly=True)
    reused_by = fields.Char("Taken over by", readonly=True)
    reused_at = fields.Datetime("Taken over at", readonly=True)
    reuse_trouble = fields.Char(
        "Does not hold any more",
        compute="_compute_reuse_trouble",
        groups="onestop_procedure.group_onestop_staff",
        help="The result that was taken over was taken back or replaced since.",
    )
    may_be_reused = fields.Boolean(compute="_compute_may_be_reused")

    @api.depends_context("lang")
    @api.depends("reused_result", "result_id.state")
    def _compute_reuse_trouble(self):
        for paper in self:
            # sudo: bounded to whether what stands in for a paper that is read still
            # holds, and since when not.
            result = paper.sudo().result_id
            ended = result.state in ENDED
            paper.reuse_trouble = ended and result._ended_words()

    def _compute_may_be_reused(self):
        for paper in self:
            # sudo: bounded to whether the catalogue names procedures, which is public.
            named = paper.component_id.sudo().reusable_from_ids
            paper.may_be_reused = bool(named and not paper.reused_result)

    def action_reuse(self):
        """Take the owner's newest earlier result over."""
        return self.record_reuse()

    def record_reuse(self, identity_seen=False):
        """Let the owner's newest earlier result stand in for a paper, in the name of the
        user.

        :param bool identity_seen: who sits at the counter has compared the card of the
            owner, or of who files for an organisation; not asked again once they have
        :return: True
        :raises AccessError: but for who receives the dossier or resolves it
        :raises UserError: while nobody has seen a card; where no result of the owner
            stands in; once the dossier is resolved
        """
        self.check_access("read")
        for paper in self:
            role = paper._role_at_papers()
            # sudo: bounded by the role checked above, to this line, and to the owner of
            # its dossier, whose card was compared.
            paper.sudo()._keep_reuse(
                role, role == "counter_officer" and identity_seen is True
            )
        return True

    def record_own_reuse(self):
        """Let the newest result that the applicant was given on this account stand in for
        a paper, in their name.

        :return: True
        :raises AccessError: but for the applicant of the dossier
        :raises UserError: where no result of theirs stands in
        """
        self.check_access("read")
        for paper in self:
            account = self.env.user.partner_id
            # sudo: bounded to a paper of the user's own dossier, which is asked next.
            own = paper.sudo()
            if own.dossier_id.partner_id != account:
                raise AccessError(
                    self.env._("Only the applicant takes over what they were given.")
                )
            wait_for(own.dossier_id)
            own._check_worked_on()
            if not own.reused_result:
                owner = owner_of(own.dossier_id)
                own._keep_newest(EarlierResults(self.env, owner, account), "applicant")
        return True

    def _keep_reuse(self, role, identity_seen):
        dossier = self.dossier_id
        wait_for(dossier)
        self._check_worked_on()
        if self.reused_result:
            return
        if not (identity_seen or dossier.identity_verified):
            raise UserError(
                self.env._(
                    "Compare the card first: a number that somebody typed gives nothing."
                )
            )
        self._keep_newest(EarlierResults(self.env, owner_of(dossier)), role)

    def _keep_newest(self, earlier, role):
        """Take the newest result over, or say why none."""
        dossier = self.dossier_id
        result = earlier.newest(self.component_id)
        if not result:
            raise UserError(self._why_none(earlier.lost(self.component_id)))
        # Whoever takes it back meanwhile finds that it stands in here, or this starts
        # anew and finds it taken back.
        wait_for(result)
        self._take_over(result, self.env.user.name)
        journal, before = self.env["onestop.journal"], result.dossier_id
        journal._append(
            *(dossier, "reuse", role, dossier.state, dossier.state),
            data={"component": self.component_id.code, "result": result.id},
        )
        journal._append(before, "reused", role, before.state, before.state)

    def _why_none(self, lost):
        """:param lost: the newest result of the owner that does not hold any more"""
        if not lost:
            return self.env._(
                "No earlier result of the owner stands in for “%s”.", self.name
            )
        return self.env._(
            "“%(paper)s” cannot be taken over from %(result)s. %(why)s",
            paper=self.name,
            result=words_of(lost),
            why=lost._ended_words(),
        )

    def _take_over(self, result, by):
        """Let a result stand in for the paper.

        :param str by: who took it over
        """
        dossier = self.dossier_id
        copied = result.attachment_id.copy(
            {"res_model": dossier._name, "res_id": dossier.id}
        )
        with ENGINE.held():
            self.write(
                {
                    "result_id": result.id,
                    "reused_result": words_of(result),
                    "reused_by": by,
                    "reused_at": fields.Datetime.now(),
                    "attachment_ids": [(4, one.id) for one in copied],
                }
            )

    def _refuse_reuse(self, vals):
        """:raises AccessError: where somebody writes what only a reuse does"""
        if not ENGINE and vals.keys() & {
            *("result_id", "reused_result", "reused_by", "reused_at")
        }:
            raise AccessError(
                self.env._("That a result was taken over is recorded by doing so only.")
            )
