from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..core.search_words import searchable
from ..engine.find_procedures import find_procedures
from ..legal_day import legal_today
from .onestop_frozen_mixin import MAY_CHANGE_FROZEN

#: States of a version that was ever published: what the public may read.
PUBLIC_STATES = ("published", "superseded", "abolished")
LONGEST_QUERY = 200
MOST_FOUND = 100


class OnestopProcedure(models.Model):
    """An administrative procedure: its code and owner. What it says is in versions."""

    _name = "onestop.procedure"
    _description = "Procedure"
    _order = "code"
    _rec_names_search = ["code", "local_code", "name"]

    code = fields.Char(
        required=True, index="trigram", help="National code, such as 1.013126."
    )
    local_code = fields.Char(index="trigram")
    name = fields.Char(
        compute="_compute_from_version",
        store=True,
        readonly=False,
        precompute=True,
        index="trigram",
        help="Of the newest published version, else of the draft.",
    )
    field_id = fields.Many2one(
        "onestop.field",
        compute="_compute_from_version",
        store=True,
        precompute=True,
        index=True,
    )
    level_ids = fields.Many2many(
        "onestop.level",
        "onestop_level_procedure_rel",
        string="Levels",
        compute="_compute_from_version",
        store=True,
        precompute=True,
    )
    department_id = fields.Many2one(
        "onestop.department",
        string="Owner",
        index=True,
        ondelete="restrict",
        help="The department that answers for the procedure.",
    )
    keywords = fields.Text(
        help="What people call it, in their own words; searched, never printed."
    )
    life_event_ids = fields.Many2many(
        "onestop.life.event",
        "onestop_life_event_procedure_rel",
        string="Life Events",
        help="When people need it; searched, and a list of its own on the portal.",
    )
    active = fields.Boolean(default=True)
    version_ids = fields.One2many(
        "onestop.procedure.version", "procedure_id", string="Versions"
    )
    process_ids = fields.One2many(
        "onestop.process",
        "procedure_id",
        string="Internal Processes",
        groups="onestop_procedure.group_onestop_staff",
    )
    ending_ids = fields.One2many(
        "onestop.procedure.ending", "procedure_id", string="Endings"
    )
    retention_ids = fields.One2many(
        "onestop.retention",
        "procedure_id",
        string="Retention of Files",
        groups="onestop_procedure.group_onestop_staff",
    )
    successor_id = fields.Many2one(
        "onestop.procedure",
        compute="_compute_successor_id",
        store=True,
        string="Replaced by",
        help="What takes its place once it has ended.",
    )
    # Whether any version was ever published: what rules ask. It knows no date.
    published = fields.Boolean(compute="_compute_published", store=True, index=True)
    current_version_id = fields.Many2one(
        "onestop.procedure.version",
        compute="_compute_current_version_id",
        string="Version in Force",
    )
    draft_version_id = fields.Many2one(
        "onestop.procedure.version", compute="_compute_draft_version_id"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("upcoming", "Not Yet in Effect"),
            ("published", "In Force"),
            ("ended", "Ended"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    version_count = fields.Integer(compute="_compute_version_count")
    process_count = fields.Integer(
        compute="_compute_process_count", groups="onestop_procedure.group_onestop_staff"
    )

    _code_unique = models.UniqueIndex("(code)", "Another procedure has this code.")

    @api.depends(
        "version_ids.name",
        "version_ids.field_id",
        "version_ids.level_ids",
        "version_ids.state",
        "version_ids.number",
    )
    def _compute_from_version(self):
        # Lists and groups need stored columns, so no date is asked here: from its
        # publication on the newest version lends its name, a little before it is in
        # effect. Whatever is public reads the version in force instead.
        for procedure in self:
            versions = procedure.version_ids.sorted("number")
            version = (versions.filtered(lambda v: v.state != "draft") or versions)[-1:]
            if version:
                version = version._in_catalogue_language()
                procedure.name = version.name
            else:
                procedure.name = procedure.name or procedure.code
            procedure.field_id = version.field_id
            procedure.level_ids = version.level_ids

    @api.depends("version_ids.state")
    def _compute_published(self):
        for procedure in self:
            procedure.published = any(
                version.state != "draft" for version in procedure.version_ids
            )

    @api.depends(
        *("ending_ids.published_at", "ending_ids.successor_id", "ending_ids.version_id")
    )
    def _compute_successor_id(self):
        for procedure in self:
            endings = procedure.ending_ids.filtered(
                lambda one: one.published_at and not one.version_id
            )
            procedure.successor_id = endings.sorted("published_at")[-1:].successor_id

    @api.depends("code", "name")
    def _compute_display_name(self):
        for procedure in self:
            code, name = procedure.code, procedure.name
            named = name and name != code
            procedure.display_name = f"{name} ({code})" if named else code

    @api.depends("version_ids.state", "version_ids.valid_from", "version_ids.valid_to")
    def _compute_current_version_id(self):
        domain = self.env["onestop.procedure.version"]._domain_in_force()
        versions = self.env["onestop.procedure.version"].search_fetch(
            domain & Domain("procedure_id", "in", self.ids), ["procedure_id"]
        )
        current = {version.procedure_id.id: version for version in versions}
        for procedure in self:
            procedure.current_version_id = current.get(procedure._origin.id, False)

    @api.depends("version_ids.state")
    def _compute_draft_version_id(self):
        for procedure in self:
            drafts = procedure.version_ids.filtered(lambda v: v.state == "draft")
            procedure.draft_version_id = drafts[-1:]

    @api.depends("version_ids.state", "version_ids.valid_from", "version_ids.valid_to")
    def _compute_state(self):
        today = legal_today()
        for procedure in self:
            published = procedure.version_ids.filtered(lambda v: v.state != "draft")
            if not published:
                procedure.state = "draft"
            elif any(version._is_in_force(today) for version in published):
                procedure.state = "published"
            elif any(version._is_upcoming(today) for version in published):
                procedure.state = "upcoming"
            else:
                procedure.state = "ended"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        versions = self.env["onestop.procedure.version"]
        in_force = Domain("version_ids", "any", versions._domain_in_force())
        upcoming = Domain("version_ids", "any", versions._domain_upcoming()) & ~in_force
        draft = Domain("published", "=", False)
        ended = Domain("published", "=", True) & ~in_force & ~upcoming
        domains = {
            "draft": draft,
            "upcoming": upcoming,
            "published": in_force,
            "ended": ended,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def _compute_version_count(self):
        counts = self.env["onestop.procedure.version"]._read_group(
            [("procedure_id", "in", self.ids)], ["procedure_id"], ["__count"]
        )
        counts = {procedure.id: count for procedure, count in counts}
        for procedure in self:
            procedure.version_count = counts.get(procedure.id, 0)

    def _compute_process_count(self):
        counts = self.env["onestop.process"]._read_group(
            [("procedure_id", "in", self.ids)], ["procedure_id"], ["__count"]
        )
        counts = {procedure.id: count for procedure, count in counts}
        for procedure in self:
            procedure.process_count = counts.get(procedure.id, 0)

    # For programs

    @api.model
    @api.readonly
    def find(self, query, limit=20):
        """Find procedures in force by code, name, keywords, field or life event.

        Accents and letter case do not matter; small slips of the pen are forgiven, and
        what people call things is understood (``onestop.synonym``).

        :param str query: what people type; the first 200 signs are looked at
        :param int limit: at most 100
        :return: a list of dicts, best first: ``code``, ``name`` (in the caller's
            language), ``field`` ("" without one), ``url`` of the public page, and
            ``online``: none, partial or full
        :raises UserError: where ``limit`` is no number
        """
        question = searchable(str(query or "")[:LONGEST_QUERY])
        if not question:
            return []
        try:
            limit = max(1, min(int(limit), MOST_FOUND))
        except (TypeError, ValueError, OverflowError):
            raise UserError(
                self.env._("“limit” takes a whole number, at most %s.", MOST_FOUND)
            ) from None
        return find_procedures(self.env, question, limit, legal_today(), PUBLIC_STATES)

    # By date

    def _current_version(self, date=None):
        """The version in force on a legal date (default: today); may be empty."""
        self.ensure_one()
        versions = self.env["onestop.procedure.version"]
        domain = versions._domain_in_force(date) & Domain("procedure_id", "=", self.id)
        # With all that it says: whoever asks for it goes on to read it.
        return versions.search_fetch(domain, limit=1)

    def _process_on(self, date=None):
        """The approved process in force on a legal date (default: today)."""
        self.ensure_one()
        number = self._process_id_on(date or legal_today())
        return self.env["onestop.process"].browse(number)

    @ormcache("self.id", "date")
    def _process_id_on(self, date):
        # sudo: bounded to which process is in force, for whoever acts under it; cleared
        # when one is approved or ends (`onestop.process`).
        processes = self.env["onestop.process"].sudo()
        domain = processes._domain_in_force(date)
        return processes.search(
            domain & Domain("procedure_id", "=", self.id), limit=1
        ).id

    def _draft_processes(self):
        return self.process_ids.filtered(lambda process: process.state == "draft")

    def _next_version_number(self):
        self.ensure_one()
        return max(self.version_ids.mapped("number"), default=0) + 1

    def _versions_from(self, date):
        """Published versions whose first day is ``date`` or later."""
        return self.version_ids.filtered(
            lambda version: (
                version.state != "draft"
                and version.valid_from >= date
                and not version._never_begins()
            )
        )

    def _may_end_on(self, date):
        """Whether a version is in force on the day before a date, or begins later."""
        self.ensure_one()
        day_before = date - timedelta(days=1)
        in_force = self.version_ids.filtered(lambda v: v._is_in_force(day_before))
        return bool(in_force | self._versions_from(date))

    def _end_versions(self, date, decision):
        """Let no version be in force from ``date`` on. The caller holds the right.

        A version that had not begun by then gets an empty period: its last day lies
        before its first.
        """
        self._versions_from(date)._end_unbegun(decision)
        day_before = date - timedelta(days=1)
        in_force = self.version_ids.filtered(lambda v: v._is_in_force(day_before))
        in_force.filtered(lambda v: v.valid_to != day_before).write(
            {"valid_to": day_before, "end_decision_id": decision.id}
        )
        # Before the next one begins: the database compares the periods at once.
        self.version_ids.flush_recordset()

    def _apply_dates(self):
        """Let the state of versions follow their dates."""
        versions = self.env["onestop.procedure.version"]
        domain = Domain("state", "=", "published") & Domain(
            "valid_to", "<", legal_today()
        )
        if self:
            domain &= Domain("procedure_id", "in", self.ids)
        ended = versions.search(domain)
        abolished = ended.filtered(lambda version: version._is_abolished())
        with MAY_CHANGE_FROZEN.held():
            abolished.write({"state": "abolished"})
            (ended - abolished).write({"state": "superseded"})

    @api.model
    def _cron_apply_dates(self):
        self._apply_dates()

    # Actions

    def action_new_version(self):
        """Open the draft of the procedure; make it of the newest version or empty."""
        self.ensure_one()
        versions = self.version_ids.sorted("number")
        draft = self.draft_version_id
        if not draft and versions:
            draft = versions[-1]._new_draft()
        elif not draft:
            draft = versions.create({"procedure_id": self.id, "name": self.name})
        return draft._action_open()

    def action_open_versions(self):
        name = self.env._("Versions")
        return self._action_open_related("onestop.procedure.version", name)

    def action_open_processes(self):
        name = self.env._("Internal Processes")
        return self._action_open_related("onestop.process", name)

    def _action_open_related(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,kanban,form",
            "domain": [("procedure_id", "=", self.id)],
            "context": {"default_procedure_id": self.id},
        }

    # Import

    @api.model
    def _import_national(self, files):
        """Import files of the national database; see ``onestop.national.importer``.

        :param files: an iterable of (name, bytes)
        :return: a report: dict of counts, and ``files``, one dict a file
        """
        return self.env["onestop.national.importer"]._import(files)
