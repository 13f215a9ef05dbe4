from odoo import api, fields, models

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.linked import WAITED_FOR, has_ended, lacks
from ..engine.earlier_results import words_of
from ..engine.linked_following import LinkedFollowing
from ..engine.linking import Linking
from ..engine.transition import Transition

STAFF = "onestop_procedure.group_onestop_staff"


class OnestopLinked(models.AbstractModel):
    """A dossier to which others are linked, or that is linked to another one: opened at
    another agency, under a procedure of its own, for a step that waits for it
    (Decree 61/2018, art. 19.6; docs/decisions/0030)."""

    _name = "onestop.linked"
    _description = "Linked to dossiers of other agencies"

    parent_id = fields.Many2one(
        "onestop.dossier",
        "Linked to",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=STAFF,
        help="The dossier of the lead agency that this one was opened for.",
    )
    linked_step_id = fields.Many2one(
        "onestop.dossier.step",
        "For the step",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=STAFF,
    )
    linked_ids = fields.One2many(
        "onestop.dossier", "parent_id", "Linked dossiers", groups=STAFF
    )
    linked_html = fields.Html(
        "Linked dossiers, as they stand", compute="_compute_linked", groups=STAFF
    )
    linked_offers = fields.Char(compute="_compute_linked", groups=STAFF)

    @api.depends_context("lang", "uid")
    @api.depends("state", "step_ids.state", "linked_ids.state")
    def _compute_linked(self):
        for dossier in self:
            rows = dossier._linked_rows() if dossier.id else []
            dossier.linked_html = bool(rows) and self.env["ir.qweb"]._render(
                "onestop_dossier.linked_dossiers", {"rows": rows}
            )
            dossier.linked_offers = f",{','.join(sorted(dossier._offers_of_links()))},"

    def _opens_linked(self):
        """Whether its process opens linked dossiers at all: costs no query."""
        # sudo: bounded to the plan of its process, which all staff may read.
        process = self.sudo().process_id
        return bool(process) and any(
            step.procedure for step in process._approved_plan().steps.values()
        )

    def _wait_for(self):
        """Lock these, each after what it is linked to: so nobody waits for somebody who
        waits for them.

        :raises LockError: where somebody else does not let go
        """
        for file in self:
            for one in file._lineage():
                wait_for(one)

    def _lineage(self):
        """What it is linked to, from the first, and itself; before a part of a group the
        head of the group."""
        chain = self
        # sudo: bounded to numbers of dossiers, which are locked and not read.
        while above := chain[:1].sudo().parent_id:
            chain = above.with_env(self.env) + chain
        return chain[:1]._group_head() | chain

    def _linked_open(self, step=None):
        """Codes of the linked dossiers that it waits for.

        :param step: of those of one step of the process
        """
        return tuple(
            one.display_name for one in self._linked_of(step) if one.state in WAITED_FOR
        )

    def _linked_lacks(self, step):
        """Why a step of the process needs a reason to be completed, or None."""
        return lacks(
            (one.state, one.outcome, one._waits_for_fee())
            for one in self._linked_of(step)
        )

    def _unpaid_holds(self):
        """The moments (`accept`, `return`) that fees which are due hold. With a result of
        its own the dossier waits for the fees of what was resolved for it."""
        holds = set(self.fee_ids._unpaid().mapped("holds"))
        if any(one._waits_for_fee() for one in self._linked_of(None)):
            holds.add("return")
        return holds

    def _waits_for_fee(self):
        """Whether it is resolved, and a fee holds its result back."""
        return self.state == "resolved" and "return" in self._unpaid_holds()

    def _fee_settled(self):
        """Nothing is due any more of a line: what it held back goes out by itself."""
        # sudo: bounded to whether it is linked to another one.
        if self.sudo().parent_id:
            LinkedFollowing(self).let_go()
        else:
            Transition.return_online(self)

    def _linked_to_pay(self):
        """What is linked to these and has not ended without a result."""
        found = self.browse()
        for dossier in self:
            found |= dossier._linked_of(None).filtered(
                lambda one: one.state in (*WAITED_FOR, "resolved")
            )
        return found

    def _linked_fees(self):
        """The fees that are due of what was resolved for this dossier, for its applicant
        and the counters: in sudo."""
        # sudo: bounded to fees that whoever reads the dossier is to pay, or to take.
        fees = self.env["onestop.dossier.fee"].sudo()
        for one in self.sudo()._linked_of(None):  # sudo: as above
            if one._waits_for_fee():
                fees |= one.fee_ids.filtered(lambda fee: fee.state == "due")
            fees |= one._linked_fees()
        return fees

    def _linked_of(self, step):
        if not self._opens_linked():
            return self.browse()
        # What was opened before a draft came back counts as well.
        return self.linked_ids.sorted("id").filtered(
            lambda one: not step or one.linked_step_id.step_id == step
        )

    def _follow_links(self, before, after):
        """After an action: let those know whom it concerns.

        :param str before, after: the states between which the action led
        """
        if self._opens_linked():
            LinkedFollowing(self).follow(before)
        self._tell_parent(before, after)
        self._tell_parts(before, after)

    def _tell_parent(self, before, after):
        # sudo: bounded to whether it is linked to another one.
        if has_ended(before, after) and self.sudo().parent_id:
            LinkedFollowing(self).tell()

    def _notify(self, event, journal_row=None):
        # Its applicant is the lead agency, whose worklist says how it stands; the person
        # hears of the dossier that they filed.
        if self.sudo().parent_id:  # sudo: as above
            LinkedFollowing(self).remind(event)
        else:
            super()._notify(event, journal_row)

    # ------------------------------------------------------------------- on the screen

    def _linked_rows(self):
        """The linked dossiers as whoever reads this one may know them: as an applicant
        knows theirs."""
        if not self._opens_linked():
            return []
        self.check_access("read")
        # sudo: bounded by the check, and to what an applicant is told of a dossier: the
        # lead agency is theirs.
        linked = self.sudo().linked_ids.sorted("id")
        readable = linked.with_env(self.env)._filtered_access("read")
        return [one._linked_row(one.id in readable.ids) for one in linked]

    def _where_done(self, run):
        """Names of the departments that a run of a step is with: of one that waits for a
        linked dossier, that dossier's too."""
        names = [run.department_id.name]
        for one in run._linked() if run.kind == "linked" else ():
            names.append((one.department_id or one.received_department_id).name)
        return " → ".join(names)

    def _linked_row(self, readable):
        states = dict(self._fields["state"]._description_selection(self.env))
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return {
            "code": self.display_name,
            "url": readable and f"/odoo/dossiers/{self.id}",
            "procedure": self.version_id.name,
            "step": self.linked_step_id.name,
            "department": (self.department_id or self.received_department_id).name,
            "state": states[self.state],
            "due": self._linked_moment(self.date_due or self.date_intake_due),
            "lateness": self.lateness,
            "overdue": self.overdue,
            "outcome": outcomes.get(self.outcome),
            "said": self._linked_said(),
            "fee": self._linked_fee(),
            "counter": self.received_department_id.name,
            "results": [
                words_of(one) for one in self.result_ids if one.state == "issued"
            ],
        }

    def _linked_fee(self):
        """What its result waits for, as an amount in words, or nothing."""
        due = self.fee_ids.filtered(lambda one: one.state == "due")
        if not (due and self._waits_for_fee()):
            return ""
        return due.currency_id[:1].format(sum(due.mapped("amount")))

    @staticmethod
    def _linked_moment(moment):
        return f"{aware(moment).astimezone(ZONE):%H:%M %d/%m/%Y}" if moment else ""

    def _linked_said(self):
        """What the other agency asks for, or why it did not grant it."""
        if self.state == "supplement":
            return "; ".join(filter(None, self._open_requests().mapped("reason")))
        if self.state == "rejected" or self.outcome == "refused":
            codes = ("reject", "refuse")
            # sudo: bounded to the reason that an applicant is told.
            rows = self.env["onestop.journal"].sudo()
            said = rows.search(
                [
                    ("res_model", "=", "onestop.dossier"),
                    ("res_id", "=", self.id),
                    ("code", "in", codes),
                ],
                order="id desc",
                limit=1,
            )
            return said.reason or ""
        return ""

    def _linked_runs(self):
        """The open steps that open linked dossiers."""
        if not self.id or not self._opens_linked():
            return self.env["onestop.dossier.step"]
        # sudo: bounded to which steps are open, of which those remain that the user reads.
        runs = self.sudo().step_ids.filtered(
            lambda run: run.state == "open" and run.step_id.linked_procedure_id
        )
        return runs.with_env(self.env)._filtered_access("read")

    def _offers_of_links(self):
        offers = set()
        for run in self._linked_runs():
            offers |= Linking(run).offers()
        return offers

    def _runs_that_offer(self, offer):
        """The open steps on which the user may do this with a linked dossier."""
        return self._linked_runs().filtered(lambda run: offer in Linking(run).offers())

    def action_open_linked(self):
        """The form on which papers are chosen for a new linked dossier."""
        return self.env["onestop.linked.opening"]._open(self, "open")

    def action_answer_linked(self):
        """The form on which the other agency is given what it asks for."""
        return self.env["onestop.linked.opening"]._open(self, "answer")

    def action_withdraw_linked(self):
        """The form on which it is said why a linked dossier is needed no more."""
        return self.env["onestop.linked.opening"]._open(self, "withdraw")
