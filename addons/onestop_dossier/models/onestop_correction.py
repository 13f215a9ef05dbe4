from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.draft_text import clean
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.apology import correction_words
from ..engine.actor import Actor
from ..engine.collection import Collection
from ..engine.filing import attachment_vals
from ..engine.handing_out import hand_out_role
from ..engine.issuing import Issuing
from ..engine.right import ENGINE

RESULTS = ("wrong_result", "lost_result", "damaged_result")
PAPERS = ("lost_paper", "damaged_paper")
OPEN = ("asked", "taken", "approved")
# How it is made good where something new is handed out.
HANDED_OUT = ("replace", "restore")
# Who asks: whose result it is, who sits before them, and the agency itself.
AT_COUNTER = ("counter_officer", "postal_clerk", "supervisor")
AT_AGENCY = ("department_officer", "department_head", "clerk")
# Who looks into it, who decides, and who numbers what comes of it.
TAKES, DECIDES, NUMBERS = (
    ("department_officer", "department_head"),
    ("department_head",),
    ("clerk",),
)
# What is written down while it is looked into.
FINDINGS = frozenset(
    {
        *("fault", "remedy", "date_promised", "apology", "findings"),
        *("decision_number", "article", "body", "file", "file_name"),
    }
)
LONGEST = 200_000


