from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_dossier.core.tracking_number import normalise_tracking
from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware

from ..core import complaint_phases as phases
from ..core.complaint_workflow import OPEN_STATES
from ..engine.complaint_filing import RECEIPT_BITS, ComplaintFiling, receipt_digest
from ..engine.complaint_sentences import action_label
from ..engine.complaint_transition import ComplaintTransition
from ..engine.right import ENGINE
from ..engine.traces import leave_numbers_out

STAFF = "onestop_procedure.group_onestop_staff"
# Nobody, but for code that runs as the house.
NOBODY = "."
# What is nearly due is due within so many days.
NEARLY = 3


class OnestopComplaint(models.Model):
    """What a person brings against how the centre or an agency works.

    Five kinds share a worklist and nothing else that matters. `file` and
    `action_transition` are the only ways in. There is no chatter: followers, authors
    and mails would name people, and who denounces is named nowhere.
    """

    _name = "onestop.complaint"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Reflection, complaint or denunciation"
    _written_with = ENGINE
    _order = "date_received desc, id desc"
    _rec_name = "code"
    _rec_names_search = ["code", "subject"]

    # What it is
    code = fields.Char(required=True, readonly=True)
    receipt_digest = fields.Char(required=True, readonly=True, groups=NOBODY)
    kind = fields.Selection(
        [
            ("reflection", "Reflection"),
            ("petition", "Petition"),
            ("complaint", "Complaint"),
            ("denunciation", "Denunciation"),
            ("information", "Information"),
        ],
        required=True,
        readonly=True,
        help="Information: meant as a complaint or a denunciation, and not yet in the "
        "form that the law asks of one.",
    )
    asked_kind = fields.Selection(
        [
            ("reflection", "Reflection"),
            ("petition", "Petition"),
            ("complaint", "Complaint"),
            ("denunciation", "Denunciation"),
        ],
        "Brought as",
        required=True,
        readonly=True,
    )
    classification = fields.Selection(
        [
            ("not_accepted", "Not to be accepted"),
            ("conduct", "About conduct"),
            ("within", "About regulations, within competence"),
            ("outside", "About regulations, outside competence"),
        ],
        "Class of the reflection",
        readonly=True,
    )
    channel = fields.Selection(
        [
            ("portal", "Portal"),
            ("counter", "At the counter"),
            ("telephone", "Telephone"),
            ("letter", "Letter"),
            ("email", "E-mail"),
        ],
        required=True,
        readonly=True,
    )
    signed = fields.Boolean(
        readonly=True,
        help="A signed or finger-printed letter, or a statement taken in person, read "
        "back and signed.",
    )
    subject = fields.Char(required=True, readonly=True)
    content = fields.Text(required=True, readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files",
        readonly=True,
        # Whether the files may be read is asked of these alone, not of all there are.
        bypass_search_access=True,
    )
    rule_set_id = fields.Many2one(
        "onestop.rule.set", required=True, readonly=True, ondelete="restrict"
    )

    # What and whom it is about
    dossier_id = fields.Many2one(
        "onestop.dossier", readonly=True, index="btree_not_null", ondelete="set null"
    )
    dossier_told = fields.Char(
        "Dossier, as told",
        readonly=True,
        help="The code that the person wrote. Nobody has compared it with anything.",
    )
    procedure_id = fields.Many2one(
        "onestop.procedure", readonly=True, index="btree_not_null", ondelete="set null"
    )
    stage = fields.Selection(
        [
            ("guiding", "Guiding"),
            ("receiving", "Receiving"),
            ("resolving", "Resolving"),
            ("transferring", "Transferring"),
            ("returning", "Returning"),
        ],
        readonly=True,
    )
    target_department_id = fields.Many2one(
        "onestop.department",
        "About the department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    target_officer_id = fields.Many2one(
        "res.users",
        "About the officer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )

    officer_told = fields.Char("Officer, as told", readonly=True)

    # Who brings it: as told, not a contact. Empty where it is sealed.
    partner_id = fields.Many2one(
        "res.partner",
        "Portal account",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    person_name = fields.Char("Name", readonly=True)
    person_phone = fields.Char("Telephone", readonly=True)
    person_email = fields.Char("E-mail", readonly=True)
    person_address = fields.Char("Address", readonly=True)

    # Where it is, and who may know of it
    received_department_id = fields.Many2one(
        "onestop.department",
        "Received at",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=STAFF,
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Competent department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    sealed = fields.Boolean(
        readonly=True,
        help="Who brought it is not in here. Once sealed, it stays sealed.",
    )
    custodian_only = fields.Boolean(
        "Kept by the custodians", readonly=True, groups=STAFF
    )
    closed_to_department_id = fields.Many2one(
        "onestop.department",
        "Hidden from the department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )

    # How far it is
    state = fields.Selection(
        [
            ("registered", "Registered"),
            ("accepted", "Accepted"),
            ("suspended", "Suspended"),
            ("resolved", "Resolved"),
            ("closed", "Closed"),
            ("refused", "Not accepted"),
            ("transferred", "Transferred"),
            ("guided", "Guided in writing"),
            ("withdrawn", "Withdrawn"),
            ("discontinued", "Discontinued"),
        ],
        default="registered",
        required=True,
        readonly=True,
    )
    date_received = fields.Datetime("Received on", required=True, readonly=True)
    date_in_form = fields.Date(
        "In its form since",
        readonly=True,
        help="The day from which its terms run: information has none.",
    )
    date_accepted = fields.Datetime("Accepted on", readonly=True)
    date_resolved = fields.Datetime("Resolved on", readonly=True)
    date_closed = fields.Datetime("Closed on", readonly=True)
    explanation_state = fields.Selection(
        [
            ("none", "Not asked for"),
            ("asked", "Asked for"),
            ("given", "Given"),
            ("forwarded", "Forwarded"),
        ],
        "State of the explanation",
        default="none",
        required=True,
        readonly=True,
        groups=STAFF,
    )
    explanation = fields.Text(readonly=True, groups=STAFF)
    forwarded_way = fields.Selection(
        [
            ("portal", "On the person's page of the portal"),
            ("counter", "Handed over at the counter"),
            ("post", "By post"),
            ("email", "By e-mail"),
            ("phone", "By telephone"),
        ],
        "How it was forwarded",
        readonly=True,
        groups=STAFF,
    )
    forwarded_on = fields.Datetime("Forwarded on", readonly=True, groups=STAFF)
    forwarded_by_id = fields.Many2one(
        "res.users", "Forwarded by", readonly=True, ondelete="set null", groups=STAFF
    )
    explanation_proof = fields.Char(
        "Proof that it was forwarded", readonly=True, groups=STAFF
    )
    answer = fields.Text("Answer to the person", readonly=True, groups=STAFF)
    outcome = fields.Selection(
        [
            ("founded", "Founded"),
            ("partly", "Partly founded"),
            ("unfounded", "Unfounded"),
            ("answered", "Answered"),
        ],
        readonly=True,
    )
    authority = fields.Char("Authority that it was passed or guided to", readonly=True)
    reason = fields.Text(readonly=True, groups=STAFF)
    helped = fields.Selection(
        [("yes", "It helped"), ("partly", "It helped in part"), ("no", "No help")],
        "Did the answer help?",
        readonly=True,
    )
    helped_comment = fields.Text("What the person says of it", readonly=True)
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")

    # By when
    phase_ids = fields.One2many(
        "onestop.complaint.phase", "complaint_id", "Terms", readonly=True
    )
    phase = fields.Selection("_phases", "To be done next", readonly=True)
    date_due = fields.Datetime("Due", readonly=True)
    date_transfer = fields.Datetime(
        "If outside competence, pass it on by", compute="_compute_date_transfer"
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    nearly_due = fields.Boolean(
        "Nearly due", compute="_compute_nearly_due", search="_search_nearly_due"
    )
    second = fields.Boolean("Second complaint", readonly=True)
    remote = fields.Boolean("In a remote area", readonly=True)
    complexity = fields.Selection(
        [("complex", "Complex"), ("special", "Specially complex")], readonly=True
    )
    ground = fields.Selection(
        [
            ("places", "It happened in two or more places"),
            ("matters", "Two or more matters"),
            ("complainants", "Many complainants"),
            ("abroad", "Somebody abroad, or a foreigner"),
            ("agencies", "Duties of several agencies"),
            ("disagreement", "Agencies disagree"),
            ("evidence", "Evidence contradicts itself"),
        ],
        "Why it is complex",
        readonly=True,
    )
    due_explanations = fields.Json(
        "Why these dates?", compute="_compute_due_explanations", exportable=False
    )

    envelope_ids = fields.One2many(
        "onestop.denouncer.envelope",
        "complaint_id",
        "Sealed envelopes",
        readonly=True,
        groups="onestop_procedure.group_onestop_custodian",
    )
    available_codes = fields.Char(compute="_compute_available_codes")
    journal_html = fields.Html("Journal", compute="_compute_journal_html", groups=STAFF)

    _code_unique = models.UniqueIndex("(code)", "This code was given out before.")
    _receipt_unique = models.UniqueIndex("(receipt_digest)")
    _open = "WHERE state IN ('registered','accepted','suspended','resolved')"
    _open_received_index = models.Index(
        f"(received_department_id, date_received, id) {_open}"
    )
    _open_department_index = models.Index(f"(department_id, date_received, id) {_open}")
    _due_index = models.Index("(date_due, id) WHERE date_due IS NOT NULL")
    _custodian_index = models.Index("(date_received, id) WHERE custodian_only")
    # The database itself holds nobody's name on what is sealed (Law on Denunciations,
    # art. 8, 56): who wrote the row is the house.
    _sealed_has_no_person = models.Constraint(
        """CHECK (sealed IS NOT TRUE OR (
            partner_id IS NULL AND dossier_id IS NULL AND dossier_told IS NULL
            AND person_name IS NULL AND person_phone IS NULL AND person_email IS NULL
            AND person_address IS NULL AND helped IS NULL
            AND create_uid = 1 AND write_uid = 1 AND custodian_only))""",
        "What is sealed names nobody.",
    )
    _denunciation_is_sealed = models.Constraint(
        "CHECK (kind <> 'denunciation' OR sealed)", "A denunciation is sealed."
    )

    # ------------------------------------------------------------------ computes

    @api.depends("state")
    def _compute_is_open(self):
        for complaint in self:
            complaint.is_open = complaint.state in OPEN_STATES

    def _search_is_open(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "in", OPEN_STATES)

    @api.model
    def _phases(self):
        field = self.env["onestop.complaint.phase"]._fields["phase"]
        return field._description_selection(self.env)

    @api.depends("phase_ids.date_due", "phase_ids.date_ended", "phase_ids.provisional")
    def _compute_date_transfer(self):
        for complaint in self:
            perhaps = complaint._running_phases().filtered("provisional")
            complaint.date_transfer = perhaps[:1].date_due

    @api.depends("date_due")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for complaint in self:
            complaint.overdue = bool(complaint.date_due and complaint.date_due < now)

    def _search_overdue(self, operator, value):
        if operator not in ("in", "not in") or set(value) - {True}:
            return NotImplemented
        late = Domain("date_due", "<", "now")
        return late if operator == "in" else ~late

    @api.depends("phase_ids.date_due", "phase_ids.date_ended")
    def _compute_nearly_due(self):
        near = self.filtered_domain(self._nearly_due())
        for complaint in self:
            complaint.nearly_due = complaint in near

    def _search_nearly_due(self, operator, value):
        if operator not in ("in", "not in") or set(value) - {True}:
            return NotImplemented
        near = self._nearly_due()
        return near if operator == "in" else ~near

    def _nearly_due(self):
        """Whatever is to be done soon, what may turn out not to be ours included."""
        now = fields.Datetime.now()
        return Domain(
            "phase_ids",
            "any",
            Domain("date_ended", "=", False)
            & Domain("date_due", ">=", now)
            & Domain("date_due", "<", now + timedelta(days=NEARLY)),
        )

    @api.depends_context("lang", "uid")
    @api.depends("phase_ids.derivation", "phase_ids.date_ended")
    def _compute_due_explanations(self):
        for complaint in self:
            complaint.due_explanations = complaint._due_rows() if complaint.id else []

    @api.depends_context("uid")
    @api.depends(
        "state", "kind", "explanation_state", "classification", "phase_ids.date_ended"
    )
    def _compute_available_codes(self):
        for complaint in self:
            codes = complaint.available_transitions() if complaint.id else []
            complaint.available_codes = f",{','.join(row['code'] for row in codes)},"

    @api.depends_context("lang", "uid")
    def _compute_journal_html(self):
        for complaint in self:
            rows = complaint._journal_rows() if complaint.id else []
            complaint.journal_html = self.env["ir.qweb"]._render(
                "onestop_complaint.journal_table", {"rows": rows}
            )

    # ------------------------------------------------------------------ guards

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        leave_numbers_out(self, len(vals_list))
        return super().create(vals_list)

    def unlink(self):
        raise AccessError(self.env._("What was registered is never deleted."))

    def copy(self, default=None):
        raise UserError(
            self.env._("This is not duplicated: what was brought is registered once.")
        )

    def _refusal(self):
        return self.env._("This is registered and changed by its actions only.")

    # ----------------------------------------------------------------- interface

    @api.model
    def file(self, values):
        """Register what a person brings, in one call.

        :param dict values: `kind` (reflection, petition, complaint, denunciation),
            `content`, and where they are known `subject`, `stage`, `dossier` (code or
            tracking number), `dossier_told` (whatever the person wrote for it, kept as
            told), `procedure` (code), `department` (id or code), `officer_told` (a
            name, kept as told), `person` (dict `name`, `phone`, `email`, `address`; not
            for a denunciation), `files` (list of {name, content in base64}); by the
            staff also `channel` (counter,
            telephone, letter, email), `signed`, `officer` (id of the user that it is
            about), `envelope` (number of the sealed envelope with a denouncer's name)
        :return: dict `code`, `receipt_code` (shown this once, kept hashed), `kind` (what
            the law makes of it), `state`, `note` (why it is information, or empty),
            `id` (False for whoever may not read it)
        :raises UserError: in a sentence, naming what is wrong; nothing is registered
        """
        return ComplaintFiling(self.env, values).register()

    def action_transition(self, code, reason=None, values=None):
        """The single entry of the workflow.

        :param str code: one of `core.complaint_workflow.CODES`
        :param str reason: for the journal; it names nobody
        :param dict values: what the action needs besides: `kind`, `classification`,
            `signed`, `channel`, `envelope` (classify), `department_id` (accept,
            forward), `second`, `remote` (accept), `authority` (transfer, guide),
            `explanation`, `way`, `told_on`, `proof` (forward_explanation), `outcome`,
            `answer` (resolve), `complexity`, `ground` (extend), `phase` (record),
            `helped`, `comment` (rate)
        :return: True
        :raises UserError: with every reason why it may not happen now
        """
        for complaint in self:
            ComplaintTransition(complaint, code, reason, values).run()
        return True

    def available_transitions(self):
        """What the user may do now: list of dicts `code`, `label`, `needs_reason`."""
        self.ensure_one()
        self.check_access("read")
        return ComplaintTransition.available(self)

    @api.model
    def track(self, receipt_code):
        """How far it is, for whoever holds the receipt code: nothing else.

        :return: dict `found`, and where found `state` and `progress` (label)
        Wrong and malformed codes, and those of what is sealed, are answered alike.
        """
        complaint = self._by_receipt(receipt_code)
        if not complaint:
            return {"found": False}
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "found": True,
            "state": complaint.state,
            "progress": labels[complaint.state],
        }

    def explain_due(self):
        """Why what is to be done is due when it is.

        :return: dict `due` (ISO text, UTC, or False), `phase` and `sentences` of what is
            due first, and `phases`: dicts `phase`, `label`, `due`, `provisional` (only if
            the matter is outside competence), `sentences` and `picture`, as
            `core.due_explanation` makes them, of all that runs; sentences are in the
            language of the caller
        """
        self.ensure_one()
        self.check_access("read")
        rows = self._due_rows()
        first = [row for row in rows if row["phase"] == self.phase]
        return {
            "due": fields.Datetime.to_string(self.date_due) or False,
            "phase": self.phase,
            "sentences": first[0]["sentences"] if first else [],
            "phases": rows,
        }

    def read_identity(self, reason):
        """Who denounced, for a custodian with a reason; the journal keeps both.

        :return: dict of texts, empty where the system holds nothing
        :raises AccessError: for everybody else, whether or not there is anything
        :raises UserError: without a reason, or with one that names the person
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["onestop.denouncer"]._open(self, reason)

    def action_act(self):
        """Open the form of an action, or do it where it needs nothing more.

        The button names its code in the context; `action_transition` checks it.
        """
        self.ensure_one()
        code = self.env.context.get("onestop_code")
        return self.env["onestop.complaint.action"]._open(self, code)

    # ------------------------------------------------------------------- helpers

    @api.model
    def _by_receipt(self, receipt_code):
        """The grievance that a receipt code opens, read by the system; or none.

        What is sealed is opened by no code: whoever finds the paper, or asks for it,
        would learn that somebody denounced.
        """
        wanted = normalise_tracking(receipt_code, RECEIPT_BITS)
        # sudo: bounded to whom the receipt code was handed out.
        return self.sudo().search(
            [
                ("receipt_digest", "=", receipt_digest(wanted or "")),
                ("sealed", "=", False),
            ],
            limit=1,
        )

    @api.model
    def _act_by_receipt(self, receipt_code, code, values):
        """Do what the person may do, as the one who holds the receipt code.

        :return: the grievance, read by the system; or none
        :raises UserError: with every reason why it may not happen now
        """
        complaint = self._by_receipt(receipt_code)
        if complaint:
            ComplaintTransition(complaint, code, values=values, holder=True).run()
        return complaint

    def _dossier_known(self):
        """The code of the dossier that it is about, as far as it is told; or ""."""
        return self.dossier_id.display_name or self.dossier_told or ""

    def _person_details(self):
        """What tells who brought it: dict of texts, empty ones left out."""
        self.ensure_one()
        account = self.partner_id
        details = {
            "name": self.person_name or account.name,
            "phone": self.person_phone or account.phone,
            "email": self.person_email or account.email,
            "address": self.person_address,
        }
        return {key: text for key, text in details.items() if text}

    def _denouncer(self):
        """The sealed identity, for code that runs as the house."""
        return self.env["onestop.denouncer"].search([("complaint_id", "in", self.ids)])

    def _running_phases(self):
        """What is to be done, the first first; what is suspended last."""
        self.ensure_one()
        return self.phase_ids.filtered(lambda row: not row.date_ended).sorted(
            lambda row: (not row.date_due, row.date_due, row.id)
        )

    def _due_rows(self):
        """What is to be done and why by when, as `explain_due` tells it."""
        labels = dict(self._phases())
        return [
            {
                "phase": row.phase,
                "label": labels[row.phase],
                "due": fields.Datetime.to_string(row.date_due) or False,
                "provisional": row.provisional,
                **row._explanation(),
            }
            for row in self._running_phases()
        ]

    def _refresh_due(self):
        """Say anew what is due first, after dates have moved."""
        for complaint in self:
            dates = [
                (row.phase, row.date_due, row.provisional)
                for row in complaint._running_phases()
            ]
            phase, due = phases.current(dates)
            complaint.write({"phase": phase or False, "date_due": due or False})

    def _journal_rows(self):
        """Rows of the journal for those who may read the file."""
        self.check_access("read")
        # sudo: bounded to the rows of a file that the caller was found to read.
        rows = (
            self.env["onestop.journal"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        )
        states = dict(self._fields["state"]._description_selection(self.env))
        # The second of a sealed filing would stand beside somebody's log-in.
        shape = "%d/%m/%Y" if self.sealed else "%d/%m/%Y %H:%M"
        return [
            {
                "moment": aware(row.moment).astimezone(ZONE).strftime(shape),
                "actor": self.env._("The person")
                if row.role == "applicant"
                else row._actor_label(),
                "code": action_label(self.env, row.code),
                "state": states.get(row.state_to, ""),
                "reason": row.reason or "",
            }
            for row in rows
        ]
