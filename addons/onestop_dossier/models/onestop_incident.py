from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from odoo.addons.onestop_procedure.core.database_time import legal_date, legal_text

from ..core.outage_hour import Outage

# Who follows what happens at the counters of a centre, besides those who sit there.
FOLLOWS = ("supervisor", "director", "department_head")
# So many working days beforehand planned work is announced, by the rule set.
LEAD = "maintenance_lead_days"
# What decides whether an hour lies within an incident of a counter.
PERIOD = ("date_from", "date_to", "all_counters", "counter_group_ids")


class OnestopIncident(models.Model):
    """When the system stood still, for whom and why: an incident, or work on it that was
    planned. The IT technician keeps the register.

    Notices follow from it: to whoever sits at the counters, and to the public; and what
    a counter received by hand is entered with an hour that lies within one of them.
    """

    _name = "onestop.incident"
    _description = "Incident or Maintenance"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"

    name = fields.Char("What happens", required=True, tracking=True)
    kind = fields.Selection(
        [("incident", "Incident"), ("maintenance", "Planned maintenance")],
        required=True,
        default="incident",
    )
    date_from = fields.Datetime(
        "From",
        required=True,
        default=lambda self: fields.Datetime.now(),
        index=True,
        tracking=True,
    )
    date_to = fields.Datetime(
        "Ends", tracking=True, help="Empty: nobody knows yet; it goes on."
    )
    phase = fields.Selection(
        [("planned", "Planned"), ("ongoing", "Going on"), ("over", "Over")],
        compute="_compute_phase",
        search="_search_phase",
    )
    all_counters = fields.Boolean(default=True, tracking=True)
    counter_group_ids = fields.Many2many(
        "onestop.counter.group", string="Counters", ondelete="restrict"
    )
    portal = fields.Boolean("The portal too", tracking=True)
    cause = fields.Text()
    measures = fields.Text("What was done")
    public_text = fields.Char(
        "What people read on the portal",
        translate=True,
        help="Short and plain. Empty: the portal says nothing of it.",
    )
    told = fields.Char(readonly=True, copy=False)
    announced_late = fields.Char(compute="_compute_announced_late")

    _in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "It cannot end before it begins.",
    )

    @api.depends("date_from", "date_to")
    def _compute_phase(self):
        now = fields.Datetime.now()
        for incident in self:
            begins, ends = incident.date_from or now, incident.date_to
            if begins > now:
                incident.phase = "planned"
            else:
                incident.phase = "over" if ends and ends <= now else "ongoing"

    @api.depends("kind", "date_from")
    @api.depends_context("lang")
    def _compute_announced_late(self):
        """What the law asks of whoever announces work that was planned, where it is not
        kept; the centre's calendar counts."""
        calendar = self.env["onestop.publication.decision"]._duty_calendar()
        for incident in self:
            told = legal_date(incident.create_date or fields.Datetime.now())
            rules = self.env["onestop.rule.set"]._for_date(told)
            lead = rules and rules._said().get(LEAD) and rules._value(LEAD)
            incident.announced_late = False
            if incident.kind != "maintenance" or not (incident.date_from and lead):
                continue
            begins = legal_date(incident.date_from)
            ahead = calendar.working_days_between(told, begins)
            if ahead < lead:
                incident.announced_late = self.env._(
                    "Announced %(ahead)s working days ahead; the law asks for %(lead)s "
                    "(%(citation)s). Move it, or note why it cannot wait.",
                    ahead=ahead,
                    lead=lead,
                    citation=rules._citation(LEAD).instrument,
                )

    def _search_phase(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        over = Domain("date_to", "!=", False) & Domain("date_to", "<=", now)
        begun = Domain("date_from", "<=", now)
        phases = {"planned": ~begun, "ongoing": begun & ~over, "over": begun & over}
        return Domain.OR(phases[one] for one in value if one in phases)

    @api.constrains("all_counters", "counter_group_ids", "portal")
    def _check_whom(self):
        for incident in self:
            if not (
                incident.all_counters or incident.counter_group_ids or incident.portal
            ):
                raise ValidationError(
                    self.env._(
                        "Say which counters stand still, or that the portal does."
                    )
                )

    @api.constrains(*PERIOD)
    def _check_entered(self):
        """The register stays the ground of every hour that was entered by it."""
        # sudo: bounded to numbers of receipts; the technician reads no dossier.
        receipts = self.env["onestop.outage.receipt"].sudo()
        entered = receipts.search([("incident_id", "in", self.ids)])
        for receipt in entered:
            outage = receipt.incident_id._to_core()
            counter = receipt.block_id.counter_group_id
            if not (
                receipt.incident_id._is_of(counter)
                and outage.covers(receipt.received_at)
            ):
                raise ValidationError(
                    self.env._(
                        "The receipt %(label)s was entered for %(hour)s by this "
                        "register. It has to stay within the period.",
                        label=receipt.label,
                        hour=legal_text(receipt.received_at),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        incidents._tell()
        return incidents

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() != {"told"}:
            self._tell()
        return result

    def action_end(self):
        """It is over: now."""
        for incident in self.filtered(lambda one: one.phase != "over"):
            incident.date_to = max(fields.Datetime.now(), incident.date_from)
        return True

    # ------------------------------------------------------------------- the period

    @api.model
    def _of_counter(self, counter):
        """Every incident at which a counter stood still."""
        mine = Domain("all_counters", "=", True) | Domain(
            "counter_group_ids", "in", counter.ids
        )
        # sudo: bounded to the register of one counter, which all staff may read.
        return self.sudo().search(mine)

    def _is_of(self, counter):
        self.ensure_one()
        return self.all_counters or counter in self.counter_group_ids

    def _to_core(self):
        self.ensure_one()
        return Outage(self.id, self.date_from, self.date_to or None)

    # ------------------------------------------------------------------- the notices

    @api.model
    def _cron_tell(self):
        """Tell of what begins or ends by the clock: nobody writes in the register then.
        What was over for a day is old."""
        since = fields.Datetime.now() - timedelta(days=1)
        begun = Domain("phase", "in", ["ongoing", "over"])
        self.search(
            begun & (Domain("date_to", "=", False) | Domain("date_to", ">=", since))
        )._tell()

    def _tell(self):
        """Tell whoever sits at the counters and whoever follows them: once of each thing
        that there is to tell."""
        for incident in self:
            news = f"{incident.phase} {incident.date_from} {incident.date_to}"
            if incident.told == news:
                continue
            # What pages remember says it otherwise now.
            self.env.registry.clear_cache()
            # What is over when it is registered nobody has to be told.
            silent = incident.phase == "over" and not incident.told
            incident.told = news
            for user in () if silent else incident._concerned():
                words = incident.with_context(lang=user.lang)
                user._bus_send(
                    "simple_notification",
                    {
                        "type": "success" if incident.phase == "over" else "warning",
                        "title": words.name,
                        "message": words._sentence(),
                        "sticky": True,
                    },
                )
                # Who is not logged in reads it by e-mail, or in the inbox.
                words.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=words.name,
                    body=words._sentence(),
                )

    def _concerned(self):
        """Who is told: users in sudo."""
        # sudo: bounded to who sits at the counters concerned and who leads or follows
        # their centres; given back is to whom a notice goes.
        counters = self.counter_group_ids.sudo()
        if self.all_counters:
            counters = counters.search([("active", "=", True)])
        # sudo: as above.
        held = self.env["onestop.role.assignment"].sudo()
        followers = held.search(
            [
                ("in_force", "=", True),
                ("role", "in", FOLLOWS),
                ("department_id", "in", counters.department_id.ids),
            ]
        )
        return counters.user_ids | followers.user_id

    def _sentence(self):
        """What staff read of it, in the language of the environment."""
        self.ensure_one()
        begins = legal_text(self.date_from)
        ends = self.date_to and legal_text(self.date_to)
        if self.phase == "over":
            return self.env._(
                "The system works again since %s. Enter the receipts that were written "
                "by hand.",
                ends,
            )
        if self.phase == "planned" and ends:
            return self.env._(
                "The system stands still from %(begin)s until %(end)s. Have receipts "
                "printed beforehand.",
                begin=begins,
                end=ends,
            )
        if ends:
            return self.env._(
                "The system stands still since %(begin)s, until %(end)s. Receive by "
                "hand, on the numbered receipts.",
                begin=begins,
                end=ends,
            )
        return self.env._(
            "The system stands still since %s. Receive by hand, on the numbered "
            "receipts.",
            begins,
        )

    @api.model
    def _of_staff(self, counter):
        """What a counter is reminded of: dicts `title`, `text`, `planned`."""
        going_on = self._of_counter(counter).filtered(lambda one: one.phase != "over")
        return [
            {
                "title": one.name,
                "text": one._sentence(),
                "planned": one.phase == "planned",
            }
            for one in going_on.with_env(self.env)
        ]

    @api.model
    def _public_notices(self):
        """What the public pages say today of what stands still, or will.

        :return: list of dicts `text`, `begin` and `end` (datetimes in UTC; False where
            nobody knows), `planned`
        """
        now = fields.Datetime.now()
        return [
            {"text": text, "begin": begin, "end": end, "planned": begin > now}
            for text, begin, end in self._announced(self.env.lang)
            if not end or end > now
        ]

    @api.model
    @ormcache("lang")
    def _announced(self, lang):
        """(text, begin, end) of what has words for the public; a page asks nothing of
        the database for it."""
        # sudo: bounded to the words that were written for everybody, and their dates.
        found = self.sudo().with_context(lang=lang)
        return tuple(
            (one.public_text, one.date_from, one.date_to)
            for one in found.search(
                [("public_text", "!=", False)], order="date_from, id"
            )
            if one.phase != "over"
        )
