from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.onestop_procedure.core.database_time import naive
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.seal_certificate import facts_of, read_chain
from ..core.seal_error import SealError
from ..core.seal_keys import CODE
from ..engine.right import SEALING
from ..engine.seal_sentences import READY, UNCHECKED, seal_sentence
from ..engine.sealing import check_key, now, time_trouble

# Known of the key by the job that looked at it; nobody types it.
OF_JOBS = frozenset({"key_state", "key_looked_at", "seen_row"})
# What a paper was sealed with is history.
LASTING = frozenset({"code", "certificate"})
# Days before the end of a certificate in which it is said.
WARNING = timedelta(days=30)


class OnestopSeal(models.Model):
    """The electronic seal of a department: whose certificate, and what it seals.

    The key is not here. It lies in a file or on a token of the server that is found by
    the seal's code (core/seal_keys.py), and the jobs that seal are all that reads it.
    """

    _name = "onestop.seal"
    _description = "Electronic seal"
    _inherit = ["onestop.phase.mixin"]
    _order = "department_id, valid_from desc, id desc"
    _rec_name = "code"

    department_id = fields.Many2one(
        "onestop.department", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char(
        required=True,
        help="Capital letters, digits and dashes: the name of its key on the server.",
    )
    # Named anew, so that its words are those of this addon.
    phase = fields.Selection(
        [("to_come", "To come"), ("in_force", "In force"), ("ended", "Ended")]
    )
    valid_from = fields.Date(default=lambda self: legal_today())
    certificate = fields.Text(
        required=True,
        help="In PEM, as its issuer sends it; the certificates of those who issued it "
        "may follow.",
    )
    seals_forms = fields.Boolean(
        "Forms and notices",
        default=True,
        help="Receipts, requests, refusals, apologies and notices that it issues.",
    )
    seals_results = fields.Boolean(
        "Results",
        help="What it is competent for; the centre's seal only by written delegation.",
    )
    revoked_on = fields.Datetime(
        help="From when on the certificate is not to be trusted: what was sealed later "
        "is shown as invalid."
    )

    subject = fields.Char("Issued to", compute="_compute_facts", store=True)
    issuer = fields.Char("Issued by", compute="_compute_facts", store=True)
    serial = fields.Char("Serial number", compute="_compute_facts", store=True)
    fingerprint = fields.Char(compute="_compute_facts", store=True)
    not_before = fields.Datetime(
        "Certificate from", compute="_compute_facts", store=True
    )
    not_after = fields.Datetime(
        "Certificate until", compute="_compute_facts", store=True
    )
    is_test = fields.Boolean("For tests", compute="_compute_facts", store=True)

    key_state = fields.Char(readonly=True, default=UNCHECKED, copy=False)
    key_looked_at = fields.Datetime("Key looked at", readonly=True, copy=False)
    # The row of the journal up to which what is to be sealed was asked for.
    seen_row = fields.Integer(readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        [
            ("ready", "Ready"),
            ("ending", "Ends soon"),
            ("unchecked", "Being looked at"),
            ("blocked", "Cannot be used"),
            ("to_come", "To come"),
            ("ended", "Ended"),
        ],
        compute="_compute_state",
    )
    told = fields.Char("What to do", compute="_compute_state")

    _code_unique = models.UniqueIndex("(code)", "There is a seal with this code.")
    _dates_in_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A seal ends on its first day or later.",
    )

    @api.depends("code", "department_id")
    def _compute_display_name(self):
        for seal in self:
            seal.display_name = f"{seal.code or ''} – {seal.department_id.name or ''}"

    @api.depends("certificate")
    def _compute_facts(self):
        for seal in self:
            try:
                facts = facts_of(read_chain(seal.certificate)[0])
            except SealError:
                facts = {}
            for name in ("subject", "issuer", "serial", "fingerprint", "is_test"):
                seal[name] = facts.get(name, False)
            for name in ("not_before", "not_after"):
                seal[name] = naive(facts[name]) if facts else False

    @api.depends("phase", "key_state", "not_before", "not_after", "revoked_on")
    @api.depends_context("lang")
    def _compute_state(self):
        for seal in self:
            trouble = seal._trouble()
            ends = seal.not_after and seal.not_after - now() < WARNING
            if trouble in ("to_come", "ended", UNCHECKED):
                seal.state = trouble
            elif trouble:
                seal.state = "blocked"
            else:
                seal.state = "ending" if ends else "ready"
            seal.told = (
                self.env._(
                    "The certificate ends soon. Ask its issuer for a new one now."
                )
                if seal.state == "ending"
                else seal_sentence(self.env, trouble or READY)
            )

    def _trouble(self):
        """The word for what stands against using it today, or None."""
        self.ensure_one()
        if self.phase in ("to_come", "ended"):
            return self.phase
        if trouble := time_trouble(self):
            return trouble
        return None if self.key_state == READY else self.key_state or UNCHECKED

    @api.constrains("code")
    def _check_code(self):
        for seal in self:
            if not CODE.fullmatch(seal.code or ""):
                raise ValidationError(
                    self.env._(
                        "A seal's code has at most 32 capital letters, digits and "
                        "dashes: it names the key on the server and is no path."
                    )
                )

    @api.constrains("certificate")
    def _check_certificate(self):
        for seal in self:
            try:
                read_chain(seal.certificate)
            except SealError as error:
                raise ValidationError(seal_sentence(self.env, error.code)) from None

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_of_jobs(vals)
        seals = super().create(vals_list)
        # sudo: bounded to where the journal stands now; what was issued before a seal
        # was entered, it does not seal.
        last = self.env["onestop.journal"].sudo().search([], order="id desc", limit=1)
        with SEALING.held():
            seals.write({"seen_row": last.id})
        seals._look_at_key()
        return seals

    def write(self, vals):
        self._refuse_of_jobs(vals)
        if any(
            vals.get("department_id", one.department_id.id) != one.department_id.id
            for one in self
        ):
            # Else a clerk could hand one on to where they enter none.
            raise UserError(
                self.env._(
                    "A seal stays with its department. End it, and enter another one "
                    "there."
                )
            )
        if vals.keys() & LASTING and self._has_sealed():
            raise UserError(
                self.env._(
                    "With this seal papers were sealed: it is ended, and another one "
                    "entered."
                )
            )
        done = super().write(vals)
        if vals.keys() & LASTING:
            with SEALING.held():
                self.write({"key_state": UNCHECKED, "key_looked_at": False})
            self._look_at_key()
        return done

    def _refuse_of_jobs(self, vals):
        if vals.keys() & OF_JOBS and not SEALING:
            raise AccessError(
                self.env._("Whether a key can be used is found out by the system.")
            )

    def _has_sealed(self):
        # sudo: bounded to whether there is a paper sealed with these.
        papers = self.env["onestop.sealed.paper"].sudo()
        return bool(papers.search_count([("seal_id", "in", self.ids)], limit=1))

    # ------------------------------------------------------------------------ its key

    def action_look_at_key(self):
        """Look at the key once more, in a job."""
        self.check_access("write")
        with SEALING.held():
            self.write({"key_state": UNCHECKED})
        self._look_at_key()

    def _look_at_key(self):
        # sudo: bounded to a job that tells how the key of these seals is: requests of
        # people never read one.
        for seal in self.with_user(SUPERUSER_ID):
            seal.with_delay(
                identity_key=f"onestop.seal,{seal.id}",
                description=f"Look at the key of seal {seal.code}",
            )._job_look_at_key()

    def _job_look_at_key(self):
        """Job: find out whether the key is there, closed, and that of the certificate."""
        for seal in self.exists():
            with SEALING.held():
                seal.write({"key_state": check_key(seal), "key_looked_at": now()})

    @api.model
    def _cron_look_at_keys(self):
        """Look at the keys of all that are in force: files change without being asked."""
        self.search([("phase", "=", "in_force")])._look_at_key()

    # -------------------------------------------------------------------- which seals

    @api.model
    def _of(self, department, kind):
        """The seals in force today of a department for a kind, the latest first.

        :param kind: "forms" or "results"
        """
        # sudo: bounded to the public certificates of one department.
        return self.sudo().search(
            [
                ("department_id", "=", department.id),
                (f"seals_{kind}", "=", True),
                ("phase", "=", "in_force"),
            ]
        )
