from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.linked import ENDED, alike, has_ended, is_granted
from ..core.workflow import SYSTEM
from ..engine.right import ENGINE
from ..engine.transition import Transition


class OnestopPart(models.AbstractModel):
    """A part of a group of interlinked procedures: a dossier of its own with its agency,
    clock and fees. All parts are handed in on one list, whose first is the group's head:
    its code stands on the one receipt (docs/decisions/0030)."""

    _name = "onestop.part"
    _description = "Part of a group of procedures"

    bundle_part_id = fields.Many2one(
        "onestop.bundle.part",
        "Part of the group",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    bundle_id = fields.Many2one(related="bundle_part_id.bundle_id")
    parts_html = fields.Html(
        "Parts of the group",
        compute="_compute_parts_html",
        groups="onestop_procedure.group_onestop_staff",
    )

    parts_waiting = fields.Integer(
        "Parts to receive",
        compute="_compute_parts_html",
        groups="onestop_procedure.group_onestop_staff",
    )
    parts_due = fields.Char("To pay for all parts", compute="_compute_parts_due")

    _part_once = models.UniqueIndex(
        "(first_id, bundle_part_id) WHERE bundle_part_id IS NOT NULL",
        "This part of the group was filed already.",
    )

    @api.depends_context("lang", "uid")
    @api.depends("state", "first_id")
    def _compute_parts_html(self):
        for dossier in self:
            parts = dossier._parts().with_env(self.env)._filtered_access("read")
            dossier.parts_html = bool(parts) and self.env["ir.qweb"]._render(
                "onestop_dossier.parts", {"rows": [one._part_row() for one in parts]}
            )
            waiting = bool(parts) and not dossier._parts_left()
            dossier.parts_waiting = waiting and len(dossier._parts_to_accept())

    def _part_row(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        # Before it is received nobody has begun.
        steps = self._progress() if self.date_accepted else []
        done = sum(step["state"] == "done" for step in steps)
        before = self._parts_before()
        return {
            "code": self.display_name,
            "url": f"/odoo/dossiers/{self.id}",
            "procedure": self.version_id.name,
            "department": self.department_id.name,
            "state": states[self.state],
            "due": self._linked_moment(self.date_due),
            "lateness": self.lateness,
            "overdue": self.overdue,
            "waits": ", ".join(before),
            "share": round(100 * done / len(steps)) if steps else 0,
        }

    # ------------------------------------------------------------------ which there are

    def _parts(self):
        """The parts that were filed, in their order, in sudo; none for a single dossier."""
        # sudo: bounded to the parts of one group; what is shown of them, callers say.
        dossier = self.sudo()
        if not dossier.bundle_part_id:
            return dossier.browse()
        filed = dossier.search(
            [
                ("first_id", "=", dossier.first_id.id),
                ("bundle_part_id", "!=", False),
            ]
        )
        return filed.sorted(
            lambda one: (one.bundle_part_id.sequence, one.bundle_part_id.id)
        )

    def _group_head(self):
        """The first part of the group, whose row is locked before those of the others;
        none of a single dossier."""
        # sudo: bounded to numbers of dossiers, which are locked and not read.
        dossier = self.sudo()
        head = dossier.first_id if dossier.bundle_part_id else dossier.browse()
        return head.with_env(self.env)

    def _parts_left(self):
        """The parts of the group that are not filed yet, in their order."""
        filed = self._parts()
        # sudo: bounded to which procedures make a group up, which is public.
        return filed.sudo().bundle_part_id.bundle_id.part_ids - filed.bundle_part_id

    def _parts_before(self):
        """Codes of the parts whose results this one begins with, and that are not done."""
        if not self.bundle_part_id:
            return ()
        before = self.sudo().bundle_part_id._before()  # sudo: as `_parts_left`
        return tuple(
            one.display_name
            for one in self._parts()
            if one.bundle_part_id in before and one.state not in ENDED
        )

    def _parts_beside(self):
        """Codes of the parts that are not done, where results come back together."""
        # sudo: bounded to which procedures make a group up, which is public.
        if self.sudo().bundle_part_id.bundle_id.returns != "together":
            return ()
        return tuple(
            one.display_name
            for one in self._parts() - self.sudo()  # sudo: as above
            if one.state not in ENDED
        )

    def _parts_tracked(self):
        """Code, progress and date of each part, for whoever has the code of one."""
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "code": one.display_name,
                "progress": states[one.state],
                "due": fields.Datetime.to_string(one._date_promised()) or False,
            }
            for one in self._parts()
        ]

    def _handed_out_together(self):
        """What is handed out with a result: of a group whose results come back together,
        those of all parts that have one."""
        if self.bundle_id.returns != "together":
            return self
        resolved = self._parts().filtered(lambda one: one.state == "resolved")
        return self | resolved.with_env(self.env)

    # --------------------------------------------------------------------------- fees

    @api.depends_context("lang", "uid")
    @api.depends("fee_ids.state", "first_id")
    def _compute_parts_due(self):
        """What other parts owe too, and this one with them."""
        for dossier in self:
            parts = dossier._parts_paid().with_env(self.env)._filtered_access("read")
            due = parts.fee_ids.filtered(lambda one: one.state == "due")
            others = bool(due.dossier_id - dossier)
            amount = sum(due.mapped("amount"))
            dossier.parts_due = others and due.currency_id[:1].format(amount)

    def _paid_with(self):
        """What the dossiers have in common whose fees are taken in one act."""
        # sudo: bounded to group and counter of a dossier whose fees the user may read.
        dossier = self.sudo()
        return dossier._lineage()[:1], dossier.counter_group_id

    def _parts_paid(self):
        """The dossiers whose fees are taken in one act, in sudo: parts of a group, and
        what is linked to one; none for a single dossier."""
        # sudo: bounded to what belongs together; what is shown of it, callers say.
        head = self.sudo()._lineage()[:1]
        together = linked = head._parts() or head
        while linked := linked._linked_to_pay():
            together |= linked
        together = together.filtered(lambda one: one._paid_with() == self._paid_with())
        return together if len(together) > 1 else together.browse()

    def _collecting_agency(self):
        """Whose book the receipt of its fees is of: the agency that resolves it, or
        before it is accepted, whoever will."""
        return self.department_id or self.version_id._competent_department(
            self.received_department_id
        )

    def action_pay_parts(self):
        """Take in cash what is due of all parts of the group; print the receipts."""
        self.ensure_one()
        due = self._due_of_parts()
        due.action_pay_cash()
        return due._print_receipts() if due.receipt_id else False

    def action_pay_parts_card(self):
        """Open the form that asks for the slip of the terminal, for all parts."""
        self.ensure_one()
        return self.env["onestop.fee.taking"]._open(
            dossier_id=self.id, way="card", parts=True
        )

    def action_pay_parts_transfer(self):
        """Show the code with which what is due of all parts is transferred, for each
        agency that collects."""
        self.ensure_one()
        return self._due_of_parts().ask_transfer().action_open()

    def _due_of_parts(self):
        """The lines that are due of all parts whose fees are taken in one act."""
        fees = self._parts_paid().with_env(self.env).fee_ids
        return fees.filtered(lambda one: one.state == "due")

    # ------------------------------------------------------------------------- filing

    @api.model
    def _file_group(self, bundle, filings):
        """File all parts of a group online, in their owner's name: all, or none.

        :param bundle: onestop.bundle
        :param filings: of each part in order the `values` of `submit`: of the same people;
            where they are filed, the first says
        :return: the dossiers, the head first
        :raises UserError: in a sentence, naming what is wrong
        """
        # sudo: bounded to which procedures make a group up, which is public.
        bundle = bundle.sudo()
        place = bundle._chosen_place(filings[0].get("received_department_id"))
        filed = self.browse()
        with self.env.cr.savepoint():
            for part, values in zip(bundle.part_ids, filings, strict=True):
                version = part.procedure_id._current_version()
                dossier = self._create_filed(
                    {**values, "procedure": part.procedure_id.code}, version
                )
                # sudo: bounded to the counter of a dossier that was made just now.
                draft = dossier.sudo()
                counter = filed[:1].sudo().counter_group_id  # sudo: as above
                with ENGINE.held():
                    # One counter receives them all: that of the first.
                    draft.write(
                        {
                            "counter_group_id": counter.id,
                            "received_department_id": place.id,
                        }
                        if counter
                        else draft._prepare_place_vals(place.id)
                    )
                dossier.action_transition("submit")
                dossier._join_group(part, filed[:1], "applicant")
                filed += dossier
        return filed

    def _join_group(self, part, head, role="counter_officer"):
        """Make a dossier that was just submitted a part of a group.

        :param part: onestop.bundle.part
        :param head: the part that was filed first; empty: it is this one
        :param role: in which the user files it
        :raises UserError: where it is of another procedure, was filed already, or another
            counter or submitter filed the head
        """
        self.ensure_one()
        part = part.sudo()  # sudo: as `_parts_left`
        if part.procedure_id != self.version_id.procedure_id:
            raise UserError(self.env._("This part of the group is another procedure."))
        filed = head._parts() if head else head
        if head and (filed.bundle_id != part.bundle_id or part in filed.bundle_part_id):
            raise UserError(self.env._("This part of the group was filed already."))
        if not head and part.bundle_id.phase != "in_force":
            raise UserError(self.env._("This group is not in force today."))
        if head:
            self._hand_in_with(head)
        # sudo: bounded to a dossier that the user has just filed, and to papers that the
        # same submitter handed in for the parts before.
        dossier = self.sudo()
        with ENGINE.held():
            dossier.write({"bundle_part_id": part.id, "first_id": (head or self).id})
            if before := self._parts_before():
                # Its time begins when they are done.
                dossier.date_intake_due = False
            dossier._take_common(filed)
        self.env["onestop.journal"]._append(
            *(dossier, "join_group", role, self.state, self.state),
            data={"head": dossier.first_id.id, "waits_for": list(before)},
        )

    def _take_common(self, parts):
        """What was handed in for a part before is handed in once."""
        had = {alike(one.name): one for one in parts.component_ids if one._is_there()}
        for paper in self.component_ids:
            common = had.get(alike(paper.name))
            if not common:
                continue
            values = {"received": True, "originals": 0, "copies": 0}
            if not paper.attachment_ids and common.attachment_ids:
                files = common._scans().copy(
                    {"res_model": self._name, "res_id": self.id}
                )
                values["attachment_ids"] = [(4, file.id) for file in files]
            paper.write(values)

    def _common_names(self):
        """Names of the papers that were handed in for the parts so far, as `alike`."""
        return {
            alike(one.name) for one in self._parts().component_ids if one._is_there()
        }

    def action_accept_parts(self):
        """Receive all parts that wait for it, or none; print the one receipt.

        :raises UserError: naming the part that cannot be received, and why
        """
        self.ensure_one()
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Counters receive dossiers."))
        self.check_access("read")
        waiting = self._parts_to_accept().with_env(self.env)
        if not waiting:
            raise UserError(self.env._("No part of the group waits to be received."))
        for part in waiting:
            try:
                part.action_transition("accept")
            except AccessError:
                raise
            except UserError as error:
                told = ": ".join((part.display_name, str(error)))
                raise UserError(told) from error
        return self.env.ref("onestop_dossier.report_form_receipt").report_action(self)

    def _parts_to_accept(self):
        """The parts that were filed and begin with no other's results, in sudo."""
        return self._parts().filtered(
            lambda one: one.state == "submitted" and not one._parts_before()
        )

    # ------------------------------------------------------------------ when one is done

    def _tell_parts(self, before, after):
        """A part is done: those that begin with its results have them, and begin once
        none is left to wait for. The others go on by themselves."""
        # sudo: bounded to the other parts of the group of a dossier on which an action
        # was just done.
        dossier = self.sudo()
        if not (dossier.bundle_part_id and has_ended(before, after)):
            return
        for other in self._parts() - dossier:
            if other.state in ENDED:
                continue
            wait_for(other)
            self.env["onestop.journal"]._append(
                *(other, "part_done", SYSTEM, other.state, other.state),
                data={"part": dossier.id, "state": after, "outcome": dossier.outcome},
                actor=SYSTEM,
            )
            if dossier.bundle_part_id in other.bundle_part_id._before():
                other._begin_with(dossier)

    def _begin_with(self, done):
        if is_granted(done.state, done.outcome):
            for result in done.result_ids.filtered(lambda one: one.state == "issued"):
                self._take_result(result)
        if self.state == "submitted" and not self._parts_before():
            run = Transition(self, "accept")
            with ENGINE.held():
                self.date_intake_due = run._intake_due(
                    self.rule_set_id, self.received_department_id
                )
                self.date_look = fields.Datetime.now()
