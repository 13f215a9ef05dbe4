from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, legal_date, naive
from odoo.addons.onestop_procedure.core.deadline_ladder import Deadline
from odoo.addons.onestop_procedure.core.lateness import Lateness, Standing, in_words
from odoo.addons.onestop_procedure.engine.patience import hold_new
from odoo.addons.onestop_procedure.whole_one2many import WholeOne2many

from ..core.dossier_code import CodePattern, normalise_code
from ..core.outside_status import normalise_outside
from ..core.tracking_number import normalise_tracking
from ..core.workflow import OPEN_STATES, is_unanswered
from ..engine.filing import Filing
from ..engine.right import ENGINE
from ..engine.steps import StepRuns
from ..engine.time_used import TimeUsed
from ..engine.transition import Transition
from ..engine.watched_date import WatchedDate
from .onestop_followed import FOLLOWED_FIELDS
from .onestop_papers import ASKING

# By which of its names people look a dossier up.
NAMES = ("code", "tracking_number", "outside_code")
# What was filed: settled once the dossier is submitted.
FILED_FIELDS = frozenset(
    {
        "version_id",
        "case_id",
        "channel",
        "content",
        "partner_id",
        "received_department_id",
        "helped_department_id",
        "counter_group_id",
        "owner_kind",
        "owner_name",
        "owner_identity_kind",
        "owner_identity_number",
        "owner_identity_reason",
        "owner_tax_code",
        "owner_birthdate",
        "owner_address",
        "owner_commune",
        "owner_phone",
        "owner_email",
        "submitter_same",
        "submitter_name",
        "submitter_identity_number",
        "submitter_phone",
        "submitter_email",
        "submitter_relation",
        "submitter_evidence",
        "submitter_attachment_ids",
        "helped_by",
        "delivery",
        "delivery_address",
        "notice_channels",
        "answers",
        "properties",
        "lang",
        "component_ids",
        "company_id",
    }
)
# What only the engine writes, whoever asks and whatever the state.
ENGINE_FIELDS = frozenset(
    {
        "state",
        "state_before",
        "outcome",
        "tracking_number",
        "code",
        "process_id",
        "rule_set_id",
        "department_id",
        "identity_verified",
        "incomplete",
        "reuse_to_weigh",
        "request_due",
        "date_submitted",
        "date_intake_due",
        "date_accepted",
        "date_forward",
        "date_due",
        "date_due_legal",
        "date_due_promised",
        "date_resolved",
        "date_returned",
        "due_derivation",
        "date_look",
        "suspended",
        "payment_state",
        "delivery_state",
        "uncollected_level_id",
        "uncollected_at",
        "step_ids",
        "fee_ids",
        "result_ids",
        "supplement_ids",
        "clock_event_ids",
        "grant_ids",
        "notice_channels_now",
        "notice_email",
        "notice_phone",
        "notice_address",
        "notice_ids",
        "collection_ids",
        "loss_ids",
        "correction_ids",
        "refund_ids",
        "sealed_paper_ids",
        "guidance_ids",
        "first_id",
        "paper_at_id",
        "paper_item_ids",
        "mailing_item_ids",
        "archive_file_id",
        "restricted_request_ids",
        "closed",
        "restricted",
        "outage_receipt_id",
        "urging_line_ids",
        "opinion_ids",
        "parent_id",
        "bundle_part_id",
        "linked_step_id",
        "linked_ids",
        "visit_ids",
        *FOLLOWED_FIELDS,
    }
)


