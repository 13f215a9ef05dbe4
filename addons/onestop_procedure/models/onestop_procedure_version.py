from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date, ormcache

from ..core.agencies import AGENCIES
from ..core.eform import check_answers, condition_values
from ..core.eform_values import Circumstances
from ..core.process_hours import shortest_term_hours
from ..core.search_words import searchable
from ..legal_day import legal_today
from ..whole_one2many import WholeOne2many
from .onestop_procedure import PUBLIC_STATES

#: In which the catalogue is written; other languages are translations of it.
CATALOGUE_LANGUAGE = "vi_VN"
#: Citizens may read what was published, but not who works on it and how it came.
STAFF = "onestop_procedure.group_onestop_staff"
MANAGER = "onestop_procedure.group_onestop_catalogue_manager"


class Manner(NamedTuple):
    """How the dossiers of a version are worked on: values of its fields of these names."""

    immediate: bool
    delegated: bool
    four_eyes: bool
    postal_listed: bool
    no_result_paper: bool


class OnestopProcedureVersion(models.Model):
    """All that a procedure says between two dates; a dossier pins one version.

    A version is written as a draft, published by a decision, and from then on
    frozen with all its parts. From when to when it is in force is told by
    ``valid_from`` and ``valid_to`` alone; ``state`` follows them once a day and is
    never asked for the law of a given day.
    """

    _name = "onestop.procedure.version"
    _description = "Version of a Procedure"
    _inherit = [
        "onestop.frozen.mixin",
        "onestop.completeness.mixin",
        "onestop.posted.mixin",
    ]
    _order = "procedure_id, number desc"
    # Its text for searching has no accents: people type without them.
    _rec_names_search = ["name", "code", "search_text"]

    procedure_id = fields.Many2one(
        "onestop.procedure", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char(related="procedure_id.code")
    number = fields.Integer(readonly=True, copy=False, string="Version")
    name = fields.Char(required=True, translate=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("superseded", "Superseded"),
            ("abolished", "Abolished"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    valid_from = fields.Date(readonly=True, copy=False, index=True)
    valid_to = fields.Date(
        readonly=True, copy=False, help="Last day in force; empty while there is none."
    )
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")
    upcoming = fields.Boolean(
        "Not Yet in Effect", compute="_compute_in_force", search="_search_upcoming"
    )
    decision_id = fields.Many2one(
        "onestop.publication.decision",
        string="Publication Decision",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    end_decision_id = fields.Many2one(
        "onestop.publication.decision",
        string="Ended by Decision",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    published_at = fields.Datetime(readonly=True, copy=False)
    change_kind = fields.Selection(
        [("new", "New"), ("amended", "Amended")],
        compute="_compute_change_kind",
        string="Kind of Change",
        help="Amended: a version of the procedure was published before.",
    )

    # What it is about
    field_id = fields.Many2one("onestop.field", index=True, ondelete="restrict")
    level_ids = fields.Many2many(
        "onestop.level",
        string="Levels",
        ondelete="restrict",
        help="At which levels of administration it is resolved: one, or several.",
    )
    level_text = fields.Char(string="Level as Imported", readonly=True)
    law_kind = fields.Char(
        string="Kind in Law", help="How the national database classes the procedure."
    )
    source_decision = fields.Char(
        string="Announced by",
        help="The ministry's decision that announces the procedure.",
    )
    keywords = fields.Char()
    subject_ids = fields.Many2many("onestop.subject", ondelete="restrict")
    legal_basis_ids = fields.Many2many(
        "onestop.legal.basis",
        "onestop_version_legal_basis_rel",
        "version_id",
        "legal_basis_id",
        string="Legal Bases",
        ondelete="restrict",
    )

    # Texts
    steps_text = fields.Text(string="Order of Steps", translate=True)
    ways_text = fields.Text(string="Ways of Filing", translate=True)
    conditions = fields.Text(translate=True)
    description = fields.Text(translate=True)
    receiving_address = fields.Text(translate=True)

    # Agencies, as records and as the file named them
    competent_department_ids = fields.Many2many(
        "onestop.department",
        "onestop_version_competent_rel",
        string="Competent",
        ondelete="restrict",
        groups=STAFF,
    )
    competent_text = fields.Text(string="Competent, as Imported")
    implementing_department_ids = fields.Many2many(
        "onestop.department",
        "onestop_version_implementing_rel",
        string="Implementing",
        ondelete="restrict",
        groups=STAFF,
    )
    implementing_text = fields.Text(string="Implementing, as Imported")
    authorised_department_ids = fields.Many2many(
        "onestop.department",
        "onestop_version_authorised_rel",
        string="Authorised",
        ondelete="restrict",
        groups=STAFF,
    )
    authorised_text = fields.Text(string="Authorised, as Imported")
    coordinating_department_ids = fields.Many2many(
        "onestop.department",
        "onestop_version_coordinating_rel",
        string="Coordinating",
        ondelete="restrict",
        groups=STAFF,
    )
    coordinating_text = fields.Text(string="Coordinating, as Imported")

    # How a case of it runs
    operator = fields.Selection(
        [
            ("here", "This System"),
            ("national_portal", "National Portal"),
            ("ministry", "A Ministry's System"),
        ],
        default="here",
        required=True,
        string="Run by",
        help="Elsewhere: the dossier only follows an outside code and status.",
    )
    operator_system = fields.Char(string="Outside System")
    interlinked = fields.Boolean()
    any_centre = fields.Boolean(help="Filing is not bound to territory.")
    authorised_filing = fields.Boolean(default=True)
    immediate = fields.Boolean(help="The result follows intake at once.")
    same_day = fields.Boolean(help="Resolved on the day of intake.")
    delegated = fields.Boolean(help="Resolved by the centre's own officers.")
    no_result_paper = fields.Boolean()
    online_filing = fields.Boolean()
    four_eyes = fields.Boolean(
        default=True, help="Who decides is not the person who worked on it."
    )
    supplement_rule = fields.Selection(
        [("restart", "Count Again from the Start"), ("continue", "Go on Counting")],
        default="restart",
        required=True,
        help="How the term is counted once a supplement is complete. "
        "Decree 61/2018, art. 19.4: again from the start, unless a sector law says "
        "otherwise.",
    )
    supplement_term = fields.Integer(
        default=30,
        help="Working days that the applicant has to answer a request to supplement. "
        "What is never answered goes back after them.",
    )
    sets = fields.Integer(default=1, string="Sets of the Dossier")

    # Parts; copied one by one, because they name the cases of their own version.
    case_ids = WholeOne2many("onestop.procedure.case", "version_id", copy=False)
    channel_ids = WholeOne2many("onestop.procedure.channel", "version_id", copy=False)
    component_ids = WholeOne2many(
        "onestop.procedure.component", "version_id", copy=False
    )
    fee_ids = WholeOne2many("onestop.procedure.fee", "version_id", copy=False)
    result_ids = fields.One2many("onestop.procedure.result", "version_id", copy=True)
    eform_field_ids = WholeOne2many("onestop.eform.field", "version_id", copy=True)
    dossier_properties_definition = fields.PropertiesDefinition(
        readonly=True, copy=False
    )

    # Where it came from
    import_remark_ids = fields.One2many(
        "onestop.import.remark", "version_id", groups=MANAGER
    )
    import_remark_count = fields.Integer(
        compute="_compute_import_remark_count", groups=MANAGER
    )
    form_gap_count = fields.Integer(
        compute="_compute_form_gap_count",
        string="Forms to Upload",
        groups=MANAGER,
        help="Papers whose form is known by its name alone: nobody can download it.",
    )
    source_fingerprint = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=STAFF,
    )
    source_raw = fields.Text(
        string="Source File",
        readonly=True,
        copy=False,
        prefetch=False,
        groups=STAFF,
    )

    process_id = fields.Many2one(
        "onestop.process",
        compute="_compute_process_id",
        string="Internal Process in Force",
        groups=STAFF,
    )
    process_map = fields.Json("Map", compute="_compute_process_map", groups=STAFF)
    search_text = fields.Text(
        compute="_compute_search_text", store=True, prefetch=False
    )

    _number_unique = models.UniqueIndex(
        "(procedure_id, number)", "This procedure has a version with this number."
    )
    # A version withdrawn before its first day has an empty period (valid_to lies
    # before valid_from) and hinders none.
    _one_published_a_day = models.Constraint(
        "EXCLUDE USING gist (procedure_id WITH =, "
        "daterange(valid_from, valid_to, '[]') WITH &&) "
        "WHERE (state != 'draft' AND (valid_to IS NULL OR valid_to >= valid_from))",
        "Two published versions of one procedure would be in force on one day.",
    )
    _dated_once_published = models.Constraint(
        "CHECK (state = 'draft' OR (valid_from IS NOT NULL AND decision_id IS NOT NULL))",
        "A published version has a decision and a date.",
    )
    _search_index = models.Index("USING gin (search_text gin_trgm_ops)")

    # Computes

    @api.depends_context("lang")
    @api.depends("name", "procedure_id.code", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(name)s (%(code)s), version %(number)s",
                name=version.name or "",
                code=version.procedure_id.code or "",
                number=version.number,
            )

    @api.depends("state", "valid_from", "valid_to")
    def _compute_in_force(self):
        today = legal_today()
        for version in self:
            version.in_force = version._is_in_force(today)
            version.upcoming = version._is_upcoming(today)

    def _search_upcoming(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_upcoming() if True in value else ~self._domain_upcoming()

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_in_force() if True in value else ~self._domain_in_force()

    @api.depends("number", "procedure_id.version_ids.state")
    def _compute_change_kind(self):
        for version in self:
            amends = version._before()
            version.change_kind = "amended" if amends else "new"

    @api.depends("import_remark_ids")
    def _compute_import_remark_count(self):
        for version in self:
            version.import_remark_count = len(version.import_remark_ids)

    @api.depends("component_ids.form_name", "component_ids.form_attachment_id")
    def _compute_form_gap_count(self):
        for version in self:
            gaps = version.component_ids.filtered(lambda one: one._wants_form())
            version.form_gap_count = len(gaps)

    @api.depends(
        "procedure_id.process_ids.state",
        "procedure_id.process_ids.valid_from",
        "procedure_id.process_ids.valid_to",
    )
    def _compute_process_id(self):
        for version in self:
            version.process_id = version._process_on()

    @api.depends("process_id", "channel_ids.term_value", "channel_ids.term_unit")
    @api.depends_context("lang")
    def _compute_process_map(self):
        # A process that was approved for an earlier version is measured here against
        # the terms of this one.
        for version in self:
            version.process_map = version.process_id and version.process_id._draw_map(
                bound=version._shortest_term_hours() or 0
            )

    @api.depends(
        "name",
        "keywords",
        "field_id.name",
        "procedure_id.code",
        "procedure_id.local_code",
        "procedure_id.keywords",
        "procedure_id.life_event_ids.active",
        "procedure_id.life_event_ids.name",
        "procedure_id.life_event_ids.words",
    )
    def _compute_search_text(self):
        """The names on the first line, which weighs most, then everything else.

        Each line begins and ends with a blank, so that whole words can be looked for.
        """
        for version in self:
            procedure = version.procedure_id
            names = version._texts_of(version, "name")
            others = [
                version.keywords,
                procedure.keywords,
                *version._texts_of(version.field_id, "name"),
                procedure.code,
                (procedure.code or "").replace(".", ""),
                procedure.local_code,
            ]
            for event in procedure.life_event_ids:
                others += [*version._texts_of(event, "name"), event.words]
            lines = (
                searchable(" ".join(filter(None, texts))) for texts in (names, others)
            )
            version.search_text = "\n".join(f" {line} " for line in lines)

    # By date

    @api.model
    def _domain_in_force(self, date=None):
        """Versions in force on a legal date (default: today)."""
        date = date or legal_today()
        return (
            Domain("state", "in", PUBLIC_STATES)
            & Domain("valid_from", "<=", date)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )

    @api.model
    def _domain_upcoming(self, date=None):
        """Published versions whose first day lies after a legal date."""
        date = date or legal_today()
        # One that never begins is not published any more (`_end_unbegun`).
        return Domain("state", "=", "published") & Domain("valid_from", ">", date)

    def _is_in_force(self, date):
        self.ensure_one()
        return (
            self.state != "draft"
            and self.valid_from <= date
            and (not self.valid_to or self.valid_to >= date)
        )

    def _before(self):
        """The published version that was there before this one; may be empty."""
        self.ensure_one()
        return self.procedure_id.version_ids.filtered(
            lambda one: (
                one.state != "draft"
                and one.number < self.number
                and not one._never_begins()
            )
        ).sorted("number")[-1:]

    def _is_abolished(self):
        """Whether the decision that ended it abolished the procedure."""
        return self._ending().kind in ("abolished", "withdrawn")

    def _ending(self):
        """How the decision that ended it ended the procedure, as its
        `onestop.procedure.ending`; none where a newer version took its place."""
        self.ensure_one()
        return self.end_decision_id.ending_ids.filtered(
            lambda one: one.procedure_id == self.procedure_id
        )

    def _is_upcoming(self, date):
        self.ensure_one()
        return (
            self.state == "published"
            and self.valid_from > date
            and not self._never_begins()
        )

    def _never_begins(self):
        """Whether it was withdrawn or ended before its first day."""
        self.ensure_one()
        return bool(self.valid_to and self.valid_to < self.valid_from)

    def _process_on(self, date=None):
        """The approved internal process in force on a legal date; may be empty."""
        self.ensure_one()
        return self.procedure_id._process_on(date)

    @ormcache("self.id")
    def _manner(self):
        """`Manner` of a version that dossiers were received under."""
        # Bounded to what is published with it; every action on every dossier asks.
        version = self.sudo()
        return Manner(*(version[name] for name in Manner._fields))

    # Constraints

    @api.constrains("supplement_term")
    def _check_supplement_term(self):
        if any(version.supplement_term < 1 for version in self):
            raise ValidationError(
                self.env._(
                    "The applicant needs at least one working day to supplement a "
                    "dossier: without a term it would wait for ever."
                )
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        numbers = {}
        for vals in vals_list:
            procedure = self.env["onestop.procedure"].browse(vals.get("procedure_id"))
            if procedure and not vals.get("number"):
                numbers.setdefault(procedure, procedure._next_version_number())
                vals["number"] = numbers[procedure]
                numbers[procedure] += 1
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        # Only of what was published is kept how its dossiers are handled.
        kept = vals.keys() & set(Manner._fields)
        if kept and any(version.state != "draft" for version in self):
            self.env.registry.clear_cache()
        return result

    def copy(self, default=None):
        copies = super().copy(default)
        for version, new in zip(self, copies, strict=True):
            version._copy_parts_to(new)
        return copies

    def _copy_parts_to(self, new):
        """Copy the cases, and what names a case with the case of the new version."""
        cases = {
            case: case.copy({"version_id": new.id, "code": case.code})
            for case in self.case_ids
        }
        for part in (*self.channel_ids, *self.fee_ids):
            case = cases.get(part.case_id)
            part.copy({"version_id": new.id, "case_id": case and case.id})
        for component in self.component_ids:
            ids = [cases[case].id for case in component.case_ids]
            component.copy(
                {
                    "version_id": new.id,
                    "code": component.code,
                    "case_ids": [Command.set(ids)],
                    # One file, until a new one is put in its place.
                    "form_attachment_id": component.form_attachment_id.id,
                    "sample_attachment_id": component.sample_attachment_id.id,
                }
            )

    # Actions

    def action_publish(self):
        """Publish these drafts by their decisions, with all else that stands on them.

        :raises UserError: with the list of what is missing, and what stands against it
        """
        self.check_access("write")
        for version in self:
            if version.state != "draft" or not version.decision_id:
                raise UserError(
                    self.env._(
                        "%(version)s cannot be published yet:\n%(list)s",
                        version=version.display_name,
                        list="\n".join(f"• {one}" for one in version._obstacles()),
                    )
                )
        return self.decision_id.action_publish()

    def action_compare(self):
        """Show what differs from the version before; another one can be chosen."""
        self.ensure_one()
        return self.env["onestop.version.comparison"]._open(self)

    def _obstacles(self):
        """All that keeps a version from being published, as sentences."""
        _ = self.env._
        if self.state != "draft":
            return [_("It is not a draft.")]
        obstacles = self._missing_parts()
        obstacles += filter(None, (self._obstacle_of_process(),))
        if not self.decision_id:
            return [*obstacles, _("The publication decision.")]
        day = self.decision_id.effect_date
        later = self.procedure_id._versions_from(day)
        if later := later - self.decision_id.ending_ids.version_id:
            obstacles.append(
                _(
                    "“In Effect from” is %(day)s: %(version)s takes effect on the same "
                    "day or later; withdraw it first.",
                    day=format_date(self.env, day),
                    version=later[0].display_name,
                )
            )
        return [*obstacles, *self._obstacles_of_agencies(day)]

    def _obstacles_of_agencies(self, day):
        """Sentences on agencies that the version names and that do not exist on a day."""
        named = self.env["onestop.department"].union(
            *(self[f"{role}_department_ids"] for role in AGENCIES)
        )
        return [
            self.env._(
                "%(department)s does not exist on %(day)s: name its successor.",
                department=department.display_name,
                day=format_date(self.env, day),
            )
            for department in named
            if not department._is_in_force(day)
        ]

    def _obstacle_of_process(self):
        """A sentence where the approved process takes longer than this version."""
        day = self.decision_id.effect_date or legal_today()
        process = self._process_on(day)
        bound = self._shortest_term_hours()
        if not process or bound is None or process.total_hours <= bound:
            return None
        return self.env._(
            "Its internal process takes %(total)s working hours, the shortest term is "
            "%(bound)s.",
            total=f"{process.total_hours:g}",
            bound=f"{bound:g}",
        )

    def _channel_rows(self, case):
        """The ways of filing in a case: for a channel its own rows stand in place of
        those for all cases. All rows where no case is said."""
        self.ensure_one()
        own = self.channel_ids.filtered(lambda row: case and row.case_id == case)
        replaced = set(own.mapped("channel"))
        return self.channel_ids.filtered(
            lambda row: (
                not case
                or row in own
                or (not row.case_id and row.channel not in replaced)
            )
        )

    def _shortest_term_hours(self):
        """The shortest term of all channels and cases in working hours, or None."""
        self.ensure_one()
        return shortest_term_hours(
            (channel.term_value, channel.term_unit or "none")
            for channel in self.channel_ids
        )

    def _end_unbegun(self, decision):
        """Let a version never begin: its last day lies before its first. The caller
        holds the right."""
        for version in self:
            version.write(
                {
                    "state": "abolished",
                    "valid_to": version.valid_from - timedelta(days=1),
                    "end_decision_id": decision.id,
                }
            )
        # Before others are written: the database compares the periods at once.
        self.flush_recordset()

    def _withdraw(self, decision):
        """Take it back before its first day: the version that it would have ended stays
        in force as long as this one would have been. The caller holds the right."""
        self.ensure_one()
        until, by = self.valid_to, self.end_decision_id
        last_day = self.valid_from - timedelta(days=1)
        before = self.procedure_id.version_ids.filtered(
            lambda one: (
                one.valid_to == last_day
                and one.end_decision_id == self.decision_id
                and not one._never_begins()
            )
        )
        self._end_unbegun(decision)
        before.write({"valid_to": until, "end_decision_id": by.id})

    def action_withdraw(self):
        """Open a decision that withdraws this version before its first day."""
        self.ensure_one()
        row = {"procedure_id": self.procedure_id.id, "version_id": self.id}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision That Withdraws It"),
            "res_model": "onestop.publication.decision",
            "view_mode": "form",
            "context": {"default_ending_ids": [Command.create(row)]},
        }

    def action_new_version(self):
        """Copy to a draft with the next number, and open it.

        :raises UserError: while the procedure has a draft
        """
        self.ensure_one()
        return self._new_draft()._action_open()

    def _new_draft(self):
        """A draft with the next number, equal to this version."""
        if draft := self.procedure_id.draft_version_id:
            raise UserError(
                self.env._(
                    "%(version)s is a draft: publish or delete it first.",
                    version=draft.display_name,
                )
            )
        return self.copy()

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _action_open_drafts(self):
        """Those of an import that are not published yet."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported Drafts"),
            "res_model": self._name,
            "view_mode": "list,kanban,form",
            "domain": [("id", "in", self.ids), ("state", "=", "draft")],
        }

    def action_open_processes(self):
        """The internal processes of the procedure, to make one where there is none."""
        self.ensure_one()
        return self.procedure_id.action_open_processes()

    def action_open_procedure(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "onestop.procedure",
            "res_id": self.procedure_id.id,
            "view_mode": "form",
        }

    def action_open_import_remarks(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Remarks"),
            "res_model": "onestop.import.remark",
            "view_mode": "list",
            "domain": [("version_id", "=", self.id)],
        }

    def action_open_form_gaps(self):
        """The papers whose forms are to be uploaded."""
        self.ensure_one()
        gaps = self.component_ids.filtered(lambda one: one._wants_form())
        return {
            "type": "ir.actions.act_window",
            "domain": [("id", "in", gaps.ids)],
            "name": self.env._("Forms to Upload"),
            "res_model": "onestop.procedure.component",
            "view_mode": "list,form",
        }

    # The e-form

    def _prepare_definitions(self):
        """Definitions of Properties, which are made once: at publication."""
        # Properties know one language; it is that of the province.
        fields_of_form = self._in_catalogue_language().eform_field_ids
        return {
            "dossier_properties_definition": fields_of_form._properties_definition()
        }

    def _check_answers(self, answers, old_identity=False):
        """Check the answers to the e-form at the server.

        :param dict answers: raw answers by the technical names of fields
        :param bool old_identity: accept 9-digit identity numbers, for past records
        :return: ``core.eform.Checked``: ``cleaned``, ``errors`` and ``notes``
        """
        self.ensure_one()
        circumstances = Circumstances(today=legal_today(), old_identity=old_identity)
        form = [field._to_core() for field in self.eform_field_ids]
        return check_answers(form, answers, circumstances)

    def _components_asked(self, case, answers):
        """The papers that a case and the answers to the e-form ask for.

        :param case: an `onestop.procedure.case`, or none: what is for all cases
        :param dict answers: clean answers by the names of fields
        """
        self.ensure_one()
        form = [field._to_core() for field in self.eform_field_ids]
        return self.component_ids._asked(case, condition_values(form, answers))

    # Languages

    def _in_catalogue_language(self):
        """The same records in Vietnamese, where it is installed."""
        installed = dict(self.env["res.lang"].get_installed())
        language = CATALOGUE_LANGUAGE if CATALOGUE_LANGUAGE in installed else None
        return self.with_context(lang=language)

    @api.model
    def _texts_of(self, record, name):
        """The texts of a translated field in all languages; [] without a record."""
        if not record.ids:
            return []
        stored = record._fields[name]._get_stored_translations(record) or {}
        return list(dict.fromkeys(stored.values()))
