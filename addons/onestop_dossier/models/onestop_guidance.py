from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.eform_values import Wrong
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.guidance_number import guidance_number, read_guidance_number
from ..core.identity_card import NUMBER
from ..engine.contacts import clean_contact
from ..engine.guidance_post import GuidancePost
from ..engine.guidance_sheet import GuidanceSheet

PERSON = ("person_name", "person_phone", "person_email", "person_identity")
SEES_PERSON = (
    "onestop_procedure.group_onestop_counter_officer,"
    "onestop_procedure.group_onestop_supervisor"
)
# For so many days it is kept who was guided, unless the centre says otherwise; what
# they were told is kept for good.
KEPT_DAYS = 180
TRIES = 5


class OnestopGuidance(models.Model):
    """What an officer told a person of a procedure, before anything was filed (Decree
    61/2018, art. 15: what was advised is kept).

    It is written once. Who the person was is kept only where they wished it, for a
    while, and then forgotten.
    """

    _name = "onestop.guidance"
    _description = "Guidance"
    _order = "advised_at desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True)
    advised_at = fields.Datetime("When", required=True, readonly=True)
    officer_id = fields.Many2one("res.users", required=True, readonly=True, index=True)
    department_id = fields.Many2one(
        "onestop.department", "Centre", required=True, readonly=True, index=True
    )
    counter_group_id = fields.Many2one(
        "onestop.counter.group", "Counter", readonly=True, index="btree_not_null"
    )
    means = fields.Selection(
        [("counter", "At the counter"), ("phone", "By telephone")],
        "How",
        required=True,
        readonly=True,
    )
    version_id = fields.Many2one(
        "onestop.procedure.version",
        "Version of the procedure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    procedure_id = fields.Many2one(related="version_id.procedure_id", store=True)
    case_id = fields.Many2one(
        "onestop.procedure.case", readonly=True, ondelete="restrict"
    )
    channel = fields.Selection(
        [("in_person", "In person"), ("online", "Online"), ("post", "By post")],
        "Wants to file",
        readonly=True,
    )
    answers = fields.Json(readonly=True)
    lang = fields.Char("Language", required=True, readonly=True)
    person_name = fields.Char("Person", readonly=True, groups=SEES_PERSON)
    person_phone = fields.Char("Telephone", readonly=True, groups=SEES_PERSON)
    person_email = fields.Char("E-mail", readonly=True, groups=SEES_PERSON)
    person_identity = fields.Char("Identity number", readonly=True, groups=SEES_PERSON)
    forget_on = fields.Date(
        "Person kept until",
        readonly=True,
        help="Then name, telephone, e-mail and identity number are removed.",
    )
    sending = fields.Selection(
        [
            ("queued", "Waits to be sent"),
            ("sent", "Sent"),
            ("failed", "Did not go out"),
        ],
        "E-mail or SMS",
        readonly=True,
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", "Came to", readonly=True, index="btree_not_null"
    )
    checklist_html = fields.Html("Checklist", compute="_compute_checklist_html")

    _number_unique = models.UniqueIndex("(number)")
    _phone_index = models.Index("(person_phone) WHERE person_phone IS NOT NULL")
    _identity_index = models.Index(
        "(person_identity) WHERE person_identity IS NOT NULL"
    )
    _forget_index = models.Index("(forget_on) WHERE forget_on IS NOT NULL")

    @api.depends_context("lang")
    @api.depends("version_id", "case_id", "answers", "channel")
    def _compute_checklist_html(self):
        for guidance in self:
            guidance.checklist_html = self.env["ir.qweb"]._render(
                "onestop_dossier.guidance_checklist", guidance._sheet().values()
            )

    def _sheet(self):
        self.ensure_one()
        return GuidanceSheet(
            # sudo: what was published is public by law, and so is what it asks for.
            self.version_id.sudo(),
            self.case_id.sudo(),
            self.answers or {},
            self.channel,
        )

    @api.model
    def _place(self):
        """Where the user guides people: (centre, counter, role).

        :raises AccessError: but for whoever guides people
        """
        user = self.env.user
        group = user._onestop_counter_group()
        if "counter_officer" in user._onestop_roles_at(group.department_id):
            return group.department_id, group, "counter_officer"
        held = user._held_assignments().filtered(lambda one: one.role == "supervisor")
        if held:
            return held[:1].department_id, group.browse(), "supervisor"
        raise AccessError(
            self.env._("People are guided at the counters of a centre only.")
        )

    @api.model
    def _keep(self, vals):
        """Write down what the user told somebody.

        :param dict vals: `version_id`, `case_id`, `channel`, `answers`, `means`, `lang`
            and of the person whatever of `PERSON` they gave
        """
        department, group, _role = self._place()
        if any(vals.get(name) for name in PERSON):
            vals["forget_on"] = legal_today() + timedelta(days=self._kept_days())
        # sudo: bounded to one row in the user's own name, at their own place; nobody
        # has the right to write guidance but by giving it.
        return (
            self.sudo()
            .create(
                {
                    **vals,
                    "number": self._new_number(),
                    "advised_at": fields.Datetime.now(),
                    "officer_id": self.env.uid,
                    "department_id": department.id,
                    "counter_group_id": group.id,
                }
            )
            .with_env(self.env)
        )

    @api.model
    def _kept_days(self):
        # sudo: one setting, of no secret.
        settings = self.env["ir.config_parameter"].sudo()
        return int(settings.get_param("onestop.guidance_kept_days", KEPT_DAYS))

    @api.model
    def _new_number(self):
        # sudo: only whether a random number is taken.
        taken = self.sudo()
        for _try in range(TRIES):
            number = guidance_number()
            if not taken.search_count([("number", "=", number)], limit=1):
                return number
        raise UserError(self.env._("No number was free. Try again."))

    @api.model
    def _find(self, typed):
        """The guidance that somebody means who comes with their papers.

        :param str typed: its number, the address that its QR code says, or the whole
            identity number or telephone number of the person
        :return: the newest of the centre that fits, or nothing; read by the system
        :raises AccessError: but for who receives dossiers, at a counter of theirs
        """
        group, role = self.env["onestop.person"]._seat()
        # sudo: bounded to one exact number, and to the centre of the user's counter;
        # each look-up is journalled.
        found = self.sudo().search(
            Domain("department_id", "=", group.department_id.id)
            & self._typed_domain(typed),
            limit=1,
        )
        self.env["onestop.journal"]._append(
            group, "look_up_guidance", role, data={"found": bool(found)}
        )
        return found

    @api.model
    def _typed_domain(self, typed):
        text = "".join(str(typed or "").split())
        if number := read_guidance_number(text):
            return Domain("number", "=", number)
        if NUMBER.fullmatch(text):
            return Domain("person_identity", "=", text)
        try:
            return Domain("person_phone", "=", clean_contact("phone", text))
        except Wrong:
            return Domain.FALSE

    def _told_html(self, changed):
        """A line for who receives the dossier: who told what when.

        :param bool changed: the procedure has another version by now
        """
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "onestop_dossier.guidance_told", {"guidance": self, "changed": changed}
        )

    @api.model
    def _came_to(self, number, dossier):
        """Note which dossier somebody filed after they had been guided: the first."""
        group, role = self.env["onestop.person"]._seat()
        # sudo: bounded to a guidance of the user's own centre that led to nothing yet.
        guidance = self.sudo().search(
            [
                ("number", "=", number),
                ("department_id", "=", group.department_id.id),
                ("dossier_id", "=", False),
            ]
        )
        if guidance:
            guidance.dossier_id = dossier
            self.env["onestop.journal"]._append(
                *(dossier, "guide", role, dossier.state, dossier.state),
                data={"guidance": guidance.id},
            )

    @api.model
    def _cron_forget(self):
        """Remove who was guided, once it was kept for long enough."""
        due = self.search([("forget_on", "<=", legal_today())])
        due.write({**dict.fromkeys(PERSON, False), "forget_on": False})

    def action_send(self):
        """Send the checklist to the person, by what they gave.

        :raises UserError: where they gave nothing to send it to
        """
        self.ensure_one()
        self.check_access("read")
        self._place()
        # sudo: bounded to this guidance, which the user may read, and to sending it.
        told = self.sudo()
        if not GuidancePost.reaches(told):
            raise UserError(
                self.env._("The person gave no address to which it can be sent.")
            )
        told.sending = "queued"
        # sudo: bounded to sending this guidance, by a job that runs for the system.
        told.with_user(SUPERUSER_ID).with_delay(
            identity_key=f"onestop.guidance,send,{self.id}"
        )._send()
        return True

    def _send(self):
        """Job: send it, in the language of the person."""
        for guidance in self:
            told = guidance.with_context(lang=guidance.lang)
            # Forgotten meanwhile: there is nobody to send it to.
            reached = GuidancePost.reaches(told) and GuidancePost(told).send()
            guidance.sending = "sent" if reached else "failed"

    def action_print(self):
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("onestop_dossier.report_guidance").report_action(self)

    def action_open_dossier(self):
        return self.dossier_id.action_open_dossier()
