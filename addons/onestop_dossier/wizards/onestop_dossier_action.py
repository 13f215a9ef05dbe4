from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.onestop_procedure.core.clock_error import ClockError
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..engine.apology import Apology
from ..engine.given_answers import given_answers
from ..engine.handing_out import hand_out_role
from ..engine.steps import StepRuns
from ..engine.supplement_request import SupplementRequest

# Actions that are done at once from their button: nothing more is asked.
AT_ONCE = frozenset({"submit", "resume", "pass_on"})


class OnestopDossierAction(models.TransientModel):
    """The form of an action: what `action_transition` needs besides its code."""

    _name = "onestop.dossier.action"
    _inherit = "onestop.result.upload"
    _description = "Action on a dossier"

    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    step_id = fields.Many2one("onestop.dossier.step", readonly=True)
    reason = fields.Text()
    # Of a dossier whose answers are missing: where they are filled in.
    version_id = fields.Many2one("onestop.procedure.version", readonly=True)
    properties = fields.Properties(
        "E-form", definition="version_id.dossier_properties_definition"
    )
    # What `available_transitions` said when the form was opened.
    offer = fields.Json(readonly=True)
    # What was seen of the dossier then; and what others changed while it lay open.
    seen = fields.Char(readonly=True)
    changes = fields.Text("What changed meanwhile", readonly=True)
    gone = fields.Boolean("Not possible any more", readonly=True)
    way_id = fields.Many2one(
        "onestop.process.transition",
        "What comes of it",
        domain="[('id', 'in', way_ids)]",
    )
    way_ids = fields.Many2many("onestop.process.transition", compute="_compute_way_ids")
    needs_reason = fields.Boolean(compute="_compute_needs_reason")
    only_sends_back = fields.Boolean(readonly=True)
    outcome = fields.Selection([("granted", "Granted"), ("partly", "Partly granted")])
    send_back_to = fields.Many2one(
        "onestop.process.step",
        "Send back to",
        domain="[('id', 'in', send_back_ids)]",
        help="Choose a step to return the draft to it.",
    )
    send_back_ids = fields.Many2many(
        "onestop.process.step", compute="_compute_send_back_ids"
    )
    line_ids = fields.One2many(
        "onestop.dossier.action.line", "action_id", "Items to supplement"
    )
    paper_ids = fields.One2many(
        "onestop.dossier.action.paper", "action_id", "Papers that are handed in"
    )
    asked_before = fields.Boolean(compute="_compute_asked_before")
    apology = fields.Text(
        "Apology to the applicant",
        help="Where something is asked for that the request before did not name.",
    )
    preview = fields.Html("As the applicant reads it", compute="_compute_preview")
    department_id = fields.Many2one(
        "onestop.department",
        "Competent authority",
        domain="[('id', 'in', place_ids)] if at_intake else []",
    )
    at_intake = fields.Boolean(compute="_compute_place_ids")
    place_ids = fields.Many2many("onestop.department", compute="_compute_place_ids")
    until = fields.Datetime("New date")
    until_help = fields.Char("Why this date is proposed", readonly=True)
    words = fields.Text("Apology", help="As it stands on the form.")
    responsible_id = fields.Many2one(
        "res.users",
        "Answers for it",
        domain="[('id', 'in', responsible_ids)]",
        help="Who sees to it that the new date is kept.",
    )
    responsible_ids = fields.Many2many("res.users", compute="_compute_responsible_ids")
    ground = fields.Selection(
        [
            ("financial_obligation", "Financial obligation named by sector law"),
            ("other", "Other ground that the law names"),
        ],
        default="financial_obligation",
        required=True,
    )
    legal_basis = fields.Char(help="The article that lets the term stand still.")
    amount = fields.Float(
        "Amount to pay", help="Once it is paid here, the term goes on by itself."
    )
    originals = fields.Char("Originals kept", compute="_compute_originals")
    originals_given = fields.Boolean(
        "I gave the originals back to whoever filed it",
        help="They sign for them on the form. Else they stand on the counter's list.",
    )
    submitter_name = fields.Char(
        related="dossier_id.submitter_name", related_sudo=False
    )
    evidence = fields.Char("What shows that they may")
    numbers = fields.Char(
        "Number of the result",
        compute="_compute_numbers",
        help="The next of the results book; given when you confirm.",
    )
    signer = fields.Char("Signed by")
    valid_to = fields.Date(
        "Valid until", help="The last day on which it holds; empty: without end."
    )

    @api.depends("offer")
    def _compute_way_ids(self):
        for action in self:
            action.way_ids = [one["transition_id"] for one in action._outcomes()]

    @api.depends("offer", "way_id")
    def _compute_needs_reason(self):
        for action in self:
            chosen = action._chosen() or action.offer or {}
            action.needs_reason = chosen.get("needs_reason", False)

    @api.depends("dossier_id")
    def _compute_result_version_id(self):
        for action in self:
            # sudo: bounded to the version of the dossier of the action, which is public.
            action.result_version_id = action.dossier_id.sudo().version_id

    @api.depends(
        *("code", "step_id", "offer", "result_kind_id", "result_file"),
        "result_on_paper",
    )
    def _compute_numbers(self):
        for action in self:
            action.numbers = action.code == "seal" and action._next_numbers()

    def _next_numbers(self):
        """What the results would be numbered now, as text."""
        self.dossier_id.check_access("read")
        # sudo: bounded to what the user is about to number, of a dossier that they read.
        dossier = self.dossier_id.sudo()
        step_id = self._chosen().get("step_id") or (self.offer or {}).get("step_id")
        run = dossier.step_ids.filtered(lambda one: one.id == step_id)
        drafts = dossier.result_ids.filtered(lambda one: one.state == "draft")
        kinds = [one.kind_id.symbol or "" for one in drafts]
        if self._results():
            kinds.append(self.result_kind_id.symbol or "")
        books = self.env["onestop.result.book"]
        department = run.department_id or dossier.department_id
        return ", ".join(books._preview(department, kinds))

    def _outcomes(self):
        return (self.offer or {}).get("outcomes", [])

    def _chosen(self):
        """What was offered under the way that is chosen, or an empty dict."""
        chosen = (
            one for one in self._outcomes() if one["transition_id"] == self.way_id.id
        )
        return next(chosen, {})

    @api.depends("dossier_id")
    def _compute_send_back_ids(self):
        for action in self:
            done = action.dossier_id.step_ids.filtered(lambda run: run.state == "done")
            action.send_back_ids = done.step_id

    @api.depends("dossier_id", "code")
    def _compute_responsible_ids(self):
        for action in self:
            users = self.env["res.users"]
            if action.code == "apologise":
                users = action._apology().responsible().with_env(self.env)
                users |= self.env.user
            action.responsible_ids = users

    def _apology(self):
        self.dossier_id.check_access("read")
        # sudo: bounded to the dossier of the action, which its user may read, and to
        # names of departments, steps and colleagues.
        return Apology(self.dossier_id.sudo(), fields.Datetime.now())

    @api.depends("dossier_id", "code")
    def _compute_place_ids(self):
        """At intake it goes to another one-stop that receives the procedure."""
        for action in self:
            action.at_intake = action.dossier_id.state == "submitted"
            action.place_ids = False
            if action.at_intake and action.code == "forward":
                # sudo: bounded to which one-stops receive a procedure, which is public.
                dossier = action.dossier_id.sudo()
                places = dossier.version_id._receiving_departments()
                action.place_ids = places - dossier.received_department_id

    @api.depends("dossier_id", "code")
    def _compute_originals(self):
        """Which originals would go back at once, of whoever hands them out."""
        for action in self:
            ends = action.code in ("reject", "stop")
            hands_out = ends and hand_out_role(action.dossier_id)
            action.originals = hands_out and action.dossier_id.originals_kept

    @api.depends("dossier_id")
    def _compute_asked_before(self):
        for action in self:
            action.asked_before = bool(action.dossier_id.supplement_ids)

    @api.depends(
        *("line_ids", "reason", "apology", "code"),
        *("line_ids.component_id", "line_ids.subject", "line_ids.cause_id"),
        *("line_ids.text", "line_ids.ground"),
    )
    def _compute_preview(self):
        for action in self:
            action.preview = action.code == "request_supplement" and (
                action._render_request()
            )

    def _render_request(self):
        """The request by the very template of form 02, of the letter and of the portal."""
        self.dossier_id.check_access("read")
        # sudo: bounded to the language of a dossier that the user may read.
        language = self.dossier_id.sudo().lang or "vi_VN"
        action = self.with_context(lang=language)
        return action.env["ir.qweb"]._render(
            "onestop_dossier.supplement_request",
            {"lines": action.line_ids, "note": self.reason, "apology": self.apology},
        )

    @api.model
    def _open(self, dossier, code, seen=None):
        """Do the action where nothing is asked; else its form.

        :param str seen: what the form saw from which it is opened
        :raises StaleError: where others changed the dossier since
        """
        if self._asks_nothing(dossier, code):
            dossier.action_transition(code, None, {"seen": seen})
            return False
        if seen:
            dossier._refuse_unseen(seen)
        if code == "return" and dossier.delivery == "counter":
            return self.env["onestop.collection"]._open(dossier)
        allowed = {row["code"]: row for row in dossier.available_transitions()}
        if code not in allowed:
            raise UserError(self.env._("This is not possible now."))
        offer = allowed[code]
        outcomes = offer["outcomes"]
        action = self.create(
            {
                "dossier_id": dossier.id,
                "code": code,
                "offer": offer,
                "seen": dossier._seen_token(),
                "only_sends_back": offer["sends_back"],
                "way_id": outcomes[0]["transition_id"] if len(outcomes) == 1 else False,
            }
        )
        if code == "apologise":
            action._prepare_apology()
        if code == "request_supplement":
            action._prepare_supplement()
        if code == "seal":
            # sudo: bounded to a name that the result will bear, of a dossier that its
            # user may seal.
            action.signer = StepRuns(dossier.sudo()).signed_by()
        if code == "supplement":
            action._prepare_answers()
        if code == "reject":
            # They stand there, with their papers still on the counter.
            at_counter = dossier.channel == "in_person"
            action.originals_given = bool(at_counter and action.originals)
        return action._window()

    def _window(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.offer["label"],
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _asks_nothing(self, dossier, code):
        """Whether the button is all it takes."""
        if code == "accept":
            return not dossier._lacks_evidence()
        if code == "forward":
            return dossier.state == "accepted"
        return code in AT_ONCE

    def _prepare_apology(self):
        """Fill in what the form of the law asks for; its user may change it all."""
        try:
            vals = self._apology().prepare_vals()
        except ClockError as error:
            raise UserError(error.render(self.env.lang or "vi_VN"))
        self.write({"responsible_id": self.env.uid, **vals})

    def _prepare_supplement(self):
        """Name what is missing or wrong, as far as the checklist says so."""
        request = SupplementRequest(self.dossier_id, {}, "")
        wanting = self.dossier_id.component_ids.filtered(
            lambda one: one.defect or (one.required and not one._is_there())
        )
        self.line_ids = [
            Command.create({"sequence": order, **request.of_paper(paper)})
            for order, paper in enumerate(wanting)
        ]
        # sudo: bounded to the labels of the questions of a dossier that the user reads.
        questions = self.dossier_id.sudo()._missing_questions()
        absent = self.env["onestop.supplement.cause"].search([("absent", "=", True)])
        self.line_ids = [
            Command.create(
                {
                    "sequence": len(wanting) + order,
                    "subject": question.label,
                    "cause_id": absent[:1].id,
                }
            )
            for order, question in enumerate(questions)
        ]
        for line in self.line_ids:
            line._onchange_item()

    def _prepare_answers(self):
        """Let the papers that were asked for be taken in, first those, and the answers
        that are missing be filled in."""
        # sudo: bounded to what was asked for of a dossier that the user reads.
        asked = self.dossier_id.sudo()._open_requests().line_ids
        texts = {line.component_id: line.text for line in asked}
        papers = self.dossier_id.component_ids.sorted(
            lambda paper: (paper not in asked.component_id, paper.sequence, paper.id)
        )
        self.paper_ids = [
            Command.create(
                {
                    "sequence": order,
                    "component_id": paper.id,
                    "asked": paper in texts
                    and (texts[paper] or self.env._("Asked for")),
                }
            )
            for order, paper in enumerate(papers)
        ]
        if self.dossier_id.incomplete:
            self.version_id = self.dossier_id.version_id
            self.properties = self.dossier_id.answers

    def action_confirm(self):
        self.ensure_one()
        if self._is_overtaken():
            return self._window()
        leaves = self.code == "forward" and self.dossier_id.state != "accepted"
        self.dossier_id.action_transition(self.code, self.reason, self._values())
        self.paper_ids._forget_files()
        if leaves:
            # It goes with the file; who sent it reads the dossier no more.
            report = self.env.ref("onestop_dossier.report_form_transfer")
            return {
                **report.report_action(self.dossier_id.ids),
                "close_on_report_download": True,
            }
        return {"type": "ir.actions.act_window_close"}

    def _is_overtaken(self):
        """Whether others changed the dossier while the form lay open. Then it shows what,
        keeps what was typed, and is confirmed once more."""
        dossier = self.dossier_id
        if not self.seen:
            return False
        dossier.check_access("read")
        # sudo: bounded to a lock on a dossier that the user reads.
        wait_for(dossier.sudo())
        changes = dossier._changes_since(self.seen)
        if changes:
            self._look_again(changes)
        return bool(changes)

    def _look_again(self, changes):
        rows = self.dossier_id.available_transitions()
        offer = next((row for row in rows if row["code"] == self.code), None)
        self.write(
            {
                "changes": "\n".join(changes),
                "seen": self.dossier_id._seen_token(),
                "gone": not offer,
                "offer": offer or self.offer,
            }
        )
        if self.way_id not in self.way_ids:
            self.way_id = False

    def _values(self):
        chosen = self._chosen()
        values = {
            # Whoever clicks twice does not do the step that follows.
            "step_id": chosen.get("step_id") or (self.offer or {}).get("step_id"),
            "outcome": chosen.get("outcome") or self.outcome,
            "send_back_to": self.send_back_to.id,
            "lines": self.line_ids._prepare_values(),
            "components": self.paper_ids._prepare_values(),
            "answers": given_answers(self) if self.version_id else {},
            "apology": self.apology,
            "department_id": self.department_id.id,
            **self._hold_values(),
            "until": self.until,
            "words": self.words,
            "responsible_id": self.responsible_id.id,
            "evidence": self.evidence,
            "originals_given": self.originals_given,
            "signer": self.signer,
            "valid_to": self.valid_to,
            "results": self._results(),
        }
        return {key: value for key, value in values.items() if value}

    def _hold_values(self):
        if self.code != "suspend":
            return {}
        values = {"ground": self.ground, "legal_basis": self.legal_basis}
        # What was typed before another ground was chosen is not meant.
        if self.ground == "financial_obligation":
            values["amount"] = self.amount
        return values