class OnestopCorrection(models.Model):
    """What an agency makes good: a result that is wrong, or a paper that was lost or
    damaged in its hands (Decree 61/2018, art. 21).

    Asked for by whose it is, by the counter or by the agency itself; looked into by an
    officer, who says whose fault it is and until when it is made good; approved by who
    leads the agency. A wrong result is replaced by another, which its clerk numbers, or
    withdrawn. No fee comes of it.
    """

    _name = "onestop.correction"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Correction"
    _written_with = ENGINE
    _order = "id desc"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    code = fields.Char(related="dossier_id.code", string="Dossier code")
    owner_kind = fields.Selection(related="dossier_id.owner_kind")
    department_id = fields.Many2one(
        "onestop.department",
        "To be made good by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    matter = fields.Selection(
        [
            ("wrong_result", "The result is wrong"),
            ("lost_result", "The result was lost"),
            ("damaged_result", "The result was damaged"),
            ("lost_paper", "A paper was lost"),
            ("damaged_paper", "A paper was damaged"),
        ],
        "What happened",
        required=True,
        readonly=True,
    )
    result_id = fields.Many2one(
        "onestop.dossier.result",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    component_id = fields.Many2one(
        "onestop.dossier.component",
        "Paper",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    about = fields.Char("Which", compute="_compute_about")
    asked_from = fields.Selection(
        [
            ("applicant", "The applicant, on the portal"),
            ("counter", "The counter"),
            ("agency", "The agency itself"),
        ],
        "Asked for by",
        required=True,
        readonly=True,
    )
    # A name, not a link: it outlives the account.
    asked_by = fields.Char("Entered by", required=True, readonly=True)
    asked_at = fields.Datetime("Asked for on", required=True, readonly=True)
    words = fields.Text("What is wrong", required=True, readonly=True)
    # As the lists of the transfers and the steps had it when it was reported.
    last_hand = fields.Char("Who last signed for it", readonly=True)
    last_step = fields.Char("At which step", readonly=True)

    fault = fields.Selection(
        [
            ("agency", "The agency"),
            ("carrier", "Who carried it"),
            ("applicant", "The applicant"),
        ],
        "Whose fault it is",
    )
    cost = fields.Selection(
        [
            ("agency", "Of the agency"),
            ("carrier", "Of who carried it"),
            ("none", "None"),
        ],
        "At whose cost",
        compute="_compute_cost",
        store=True,
        help="The applicant pays nothing: no fee is made of a correction.",
    )
    remedy = fields.Selection(
        [
            ("replace", "Another result takes its place"),
            ("withdraw", "It is withdrawn"),
            ("restore", "The agency obtains the paper anew"),
        ],
        "How it is made good",
    )
    date_promised = fields.Date("Made good by")
    findings = fields.Text("What was found", help="For the file; it is not mailed.")
    apology = fields.Text(help="As its person reads it.")
    decision_number = fields.Char(
        "Number of the decision", help="By which a result is withdrawn."
    )
    article = fields.Char("By which article")
    # Of the result that takes its place: a text, or a file.
    body = fields.Html("Text", sanitize=False)
    file = fields.Binary("Document", attachment=True)
    file_name = fields.Char()
    has_text = fields.Boolean(compute="_compute_has_text")
    state = fields.Selection(
        [
            ("asked", "To be looked into"),
            ("taken", "To be approved"),
            ("approved", "To be numbered"),
            ("done", "Made good"),
            ("refused", "Turned down"),
        ],
        required=True,
        readonly=True,
        default="asked",
    )
    taken_by_id = fields.Integer(readonly=True, aggregator=None)
    taken_by = fields.Char("Looked into by", readonly=True)
    taken_at = fields.Datetime("Looked into on", readonly=True)
    approved_by = fields.Char(readonly=True)
    approved_at = fields.Datetime("Approved on", readonly=True)
    signed_by = fields.Char("Signed by", readonly=True)
    done_at = fields.Datetime("Made good on", readonly=True)
    refused_for = fields.Char("Why it was turned down", readonly=True)
    new_result_id = fields.Many2one(
        "onestop.dossier.result",
        "Took its place",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    overdue = fields.Boolean(
        "Not made good in time", compute="_compute_overdue", search="_search_overdue"
    )
    collection_ids = fields.One2many(
        "onestop.dossier.collection", "correction_id", "Handed out", readonly=True
    )
    may_take = fields.Boolean(compute="_compute_may")
    may_decide = fields.Boolean(compute="_compute_may")
    may_number = fields.Boolean(compute="_compute_may")
    may_hand_out = fields.Boolean(compute="_compute_may")

    _open_once = models.UniqueIndex(
        "(result_id) WHERE result_id IS NOT NULL"
        " AND state IN ('asked', 'taken', 'approved')",
        "The correction of this result is under way already.",
    )
    _paper_once = models.UniqueIndex(
        "(component_id) WHERE component_id IS NOT NULL"
        " AND state IN ('asked', 'taken', 'approved')",
        "That this paper is to be made good was entered already.",
    )
    _of_one_thing = models.Constraint(
        "CHECK ((result_id IS NULL) != (component_id IS NULL))",
        "A correction is about a result, or about a paper.",
    )

    @api.depends_context("lang")
    @api.depends("result_id", "component_id")
    def _compute_about(self):
        for one in self:
            # sudo: bounded to what the correction is about, for whoever reads it.
            result, paper = one.sudo().result_id, one.sudo().component_id
            number = result.number and self.env._("No. %s", result.number)
            named = (result.name or paper.name, number)
            one.about = ", ".join(filter(None, named))

    @api.depends("matter", "code")
    def _compute_display_name(self):
        labels = dict(self._fields["matter"]._description_selection(self.env))
        for one in self:
            named = (labels.get(one.matter), one.code)
            one.display_name = ", ".join(filter(None, named))

    @api.depends("fault")
    def _compute_cost(self):
        for one in self:
            # Of the agency's fault the agency bears the cost (Decree 61/2018, art. 21).
            one.cost = {"applicant": "none"}.get(one.fault, one.fault)

    @api.depends("result_id")
    def _compute_has_text(self):
        for one in self:
            # sudo: bounded to whether the result was printed from a text.
            one.has_text = bool(one.sudo().result_id.body)

    @api.depends("state", "date_promised")
    def _compute_overdue(self):
        today = legal_today()
        for one in self:
            waits = one.state in OPEN and one.date_promised
            one.overdue = bool(waits and one.date_promised < today)

    def _search_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "in", OPEN) & Domain("date_promised", "<", legal_today())

    @api.depends_context("uid")
    @api.depends("state", "remedy", "collection_ids")
    def _compute_may(self):
        actor = Actor(self.env)
        for one in self:
            roles = actor.roles_at(one.department_id)
            one.may_take = one.state == "asked" and bool(roles & set(TAKES))
            one.may_decide = (
                one.state in ("asked", "taken")
                and bool(roles & set(DECIDES))
                and one.taken_by_id != self.env.uid
            )
            one.may_number = one.state == "approved" and bool(roles & set(NUMBERS))
            one.may_hand_out = one._waits_for_person() and bool(
                hand_out_role(one.dossier_id)
            )

    def _waits_for_person(self):
        """Whether there is something new in their hands to come, that nobody signed for."""
        # sudo: bounded to whether somebody signed for what is made good.
        handed = self.sudo().collection_ids
        return self.state == "done" and self.remedy in HANDED_OUT and not handed

    # ------------------------------------------------------------------------- guards

    def write(self, vals):
        if not ENGINE:
            self._check_findings()
            if "body" in vals:
                vals = {**vals, "body": self._cleaned(vals["body"])}
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("What was asked for stays on record."))

    def _typed(self):
        return FINDINGS

    def _refusal(self):
        return self.env._("Corrections are asked for on a dossier.")

    def _check_findings(self):
        """:raises AccessError, UserError: where what was found is not theirs to write"""
        actor = Actor(self.env)
        for one in self:
            if not actor.roles_at(one.department_id) & set(TAKES):
                raise AccessError(
                    self.env._("Only the agency that makes it good looks into it.")
                )
            if one.state != "asked":
                raise UserError(
                    self.env._("What was found was passed on, and stays as it is.")
                )

    def _cleaned(self, body):
        """The text as it may be printed. :raises UserError: where it is too long"""
        if len(body or "") > LONGEST:
            raise UserError(self.env._("The text is too long for one draft."))
        return clean(body)

    # ------------------------------------------------------------------------- asking

    @api.model
    def _matters(self):
        """(code, label) of what can have happened."""
        return self._fields["matter"]._description_selection(self.env)

    @api.model
    def _open(self, dossier, result=None):
        """The form on which a correction is asked for."""
        dossier.check_access("read")
        form = self.env["onestop.correction.asking"].create(
            {
                "dossier_id": dossier.id,
                "matter": "wrong_result" if result else "lost_paper",
                "result_id": result.id if result else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a correction"),
            "res_model": form._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _ask(self, dossier, matter, words, result=None, component=None):
        """Ask for a correction in the name of the user.

        :param dossier: read by the user
        :param str matter: one of RESULTS or PAPERS
        :param str words: what is wrong
        :param result: of the dossier, where it is about one; else `component`
        :return: the correction, in sudo
        :raises AccessError: but for whose it is, the counter, and the agency
        :raises UserError: in a sentence
        """
        dossier.ensure_one()
        dossier.check_access("read")
        # sudo: bounded to one dossier that the user reads, and to asking.
        ours = dossier.sudo()
        result = (result or ours.result_ids.browse()).sudo()  # sudo: checked below
        component = (component or ours.component_ids.browse()).sudo()  # sudo: as above
        thing = result or component
        if len(thing) != 1 or thing.dossier_id != ours:
            raise UserError(self.env._("Say which result or paper it is about."))
        wait_for(ours)
        thing.invalidate_recordset()
        asked_from, role, actor = self._asker(ours, thing)
        words = str(words or "").strip()
        if not words:
            raise UserError(self.env._("Say what is wrong, or what happened."))
        check_reason(self.env, words)
        if matter not in (RESULTS if result else PAPERS):
            raise UserError(self.env._("Choose what happened."))
        self._check_can_be_asked(thing)
        last_hand, last_step = self._last_hand(ours)
        with ENGINE.held():
            made = ours.env[self._name].create(
                {
                    "dossier_id": ours.id,
                    "department_id": self._agency(ours, result).id,
                    "matter": matter,
                    "result_id": result.id,
                    "component_id": component.id,
                    "asked_from": asked_from,
                    "asked_by": self.env.user.name,
                    "asked_at": fields.Datetime.now(),
                    "words": words,
                    "last_hand": matter != "wrong_result" and last_hand,
                    "last_step": matter != "wrong_result" and last_step,
                    "body": result.body,
                    "apology": correction_words(
                        self._agency(ours, result).with_context(lang="vi_VN").name,
                        matter,
                        ours.owner_kind == "organisation",
                    ),
                }
            )
        made._journal("correction_asked", role, actor)
        return made

    @api.model
    def _asker(self, dossier, thing):
        """How it is asked for: from where, in which role, by whom."""
        actor = Actor(self.env)
        # A draft is not theirs to know of.
        shown = thing._name == "onestop.dossier.component" or thing.state != "draft"
        places = dossier.received_department_id
        if shown and "applicant" in actor.roles_on(dossier, places):
            return "applicant", "applicant", actor
        places = (
            (AT_COUNTER, dossier.received_department_id, "counter"),
            (AT_AGENCY, dossier.department_id, "agency"),
        )
        if thing._name == "onestop.dossier.result":
            places = (*places, (AT_AGENCY, thing.department_id, "agency"))
        for roles, department, asked_from in places:
            held = actor.roles_at(department)
            role = next((one for one in roles if one in held), None)
            if role:
                return asked_from, role, actor
        raise AccessError(
            self.env._(
                "A correction is asked for by whose result it is, by the counter that "
                "received the dossier, or by the agency."
            )
        )

    @api.model
    def _check_can_be_asked(self, thing):
        """:raises UserError: for what is not issued or ended, or under way already"""
        if thing._name == "onestop.dossier.result" and thing.state != "issued":
            words = thing._ended_words() or self.env._("It was not issued yet.")
            raise UserError(self.env._("There is nothing to correct in it. %s", words))
        name = (
            "result_id" if thing._name == "onestop.dossier.result" else "component_id"
        )
        # sudo: bounded to whether this one thing is being made good.
        if self.sudo().search_count([(name, "=", thing.id), ("state", "in", OPEN)]):
            raise UserError(
                self.env._("This was asked for before, and is being looked into.")
            )

    @api.model
    def _agency(self, dossier, result):
        places = result.department_id or dossier.department_id
        return places or dossier.received_department_id

    @api.model
    def _last_hand(self, dossier):
        """(who last signed for the paper of a dossier, at which step it was)"""
        item = dossier.paper_item_ids.sorted("id")[-1:]
        if item:
            hand = dossier._paper_words(item)
        else:
            rows = self.env["onestop.journal"].sudo()  # sudo: bounded to this dossier
            row = rows.search(
                [
                    ("res_model", "=", dossier._name),
                    ("res_id", "=", dossier.id),
                    ("code", "=", "accept"),
                ],
                limit=1,
            )
            hand = row and self.env._(
                "At %(place)s, where it was received by %(who)s; on no list since",
                place=dossier.received_department_id.name,
                who=row.actor,
            )
        runs = dossier.step_ids
        run = (
            runs.filtered(lambda one: one.state == "open")[:1]
            or runs.filtered(lambda one: one.state == "done").sorted("date_ended")[-1:]
        )
        step = run and f"{run.name}, {run.department_id.name}"
        return hand or False, step or False

    # ------------------------------------------------------------------------ actions

    def action_take(self):
        """Pass on what was found: its person is told until when it is made good."""
        one, role, actor = self._locked(TAKES, ("asked",))
        one._check_complete()
        one._set(
            "taken",
            taken_by_id=self.env.uid,
            taken_by=self.env.user.name,
            taken_at=fields.Datetime.now(),
        )
        row = one._journal("correction_taken", role, actor)
        one.dossier_id._notify("correction", row)
        return True

    def _check_complete(self):
        """:raises UserError: naming what is missing, or does not go together"""
        needed = ["fault", "remedy", "date_promised", "findings"]
        if self.fault == "agency":
            needed.append("apology")
        if self.remedy == "withdraw":
            needed += ["decision_number", "article"]
        missing = [
            self._fields[name]._description_string(self.env)
            for name in needed
            if not (str(self[name]).strip() if self[name] else False)
        ]
        if missing:
            raise UserError(
                self.env._("Still to be filled in: %s.", ", ".join(missing))
            )
        if self.fault == "applicant":
            raise UserError(
                self.env._(
                    "What is the applicant's own fault is turned down, with the way to "
                    "have it changed: nothing is corrected at anybody's cost."
                )
            )
        if self.date_promised < legal_today():
            raise UserError(
                self.env._("The day until which it is made good has passed.")
            )
        fits = ("restore",) if self.component_id else ("replace", "withdraw")
        if self.remedy not in fits:
            raise UserError(
                self.env._(
                    "A result is replaced or withdrawn, a paper is obtained anew."
                )
            )
        if self.remedy == "replace":
            # Looked at before anybody approves it.
            self._new_file()

    def _new_file(self):
        """Values of the document of the new result; None where it is printed.

        :raises UserError: where there is neither text nor file
        """
        if self.file:
            sent = {"name": self.file_name or "result.pdf", "content": self.file}
            return attachment_vals(self.env, sent, self.result_id)
        if self.has_text:
            if self.matter == "wrong_result" and self.body == self.result_id.body:
                raise UserError(
                    self.env._("The text is still that of the result that is wrong.")
                )
            return None
        raise UserError(self.env._("Attach the result that takes its place."))

    def action_approve(self):
        """Whoever leads the agency agrees to how it is made good."""
        one, role, actor = self._locked(DECIDES, ("taken",))
        # What is done for somebody absent never makes one person of two.
        absent = actor.on_behalf_of(role, one.department_id)
        if one.taken_by_id in (self.env.uid, absent.id):
            raise UserError(
                self.env._("Whoever looked into it does not approve what they found.")
            )
        vals = {
            "approved_by": self.env.user.name,
            "approved_at": fields.Datetime.now(),
            "signed_by": actor.signature(one.department_id),
        }
        if one.remedy == "replace":
            one._set("approved", **vals)
            one._journal("correction_approved", role, actor)
            return True
        one._set("done", done_at=fields.Datetime.now(), **vals)
        if one.remedy == "withdraw":
            self._check_can_still(one.result_id)
            one.result_id._end("revoked")
        row = one._journal(
            "withdraw_result" if one.result_id else "restore_paper", role, actor
        )
        one.dossier_id._notify("corrected", row)
        return True

    @api.model
    def _check_can_still(self, result):
        if result.state != "issued":
            raise UserError(
                self.env._(
                    "There is nothing to correct in it. %s", result._ended_words()
                )
            )

    def action_issue(self):
        """The clerk numbers the result that takes the place of the first."""
        one, role, actor = self._locked(NUMBERS, ("approved",))
        first, dossier = one.result_id, one.dossier_id
        self._check_can_still(first)
        file = one._new_file()
        results = dossier.result_ids.browse()
        draft = results.create(
            {
                "dossier_id": dossier.id,
                "name": first.name,
                "kind_id": first.kind_id.id,
                "body": False if file else one.body,
                "replaces_id": first.id,
            }
        )
        if file:
            draft.attachment_id = results.env["ir.attachment"].create(
                {**file, "res_model": draft._name, "res_id": draft.id}
            )
        # Until then the first holds: at no moment do both, nor neither.
        first._end("replaced")
        issuing = Issuing(dossier, first.department_id, fields.Datetime.now())
        issuing.run(draft, one.signed_by, {"valid_to": first.valid_to})
        one._set("done", done_at=fields.Datetime.now(), new_result_id=draft.id)
        row = one._journal("correct", role, actor)
        dossier._notify("corrected", row)
        return True

    def action_hand_out(self):
        """Open the screen on which whoever collects what was made good signs."""
        self.ensure_one()
        return self.env["onestop.collection"]._open(self.dossier_id, self)

    def hand_out(self, values):
        """Give what was made good to its person, who signs as for a result.

        :param dict values: who collects it, as `collection` of `return`
        :raises AccessError: but for the counter that received the dossier
        :raises UserError: in a sentence, and where it was handed out before
        """
        self.ensure_one()
        self.check_access("read")
        role = hand_out_role(self.dossier_id)
        if not role:
            raise AccessError(
                self.env._("It is handed out at the counter that received the dossier.")
            )
        # sudo: bounded to a correction of a dossier that the user hands papers out of.
        one = self.sudo()
        wait_for(one.dossier_id)
        one.invalidate_recordset()
        if not one._waits_for_person():
            raise UserError(self.env._("Nothing of it waits to be handed out."))
        vals = Collection(one.dossier_id, values).prepare_vals()
        with ENGINE.held():
            one.env["onestop.dossier.collection"].create(
                {
                    "dossier_id": one.dossier_id.id,
                    "correction_id": one.id,
                    "collected_at": fields.Datetime.now(),
                    "handed_out_by": self.env.user.name,
                    **vals,
                }
            )
        one._journal("correction_collected", role, Actor(self.env))
        return True

    def action_turn_down(self):
        """Open the form that asks why not."""
        self.ensure_one()
        return self.env["onestop.turning.down"]._open(self)

    def turn_down(self, reason):
        """Nothing is corrected; whoever asked reads why.

        :param str reason: for the person; no personal data
        """
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("A reason must be given."))
        check_reason(self.env, reason)
        one, role, actor = self._locked(DECIDES, ("asked", "taken"))
        one._set("refused", refused_for=reason, done_at=fields.Datetime.now())
        row = one._journal("correction_refused", role, actor, reason)
        one.dossier_id._notify("correction_refused", row)
        return True

    def _locked(self, roles, states):
        """This one in sudo, in one of `states`, and nobody else's meanwhile; in which
        role, and who acts."""
        self.ensure_one()
        self.check_access("read")
        actor = Actor(self.env)
        held = actor.roles_at(self.department_id)
        role = next((one for one in roles if one in held), None)
        if not role:
            raise AccessError(
                self.env._("This is done by others of the agency that makes it good.")
            )
        # sudo: bounded to a correction that the user's agency makes good.
        one = self.sudo()
        wait_for(one.dossier_id)
        one.invalidate_recordset()
        one.result_id.invalidate_recordset()
        if one.state not in states:
            raise UserError(self.env._("Somebody went on with it in the meantime."))
        return one, role, actor

    def _set(self, state, **vals):
        with ENGINE.held():
            self.write({"state": state, **vals})
        # The index that lets one be open is asked by the next.
        self.flush_recordset()

    def _journal(self, code, role, actor, reason=None):
        dossier = self.dossier_id
        data = {"correction": self.id, "matter": self.matter}
        if self.result_id:
            data |= {"result": self.result_id.id, "number": self.result_id.number}
        if self.new_result_id:
            data["new_number"] = self.new_result_id.number
        if self.cost:
            data["cost"] = self.cost
        if self.decision_number:
            data |= {"decision": self.decision_number, "article": self.article}
        return self.env["onestop.journal"]._append(
            *(dossier, code, role, dossier.state, dossier.state),
            reason=reason,
            data=data,
            on_behalf_of=actor.on_behalf_of(role, self.department_id)
            if role != "applicant"
            else None,
        )