class OnestopDossier(models.Model):
    """The case file of one matter of one person or organisation.

    `action_transition` is the only way in: it locks the row, checks, writes state and
    dates in one go and appends to the journal. The chatter is for talk.
    """

    _name = "onestop.dossier"
    _description = "Dossier"
    _inherit = [
        # Before what talks: under what is closed nobody does.
        "onestop.archived",
        "mail.thread",
        "onestop.watched",
        "onestop.explained",
        "onestop.standing",
        "onestop.apology",
        "onestop.part",
        "onestop.paid.online",
        # Before those who are told: of what is linked, nobody is.
        "onestop.linked",
        "onestop.told",
        "onestop.followed",
        "onestop.mapped",
        "onestop.papers",
        "onestop.originals",
        "onestop.reusing",
        "onestop.together",
        "onestop.looked.at",
        "onestop.seen",
        "onestop.paper.trail",
        "onestop.urged",
        "onestop.asked",
        "onestop.requested",
        "onestop.beside.list",
        "onestop.visited",
        "onestop.drafted",
        "onestop.uncollected",
        "onestop.mailed",
        "onestop.sealed",
    ]
    _order = "date_due, id"
    _rec_name = "code"
    _rec_names_search = ["code", "tracking_number", "outside_code", "owner_name"]
    # Lateness is measured on the legal date, never on one moved by an apology
    # (Decree 61/2018, art. 19.9).
    _due_name = "date_due_legal"
    _ended_name = "date_resolved"
    # Who may read a dossier may talk about it; writing it is the engine's.
    _mail_post_access = "read"

    # What it is about
    tracking_number = fields.Char(readonly=True, copy=False)
    code = fields.Char("Dossier code", readonly=True, copy=False)
    procedure_id = fields.Many2one(
        related="version_id.procedure_id", store=True, index=True
    )
    version_id = fields.Many2one(
        "onestop.procedure.version",
        "Version of the procedure",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "=", "published")],
    )
    run_by = fields.Selection(
        related="version_id.operator", store=True, help="Elsewhere: it is followed."
    )
    process_id = fields.Many2one(
        "onestop.process", "Internal process", readonly=True, ondelete="restrict"
    )
    rule_set_id = fields.Many2one(
        "onestop.rule.set", readonly=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "onestop.procedure.case",
        ondelete="restrict",
        domain="[('version_id', '=', version_id)]",
    )
    channel = fields.Selection(
        [("in_person", "In person"), ("online", "Online"), ("post", "By post")],
        required=True,
        default="in_person",
    )
    content = fields.Char("What is asked for")
    answers = fields.Json()
    properties = fields.Properties(
        "E-form", definition="version_id.dossier_properties_definition"
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        default=lambda self: self.env.lang,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    # Whose it is: as filed, not a contact
    partner_id = fields.Many2one(
        "res.partner", "Portal account", index=True, copy=False, ondelete="restrict"
    )
    owner_kind = fields.Selection(
        [("person", "Person"), ("organisation", "Organisation")],
        default="person",
        required=True,
    )
    owner_name = fields.Char("Owner", index="trigram")
    owner_identity_kind = fields.Selection(
        [("card", "Identity card"), ("passport", "Passport"), ("none", "Nothing")],
        "Identified by",
        default="card",
    )
    owner_identity_number = fields.Char("Identity number")
    owner_identity_reason = fields.Char("Why there is no number")
    owner_tax_code = fields.Char("Tax code")
    owner_birthdate = fields.Date("Date of birth")
    owner_address = fields.Char("Address")
    owner_commune = fields.Char("Commune")
    owner_phone = fields.Char("Telephone")
    owner_email = fields.Char("E-mail")
    submitter_same = fields.Boolean("The owner files", default=True)
    submitter_name = fields.Char("Submitter")
    submitter_identity_number = fields.Char("Submitter's identity number")
    submitter_phone = fields.Char("Submitter's telephone")
    submitter_email = fields.Char("Submitter's e-mail")
    submitter_relation = fields.Selection(
        [
            ("authorised", "Authorised person"),
            ("introduction", "Letter of introduction"),
            ("parent", "Parent of a minor"),
            ("heir", "Heir"),
            ("service", "Service firm"),
            ("postal", "Postal clerk"),
        ]
    )
    submitter_evidence = fields.Char(
        "What shows it", help="Which paper, with its number and date."
    )
    submitter_attachment_ids = fields.Many2many(
        "ir.attachment",
        "onestop_dossier_submitter_attachment",
        string="Scans of it",
        # Whether the files may be read is asked of these alone, not of all there are.
        bypass_search_access=True,
    )
    identity_verified = fields.Boolean(
        readonly=True,
        help="An officer has seen the card of the owner or, of an organisation, of who "
        "files for it.",
    )

    # Where it is
    helped_department_id = fields.Many2one("onestop.department", "Helped at")
    helped_by = fields.Char(
        help="Who filed it online for somebody who cannot use a computer."
    )
    received_department_id = fields.Many2one(
        "onestop.department", "Received at", index=True
    )
    department_id = fields.Many2one(
        "onestop.department", "Competent department", index=True, readonly=True
    )
    counter_group_id = fields.Many2one("onestop.counter.group", index=True)

    # On which paper it was received by hand, while the system stood still
    outage_receipt_id = fields.Many2one(
        "onestop.outage.receipt",
        "Receipt of an outage",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="onestop_procedure.group_onestop_staff",
    )

    outage_label = fields.Char(
        "Receipt written by hand",
        related="outage_receipt_id.label",
        groups="onestop_procedure.group_onestop_staff",
    )

    # How far it is
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("accepted", "Accepted"),
            ("rejected", "Intake refused"),
            ("processing", "In process"),
            ("supplement", "Supplement requested"),
            ("payment", "Financial obligation"),
            ("withdrawal", "Withdrawal asked for"),
            ("stopped", "Stopped"),
            ("resolved", "Resolved"),
            ("returned", "Returned"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    state_before = fields.Char(readonly=True, copy=False)
    outcome = fields.Selection(
        [("granted", "Granted"), ("partly", "Partly granted"), ("refused", "Refused")],
        readonly=True,
        copy=False,
    )
    payment_state = fields.Selection(
        [("none", "Nothing to pay"), ("due", "To pay"), ("paid", "Paid")],
        default="none",
        readonly=True,
        copy=False,
    )
    delivery = fields.Selection(
        [
            ("counter", "At the counter"),
            ("post", "By post"),
            ("electronic", "Electronically"),
        ],
        "Return of the result",
        default="counter",
        required=True,
    )
    delivery_address = fields.Char("Delivery address")
    delivery_state = fields.Selection(
        [
            ("none", "Not ready"),
            ("ready", "Ready"),
            ("sent", "With the post"),
            ("archived", "In the archive"),
            ("done", "Handed over"),
        ],
        default="none",
        readonly=True,
        copy=False,
    )

    # When
    date_submitted = fields.Datetime("Submitted on", readonly=True, copy=False)
    date_intake_due = fields.Datetime("To be checked by", readonly=True, copy=False)
    intake_hours_left = fields.Float(
        "Hours left",
        compute="_compute_intake_hours_left",
        help="Working hours in which it is to be checked; below zero: since.",
    )
    lacks = fields.Char("Missing", compute="_compute_lacks")
    file_count = fields.Integer("Files", compute="_compute_lacks")
    date_accepted = fields.Datetime("Received on", readonly=True, copy=False)
    date_forward = fields.Datetime("Passed on", readonly=True, copy=False)
    date_due = fields.Datetime("Due", readonly=True, copy=False)
    date_due_legal = fields.Datetime("Legal due date", readonly=True, copy=False)
    date_due_promised = fields.Datetime("First promise", readonly=True, copy=False)
    date_resolved = fields.Datetime("Resolved on", readonly=True, copy=False)
    date_returned = fields.Datetime("Returned on", readonly=True, copy=False)
    due_derivation = fields.Json(readonly=True, copy=False)
    suspended = fields.Boolean("Term stands still", readonly=True, copy=False)
    intake_overdue = fields.Boolean(
        "Should have been checked", compute="_compute_intake_overdue"
    )
    days_left = fields.Integer(
        "Working days left",
        compute="_compute_days_left",
        search="_search_days_left",
        help="Until the date that the applicant was told last; below 0 it has passed.",
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")

    component_ids = WholeOne2many(
        "onestop.dossier.component", "dossier_id", "Components"
    )
    step_ids = WholeOne2many("onestop.dossier.step", "dossier_id", "Steps")
    fee_ids = WholeOne2many("onestop.dossier.fee", "dossier_id", "Fees and charges")
    result_ids = WholeOne2many("onestop.dossier.result", "dossier_id", "Results")
    request_due = fields.Datetime(
        "Request to pass on by",
        readonly=True,
        copy=False,
        help="The department asks the applicant for something; the counter tells them.",
    )
    request_late = fields.Boolean(
        "Request not passed on in time", compute="_compute_request_late"
    )
    supplement_ids = WholeOne2many(
        "onestop.dossier.supplement", "dossier_id", "Requests to supplement"
    )
    clock_event_ids = WholeOne2many(
        "onestop.dossier.clock.event", "dossier_id", "What moved the date"
    )
    collection_ids = fields.One2many(
        "onestop.dossier.collection",
        "dossier_id",
        groups="onestop_procedure.group_onestop_staff",
    )
    loss_ids = fields.One2many(
        "onestop.receipt.loss",
        "dossier_id",
        groups="onestop_procedure.group_onestop_staff",
    )
    correction_ids = fields.One2many(
        "onestop.correction",
        "dossier_id",
        "Corrections",
        groups="onestop_procedure.group_onestop_staff",
    )
    grant_ids = fields.One2many("onestop.dossier.grant", "dossier_id")
    guidance_ids = fields.One2many(
        "onestop.guidance",
        "dossier_id",
        "Guidance before",
        groups="onestop_procedure.group_onestop_counter_officer,"
        "onestop_procedure.group_onestop_supervisor,"
        "onestop_procedure.group_onestop_director",
    )
    notice_ids = fields.One2many("onestop.notice", "dossier_id", "Notices")
    available_codes = fields.Char(compute="_compute_available_codes")
    journal_html = fields.Html("Journal", compute="_compute_journal_html")
    progress_html = fields.Html("Progress", compute="_compute_progress_html")
    time_html = fields.Html(
        "Time used",
        compute="_compute_time_html",
        groups="onestop_procedure.group_onestop_staff",
    )

    _code_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This dossier code was given out before."
    )
    _tracking_unique = models.UniqueIndex(
        "(tracking_number) WHERE tracking_number IS NOT NULL"
    )
    # One look-up finds both codes; no two dossiers have one.
    _outside_code_unique = models.UniqueIndex(
        "(outside_code) WHERE outside_code IS NOT NULL",
        "Another dossier has this code of the other system.",
    )
    # Open rows only, and only with a positive list: see architecture, the clock.
    _open = (
        "WHERE state IN "
        "('submitted','accepted','processing','supplement','payment','withdrawal')"
    )
    _open_due_index = models.Index(f"(date_due, id) {_open}")
    _open_department_index = models.Index(f"(department_id, date_due, id) {_open}")
    _open_received_index = models.Index(
        f"(received_department_id, date_due, id) {_open}"
    )
    # The overdue among the very many of a centre.
    _open_legal_index = models.Index(
        f"(received_department_id, date_due_legal) {_open} AND suspended IS NOT TRUE"
    )
    _request_index = models.Index("(request_due) WHERE request_due IS NOT NULL")
    _look_index = models.Index("(date_look) WHERE date_look IS NOT NULL")
    # What has ended and is not in the archive yet: few, whatever there is.
    _to_archive_index = models.Index(
        "(id) WHERE archive_file_id IS NULL AND state IN "
        "('returned', 'rejected', 'stopped', 'resolved')"
    )
    _identity_index = models.Index(
        "(owner_identity_number) WHERE owner_identity_number IS NOT NULL"
    )
    _tax_code_index = models.Index("(owner_tax_code) WHERE owner_tax_code IS NOT NULL")
    _birthdate_index = models.Index(
        "(owner_birthdate) WHERE identity_verified AND owner_birthdate IS NOT NULL"
    )
    _phone_index = models.Index("(owner_phone) WHERE owner_phone IS NOT NULL")

    # ------------------------------------------------------------------ computes

    @api.depends("code", "tracking_number")
    def _compute_display_name(self):
        for dossier in self:
            dossier.display_name = (
                dossier.code or dossier.tracking_number or self.env._("New dossier")
            )

    @api.depends("state", "date_intake_due")
    def _compute_intake_overdue(self):
        now = fields.Datetime.now()
        for dossier in self:
            due = dossier.date_intake_due
            waits = dossier.state == "submitted"
            dossier.intake_overdue = bool(waits and due and now > due)

    @api.depends("state", "date_intake_due", "received_department_id")
    def _compute_intake_hours_left(self):
        now = aware(fields.Datetime.now())
        for dossier in self:
            due = dossier.state == "submitted" and aware(dossier.date_intake_due)
            if not due:
                dossier.intake_hours_left = 0
                continue
            # sudo: bounded to office hours.
            calendar = dossier.sudo().received_department_id._clock()
            left = calendar.working_minutes_between(now, due)
            dossier.intake_hours_left = left / 60

    @api.depends(
        *("incomplete", "component_ids.required", "component_ids.received"),
        *("component_ids.attachment_ids", "component_ids.look_up"),
        "component_ids.reused_result",
    )
    def _compute_lacks(self):
        for dossier in self:
            there = dossier.component_ids.filtered(lambda one: one._is_there())
            wanting = dossier.component_ids.filtered("required") - there
            parts = wanting.mapped("name")
            if dossier.incomplete:
                parts.append(self.env._("answers of the e-form"))
            dossier.lacks = ", ".join(parts)
            dossier.file_count = len(there.attachment_ids)

    @api.depends("request_due")
    def _compute_request_late(self):
        now = fields.Datetime.now()
        for dossier in self:
            dossier.request_late = bool(
                dossier.request_due and now > dossier.request_due
            )

    @api.depends("date_due", "state")
    def _compute_days_left(self):
        today = legal_date(fields.Datetime.now())
        for dossier in self:
            dossier.days_left = 0
            if dossier.date_due and dossier.state in OPEN_STATES:
                due = legal_date(dossier.date_due)
                # sudo: bounded to office hours.
                calendar = dossier.sudo()._calendar()
                dossier.days_left = calendar.working_days_between(
                    today, due
                ) - calendar.working_days_between(due, today)

    def _search_days_left(self, operator, value):
        """Nearly due: `<`, `<=`, `>`, `>=` of a number of working days."""
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        within = int(value) if operator in ("<=", ">") else int(value) - 1
        found = self._domain_due_within(within, beyond=operator in (">", ">="))
        return Domain("state", "in", OPEN_STATES) & found

    @api.depends("state")
    def _compute_is_open(self):
        for dossier in self:
            dossier.is_open = dossier.state in OPEN_STATES

    def _search_is_open(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "in", OPEN_STATES)

    @api.depends_context("uid")
    @api.depends("state", "step_ids.state", "supplement_ids", "fee_ids.state")
    def _compute_available_codes(self):
        for dossier in self:
            rows = dossier.available_transitions() if dossier.id else []
            codes = ["send_back" if row["sends_back"] else row["code"] for row in rows]
            dossier.available_codes = f",{','.join(codes)},"

    @api.depends("due_derivation", "state")
    def _compute_due_explanation(self):
        super()._compute_due_explanation()

    @api.depends_context("lang", "uid")
    def _compute_journal_html(self):
        for dossier in self:
            rows = dossier._journal_rows() if dossier.id else []
            dossier.journal_html = self.env["ir.qweb"]._render(
                "onestop_dossier.journal_table", {"rows": rows}
            )

    @api.depends_context("lang", "uid")
    @api.depends("state", "step_ids.state")
    def _compute_progress_html(self):
        for dossier in self:
            steps = dossier._progress() if dossier.id else []
            dossier.progress_html = self.env["ir.qweb"]._render(
                "onestop_dossier.progress", {"steps": steps}
            )

    @api.depends_context("lang", "uid")
    @api.depends("state", "step_ids.state", "step_ids.date_due", "suspended")
    def _compute_time_html(self):
        language = self.env.lang or "vi_VN"
        for dossier in self:
            dossier.check_access("read")
            # sudo: bounded by the check; whoever works on a dossier may know how long
            # each department took.
            used = TimeUsed(dossier.sudo())
            dossier.time_html = self.env["ir.qweb"]._render(
                "onestop_dossier.time_used",
                {
                    "rows": used.rows(),
                    "charged": used.charged(),
                    "duration": lambda minutes: in_words(minutes, language),
                },
            )

    # --------------------------------------------------------------- constraints

    @api.constrains("case_id", "version_id")
    def _check_case(self):
        for dossier in self:
            if dossier.case_id and dossier.case_id.version_id != dossier.version_id:
                raise ValidationError(
                    self.env._("The case belongs to another procedure.")
                )

    # ------------------------------------------------------------------ guards

    @api.model_create_multi
    def create(self, vals_list):
        if not ENGINE:
            vals_list = [self._prepare_draft_vals(vals) for vals in vals_list]
            self = self._without_defaults_of_the_engine()
        dossiers = super(
            OnestopDossier, self.with_context(mail_create_nosubscribe=True)
        ).create(vals_list)
        if not ENGINE:
            dossiers._fill_components()
        return dossiers

    def _without_defaults_of_the_engine(self):
        """The same model, where no default that a caller brings along sets what only
        the engine may."""
        names = {f"default_{name}" for name in ENGINE_FIELDS}
        brought = self.env.context.items()
        return self.with_context({k: v for k, v in brought if k not in names})

    def _prepare_draft_vals(self, vals):
        """A draft that a person makes in the backend: theirs to fill, at their counter.

        :raises AccessError: where it sets what only the engine may
        """
        self._refuse_fields(vals.keys() & ENGINE_FIELDS)
        group = self.env.user._onestop_counter_group()
        if not group:
            raise AccessError(
                self.env._("Only counters receive dossiers; you are at none.")
            )
        return {
            **vals,
            "partner_id": False,
            "counter_group_id": group.id,
            "received_department_id": group.department_id.id,
        }

    def write(self, vals):
        vals = self._take_seen(vals)
        if not ENGINE:
            self._refuse_fields(vals.keys() & ENGINE_FIELDS)
            filed = self._filed_in(vals)
            if filed and any(dossier.state != "draft" for dossier in self):
                self._refuse_fields(filed)
            self._refuse_fields(
                vals.keys()
                & {"partner_id", "counter_group_id", "received_department_id"}
            )
        result = super().write(vals)
        if not ENGINE and vals.keys() & ASKING:
            self._refit_components()
        return result

    @api.model
    def _filed_in(self, vals):
        """The names of what was filed among the values; what the counter writes down of
        a paper that it checks is the paper's own to refuse."""
        commands = vals.get("component_ids") or []
        checked = {"component_ids"} if commands else set()
        if any(command[0] != Command.UPDATE for command in commands):
            checked = set()
        return (vals.keys() & FILED_FIELDS) - checked

    def _refuse_fields(self, names):
        if names:
            labels = ", ".join(
                self._fields[name]._description_string(self.env)
                for name in sorted(names)
            )
            raise AccessError(
                self.env._("These are set by the dossier's actions only: %s", labels)
            )

    def unlink(self):
        if any(dossier.state != "draft" for dossier in self):
            raise AccessError(
                self.env._("A dossier that was submitted is never deleted.")
            )
        return super().unlink()

    def copy(self, default=None):
        raise UserError(
            self.env._("A dossier is not duplicated: what was filed is filed once.")
        )

    def _mail_get_partner_fields(self, introspect_fields=False):
        # The account of a citizen is hidden from the staff: the chatter is among them,
        # and proposes to write to nobody else.
        return []

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        # Nobody follows by being named in a field: the worklist says what is whose.
        return True

    # ----------------------------------------------------------------- the clock

    def _standing_depends(self):
        return ["state", "date_due_legal", "date_resolved", "suspended"]

    @api.model
    def _running_domain(self):
        return Domain("state", "in", OPEN_STATES) & Domain("suspended", "=", False)

    @api.model
    def _ended_domain(self):
        return Domain("date_resolved", "!=", False)

    def _lateness(self, now):
        due, ended = aware(self.date_due_legal), aware(self.date_resolved)
        if not due or not (ended or self.state in OPEN_STATES):
            return None
        if self.suspended and not ended:
            return Lateness.still()
        term = self.version_id._term(self.channel, self.case_id)
        in_hours = term.unit is clock.Unit.WORKING_HOURS
        return Lateness.of(self._calendar(), due, now, ended or None, in_hours)

    def _reckon(self, now):
        late, words = super()._reckon(now)
        overdue = late and late.standing is Standing.OVERDUE
        # The date that stands beside it has not come: it was told with an apology.
        if overdue and self.date_due and aware(self.date_due) > now:
            words = self.env._("%(lateness)s, new date told", lateness=words)
        return late, words

    def _watched(self):
        self.ensure_one()
        deadline = None
        if self.state in OPEN_STATES and self.date_due and not self.suspended:
            timeline = self._timeline()
            deadline = Deadline(
                timeline.calendar,
                aware(self.date_accepted),
                aware(self.date_due),
                timeline.total_minutes(),
                self._apology_lead(),
            )
        term = WatchedDate("dossier", self, self.department_id, deadline)
        return [term, *self._watched_between()]

    def _reminders_domain(self):
        of_step = Domain("level_id.subject", "=", "step")
        return Domain("dossier_id", "=", self.id) & ~of_step

    @api.model
    def _running_sql(self):
        return SQL(
            "(state IN %s AND date_due IS NOT NULL AND suspended IS NOT TRUE "
            "OR request_due IS NOT NULL "
            "OR state = 'submitted' AND date_intake_due IS NOT NULL)",
            OPEN_STATES,
        )

    @api.model
    def _among_sql(self, departments):
        numbers = tuple(departments.ids) or (0,)
        return SQL(
            "(department_id IN %(them)s OR received_department_id IN %(them)s)",
            them=numbers,
        )

    def action_pay_card(self):
        """Open the form that asks for the slip of the terminal."""
        self.ensure_one()
        return self.env["onestop.fee.taking"]._open(dossier_id=self.id, way="card")

    def action_pay_transfer(self):
        """Show the code with which what is due is transferred to the agency."""
        self.ensure_one()
        return self.fee_ids.ask_transfer().action_open()

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _calendar(self):
        """The core calendar that the term is counted in."""
        self.ensure_one()
        department = self.department_id or self.received_department_id
        return department._clock()

    def _counted_at_counter(self, days, since):
        """When so many working days of the counter end that begin at a moment (naive,
        UTC)."""
        term = clock.Term(days, clock.Unit.WORKING_DAYS)
        calendar = self.received_department_id._clock()
        return naive(clock.Timeline(calendar, term, aware(since)).due_date().due)

    def _open_requests(self):
        """The requests to supplement that the applicant knows of and has to answer."""
        return self.supplement_ids.filtered(
            lambda one: one.passed_on_at and not one.answered_at
        )

    def _is_unanswered(self):
        """Whether it was closed because its applicant never answered."""
        self.ensure_one()
        return self.state == "stopped" and is_unanswered("stop", self.state_before)

    def _timeline(self):
        """The dossier's term as the core reads it; it needs an acceptance."""
        self.ensure_one()
        version = self.version_id
        return clock.Timeline(
            self._calendar(),
            version._term(self.channel, self.case_id),
            aware(self.date_accepted),
            self._start_rule(),
            tuple(event._to_core() for event in self.clock_event_ids),
        )

    def _start_rule(self):
        return self.version_id._start_rule(self.channel, self.case_id, self.rule_set_id)

    def _derivation(self):
        return clock.Derivation.from_list(self.due_derivation or [])

    def _explanation(self, typed=True):
        """As every date explains itself; one that is not ours says whose it is."""
        explained = super()._explanation(typed)
        if source := self._outside_source():
            explained["sentences"] = [source]
        return explained

    def _is_running(self):
        return self.state in OPEN_STATES

    # ----------------------------------------------------------------- interface

    @api.model
    def submit(self, values):
        """File a dossier in one call.

        :param dict values: `procedure` (code), `channel`, `case` (code or name), `owner`
            and `submitter` (dicts of the fields without their prefix), `content`,
            `answers` (e-form), `delivery`, `delivery_address`, `notice_channels`
            (codes, in the order in which the person wants to be told), `components`
            (list of {component, originals, copies, attachments}), and
            `received_department_id`: one of `receiving_departments`, where the person
            has to choose
        :return: dict with `id`, `tracking_number`, `state`
        :raises UserError: in a sentence, naming what is wrong
        """
        dossier = self._file(values)
        return {
            "id": dossier.id,
            "tracking_number": dossier.tracking_number,
            "state": dossier.state,
        }

    @api.model
    def _file(self, values, version=None, day=None):
        """The submitted dossier of what a person hands in: `values` as for `submit`.

        :param version: the version that was chosen, where that is known
        :param day: the legal date whose law applies, of what a counter received by hand
            before; default: today
        """
        dossier = self._create_filed(values, version, day)
        place = {"received_department_id": values.get("received_department_id")}
        dossier.action_transition("submit", values=place)
        return dossier

    @api.model
    def receiving_departments(self, procedure):
        """Where an online dossier of a procedure can be filed.

        :param str procedure: the national code
        :return: list of dicts `id`, `name`, `address`; where there are several, the
            person chooses one as `received_department_id` of `submit`
        :raises UserError: where no such procedure is published, or filed here
        """
        version = Filing(self.env, {"procedure": procedure})._version()
        return [
            {"id": one.id, "name": one.name, "address": one.address or ""}
            for one in version._receiving_departments()
        ]

    def action_transition(self, code, reason=None, values=None):
        """The single entry of the workflow.

        :param str code: one of `core.workflow.CODES`
        :param str reason: for the person and the journal; no personal data
        :param dict values: what the action needs besides; see docs/api.md
        :return: True
        :raises UserError: with every reason why it may not happen now
        """
        for dossier in self:
            Transition(dossier, code, reason, values or {}).run()
        return True

    def action_receipt_lost(self):
        """Open the screen on which the receipt is reported lost, and printed anew."""
        self.ensure_one()
        self.check_access("read")
        return self.env["onestop.receipt.losing"]._open(self)

    def action_correct(self):
        """Open the screen on which a wrong result, or a paper that was lost or damaged,
        is reported."""
        self.ensure_one()
        return self.env["onestop.correction"]._open(self)

    def available_transitions(self):
        """What the user may do now.

        :return: list of dicts `code`, `label`, `needs_reason`, `step_id`, `sends_back`
            (only a return for redrafting is possible) and `outcomes`: what can be
            chosen of a step that names its ways, dicts of `outcome`, `label`,
            `needs_reason`, `sends_back`, `step_id` and `transition_id`. `outcome` and
            `step_id` are `values` of `action_transition`
        """
        self.ensure_one()
        self.check_access("read")
        return Transition.available(self)

    def explain_due(self):
        """Why the due date is what it is.

        :return: dict `due`, `legal`, `promised` (ISO text, UTC, or False) and
            `sentences` in the language of the caller
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "due": fields.Datetime.to_string(self.date_due or self.date_outside_due)
            or False,
            "legal": fields.Datetime.to_string(self.date_due_legal) or False,
            "promised": fields.Datetime.to_string(self.date_due_promised) or False,
            "suspended": self.suspended,
            "sentences": self._explanation()["sentences"],
        }

    @api.model
    def track(self, code):
        """Code and progress of a dossier, for whoever has its code: nothing else.

        :return: dict `found`, and where found `code`, `state`, `progress` (label), `due`
            (ISO text, UTC, or False where it is due on no day) and why: `sentences` and
            `picture`, as `core.due_explanation` makes them, without what officers typed;
            `outside`, where another system runs it or it was filed there: `system` and
            `code`; `parts`, of a group: of each `code`, `progress` and `due`
        Wrong, hidden and malformed codes are answered alike.
        """
        codes = self._codes_typed(code)
        # sudo: bounded to an exact code and to what is given back: code, progress and
        # the date that it is promised for (Circular 01/2018, art. 16: whoever is not
        # logged in sees only code and progress; docs/decisions/0010).
        dossier = self.sudo().search(self._named_domain(codes), limit=1)
        if not dossier:
            return {"found": False}
        labels = dict(self._fields["state"]._description_selection(self.env))
        outside = dossier._outside()
        parts = dossier._parts_tracked()
        return {
            "found": True,
            "code": next(dossier[name] for name in NAMES if dossier[name] in codes),
            "state": dossier.state,
            "progress": labels[dossier.state],
            "due": fields.Datetime.to_string(dossier._date_promised()) or False,
            **dossier._explanation(typed=False),
            **({"outside": outside} if outside else {}),
            **({"parts": parts} if parts else {}),
        }

    def _date_promised(self):
        """The date to tell a person; False for what stands still, or has ended without
        a result: it is due on no day."""
        self.ensure_one()
        if self.suspended or self.state in ("stopped", "rejected"):
            return False
        return self.date_due or self.date_outside_due

    @api.model
    def _by_check_token(self, token):
        """Code and progress for whoever holds a printed form: what its QR leads to.

        :return: as `track`; unknown and revoked tokens are answered as wrong codes are,
            and so are those of results, which say nothing of their dossier
        """
        found = self.env["onestop.check.token"]._find(token)
        dossier = found.dossier_id if not found.result_id else self.browse()
        return self.track(dossier.code or dossier.tracking_number)

    @api.model
    def _normalise_typed(self, typed):
        """The code or tracking number that a person meant, or None."""
        # sudo: bounded to the code patterns of the law, which are no secret.
        rules = self.env["onestop.rule"].sudo()
        patterns = {
            rule.value for rule in rules.search([("key", "=", "dossier_code_pattern")])
        }
        return normalise_code(map(CodePattern, sorted(patterns)), typed) or (
            normalise_tracking(typed)
        )

    @api.model
    def _typed_domain(self, typed):
        """The submitted dossier with this code, number of filing, or code of the system
        that runs it; nothing for what is none of them."""
        return self._named_domain(self._codes_typed(typed))

    @api.model
    def _named_domain(self, codes):
        if not codes:
            return Domain.FALSE
        named = Domain.OR(Domain(name, "in", codes) for name in NAMES)
        return Domain("state", "!=", "draft") & named

    @api.model
    def _codes_typed(self, typed):
        """What a person may have meant: our reading, and that of another system."""
        found = (self._normalise_typed(typed), normalise_outside(typed))
        return list(dict.fromkeys(filter(None, found)))

    def action_act(self, seen=None):
        """Open the form of an action, or do it where it needs nothing more.

        The button names its code in the context; `action_transition` checks it.

        :param str seen: what the form with the button saw, as `seen` told it
        """
        self.ensure_one()
        code = self.env.context.get("onestop_code")
        return self.env["onestop.dossier.action"]._open(self, code, seen)

    # ------------------------------------------------------------------- helpers

    @api.model
    def _create_filed(self, values, version=None, day=None):
        """A draft of what a person handed in: as for `_file`."""
        vals = Filing(self.env, values, version, day).prepare_vals()
        with ENGINE.held():
            # sudo: the values come from Filing's allow-list; whoever files has no right
            # to create dossiers, only this way in.
            # The journal says who filed it when; the chatter is for talk.
            dossier = self.sudo().with_context(tracking_disable=True).create(vals)
            dossier._take_filing(values)
        hold_new(dossier)
        return dossier.with_env(self.env)

    def _prepare_place_vals(self, wanted=None):
        """The counter that receives an online dossier: the one for its field, where
        the person chose to file it.

        :param wanted: id of one of the version's `_receiving_departments`
        :raises UserError: where no counter does, or it is not said which
        """
        self.ensure_one()
        places = self.version_id._receiving_departments()
        if not places:
            raise UserError(
                self.env._("No counter receives this procedure at the moment.")
            )
        place = places._chosen(wanted)
        group = self.env["onestop.counter.group"]._for_field(
            self.version_id.field_id, place
        )
        return {"counter_group_id": group.id, "received_department_id": place.id}

    def _make_fees(self):
        """The fee lines of channel and case; give back the state of payment."""
        self.ensure_one()
        owed = self.version_id._fees(self.channel, self.case_id).filtered(
            lambda line: line.amount or line.amount_kind == "described"
        )
        self.env["onestop.dossier.fee"].create(
            [
                {
                    "dossier_id": self.id,
                    "procedure_fee_id": line.id,
                    "kind": line.kind,
                    "name": line.name or line.raw or line.kind,
                    "currency_id": line.currency_id.id,
                    **self.env["onestop.dossier.fee"]._prepare_stated(line),
                }
                for line in owed
            ]
        )
        return "due" if owed else "none"

    @api.model
    def _cron_forward(self):
        """Pass on what came after the cut-off, once its instant has come.

        Rows are claimed with SKIP LOCKED, so two nodes never take the same one.
        """
        due = self.search(
            [("state", "=", "accepted"), ("date_forward", "<=", fields.Datetime.now())]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for dossier in due:
            if dossier.try_lock_for_update(allow_referencing=True):
                dossier.invalidate_recordset()
                # Nobody has done so meanwhile.
                if dossier.state == "accepted":
                    Transition.try_by_system(dossier, "forward")
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _progress(self):
        """The steps of the way, for those who may read the dossier.

        :return: list of dicts `name`, `department`, `state` (done, open, to_come)
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded by the check above; a department that works on one step may
        # know how far the others are, and so may the applicant.
        dossier = self.sudo()
        runs = {run.step_id: run for run in dossier.step_ids if run.state != "void"}
        accepted = bool(dossier.date_accepted)
        way = [
            {
                "name": self.env._("Filed"),
                "department": "",
                "state": "done" if dossier.date_submitted else "to_come",
            },
            {
                "name": self.env._("Received")
                if accepted
                else self.env._("Check and intake"),
                "department": dossier.received_department_id.name,
                "state": "done"
                if accepted
                else "open"
                if dossier.state in OPEN_STATES
                else "to_come",
            },
        ]
        if dossier._is_followed():
            return way + dossier._progress_outside()
        passed_over = StepRuns(dossier).passed_over() if accepted else ()
        for step in dossier.process_id.step_ids:
            if step.id in passed_over:
                continue
            run = runs.get(step)
            way.append(
                {
                    "name": step.name,
                    "department": dossier._where_done(run) if run else "",
                    "state": run.state if run else "to_come",
                }
            )
        return way

    def _journal_rows(self):
        """Rows of the journal for those who may read the dossier."""
        self.check_access("read")
        # sudo: the journal has no rule per file; the access check above is the bound.
        rows = (
            self.env["onestop.journal"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        )
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "moment": aware(row.moment).astimezone(clock.ZONE),
                "actor": row._actor_label(),
                "code": row.code_label,
                "state": states.get(row.state_to, ""),
                "reason": row.reason or "",
            }
            for row in rows
        ]
