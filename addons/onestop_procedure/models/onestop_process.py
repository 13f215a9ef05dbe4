from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date, ormcache

from ..core.process_map import draw
from ..core.process_plan import Plan
from ..legal_day import legal_today
from ..whole_one2many import WholeOne2many
from .onestop_frozen_mixin import MAY_CHANGE_FROZEN

APPROVED_STATES = ("approved", "ended")
# What decides on which days a process is in force.
IN_FORCE = {"procedure_id", "state", "valid_from", "valid_to"}


class OnestopProcess(models.Model):
    """The internal process of a procedure: who does what, in how many hours.

    It has versions, an approval and dates of its own, because a reorganisation
    changes it while the law stays. An approved process is frozen with its steps.
    """

    _name = "onestop.process"
    _description = "Internal Process"
    _inherit = ["onestop.frozen.mixin"]
    _order = "procedure_id, number desc"

    procedure_id = fields.Many2one(
        "onestop.procedure",
        index=True,
        ondelete="restrict",
        help="Without one it is a template: copied to procedures, never approved.",
    )
    name = fields.Char(
        string="Template", translate=True, help="What the template is for."
    )
    number = fields.Integer(readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("ended", "Ended")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    decision_number = fields.Char(string="Approved by", copy=False)
    decision_date = fields.Date(string="Signed on", copy=False)
    decision_signer = fields.Char(string="Signer", copy=False)
    valid_from = fields.Date(copy=False, index=True)
    valid_to = fields.Date(readonly=True, copy=False)
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")
    step_ids = WholeOne2many("onestop.process.step", "process_id", copy=False)
    total_hours = fields.Float(
        compute="_compute_total_hours",
        help="Working hours of the longest way from the first step to the result. Of "
        "parallel steps the longest counts; the return does not (Decree 61/2018, "
        "art. 19), nor does what is done again.",
    )
    term_hours = fields.Float(
        compute="_compute_term_hours",
        help="The shortest term of the procedure in working hours, 8 to a day; of "
        "calendar days only those that are surely working days. 0: no term.",
    )
    over_term = fields.Boolean(compute="_compute_over_term")
    to_come = fields.Boolean(compute="_compute_to_come")
    process_map = fields.Json("Map", compute="_compute_process_map", exportable=False)

    _number_unique = models.UniqueIndex(
        "(procedure_id, number)",
        "Somebody else has just made a process of this procedure. Do it once more.",
    )
    _one_approved_a_day = models.Constraint(
        "EXCLUDE USING gist (procedure_id WITH =, "
        "daterange(valid_from, valid_to, '[]') WITH &&) "
        "WHERE (state != 'draft' AND (valid_to IS NULL OR valid_to >= valid_from))",
        "Two approved processes of one procedure would be in force on one day.",
    )
    _template_is_draft = models.Constraint(
        "CHECK (state = 'draft' OR procedure_id IS NOT NULL)",
        "A template is never approved.",
    )
    _template_has_name = models.Constraint(
        "CHECK (procedure_id IS NOT NULL OR name IS NOT NULL)",
        "A process belongs to a procedure, or is a template with a name.",
    )
    _dated_once_approved = models.Constraint(
        "CHECK (state = 'draft' OR (valid_from IS NOT NULL AND decision_date IS NOT NULL))",
        "An approved process has a decision and a date.",
    )

    @api.depends("procedure_id.code", "number", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for process in self:
            process.display_name = process.name or self.env._(
                "%(code)s, process %(number)s",
                code=process.procedure_id.code or "",
                number=process.number,
            )

    @api.depends("state", "valid_from", "valid_to")
    def _compute_in_force(self):
        today = legal_today()
        for process in self:
            process.in_force = process._is_in_force(today)

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_in_force() if True in value else ~self._domain_in_force()

    @api.depends(
        "step_ids.sequence",
        "step_ids.kind",
        "step_ids.hours",
        "step_ids.transition_ids.target_step_id",
        "step_ids.transition_ids.target_state",
    )
    def _compute_total_hours(self):
        for process in self:
            process.total_hours = process._plan().longest_hours()

    @api.depends(
        "procedure_id",
        "valid_from",
        "procedure_id.version_ids.state",
        "procedure_id.version_ids.channel_ids.term_value",
        "procedure_id.version_ids.channel_ids.term_unit",
    )
    def _compute_term_hours(self):
        for process in self:
            version = process._version_to_serve()
            hours = version and version._shortest_term_hours()
            process.term_hours = hours or 0

    @api.depends("total_hours", "term_hours")
    def _compute_over_term(self):
        for process in self:
            process.over_term = bool(
                process.term_hours and process.total_hours > process.term_hours
            )

    @api.depends("state", "valid_from")
    def _compute_to_come(self):
        for process in self:
            process.to_come = process._is_to_come()

    @api.depends(
        "term_hours",
        "step_ids.sequence",
        "step_ids.name",
        "step_ids.kind",
        "step_ids.role",
        "step_ids.place",
        "step_ids.department_id",
        "step_ids.hours",
        "step_ids.four_eyes",
        "step_ids.silence_rule",
        "step_ids.linked_procedure_id",
        "step_ids.transition_ids.name",
        "step_ids.transition_ids.code",
        "step_ids.transition_ids.target_step_id",
        "step_ids.transition_ids.target_state",
    )
    @api.depends_context("lang")
    def _compute_process_map(self):
        for process in self:
            process.process_map = process._draw_map()

    def _draw_map(self, places=None, standing=None, bound=None):
        """The map of the process, as `core.process_map` draws it.

        :param dict places: {step: department that does it for one dossier}
        :param dict standing: {step: how far one dossier is with it}
        :param float bound: working hours of the term that it is measured against; the
            shortest of the version that it serves if None
        """
        self.ensure_one()
        words = self.step_ids._words_of_map()
        places, standing = places or {}, standing or {}
        labels = {
            step._key(): step._map_label(
                words, places.get(step, step.department_id), standing.get(step)
            )
            for step in self.step_ids
        }
        steps = [step._to_core() for step in self.step_ids]
        bound = self.term_hours if bound is None else bound
        return draw(steps, labels, bound)

    # By date

    @api.model
    def _domain_in_force(self, date=None):
        """Processes in force on a legal date (default: today)."""
        date = date or legal_today()
        return (
            Domain("state", "in", APPROVED_STATES)
            & Domain("valid_from", "<=", date)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )

    def _is_in_force(self, date):
        self.ensure_one()
        return (
            self.state != "draft"
            and self.valid_from <= date
            and (not self.valid_to or self.valid_to >= date)
        )

    def _version_to_serve(self):
        """The version whose terms bind the process: in force on its first day.

        Before anything is published: the draft.
        """
        self.ensure_one()
        procedure = self.procedure_id
        if not procedure:
            return self.env["onestop.procedure.version"]
        version = procedure._current_version(self.valid_from or None)
        return version or procedure.version_ids.sorted("number")[-1:]

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        numbers = {}
        for vals in vals_list:
            procedure = self.env["onestop.procedure"].browse(vals.get("procedure_id"))
            if procedure and not vals.get("number"):
                last = max(procedure.process_ids.mapped("number"), default=0)
                numbers[procedure] = numbers.get(procedure, last) + 1
                vals["number"] = numbers[procedure]
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & IN_FORCE:
            self.env.registry.clear_cache()
        return result

    def copy(self, default=None):
        copies = super().copy(default)
        for process, new in zip(self, copies, strict=True):
            process._copy_steps_to(new)
        return copies

    def _copy_steps_to(self, new):
        """Copy the steps, then their transitions with the targets among the copies."""
        steps = {step: step.copy({"process_id": new.id}) for step in self.step_ids}
        papers = self._papers_of(new)
        for transition in self.step_ids.transition_ids:
            target = steps.get(transition.target_step_id)
            required = transition.required_component_ids
            transition.copy(
                {
                    "step_id": steps[transition.step_id].id,
                    "target_step_id": target and target.id,
                    "required_component_ids": [
                        Command.set([papers[one] for one in required if one in papers])
                    ],
                }
            )

    def _papers_of(self, new):
        """{paper that a way demands: id of what the procedure of a copy calls alike}.

        Papers of another procedure have codes of their own, but people give them the
        same names.
        """
        required = self.step_ids.transition_ids.required_component_ids
        if new.procedure_id in (self.procedure_id, self.env["onestop.procedure"]):
            return {paper: paper.id for paper in required}
        offered = {
            one.name.strip().casefold(): one.id
            for one in new._version_to_serve().component_ids
        }
        names = {paper: paper.name.strip().casefold() for paper in required}
        return {p: offered[name] for p, name in names.items() if name in offered}

    def _papers_left_out(self, new):
        """Sentences on papers that ways demand here, and that the procedure of a copy
        does not ask for."""
        papers = self._papers_of(new)
        return [
            self.env._(
                "“%(way)s” demands “%(paper)s”, which the procedure does not ask for.",
                way=way.name,
                paper=paper.name,
            )
            for way in self.step_ids.transition_ids
            for paper in way.required_component_ids
            if paper not in papers
        ]

    def _substitute(self, department, successor):
        """Let a successor do what a department did."""
        if department:
            steps = self.step_ids.filtered(lambda s: s.department_id == department)
            steps.department_id = successor

    @api.model
    def _approved_with_steps_at(self, department):
        """Approved processes that are in force, or will be, with steps there."""
        return self.search(
            Domain("state", "=", "approved")
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", legal_today()))
            & Domain("step_ids.department_id", "=", department.id)
        )

    # Actions

    def action_approve(self):
        """Approve drafts by their decisions, from their first days on.

        The process that was in force until then ends on the day before.

        :raises UserError: with the list of what stands against it
        """
        for process in self:
            process._approve()

    def _approve(self):
        self.check_access("write")
        if obstacles := self._obstacles():
            raise UserError(
                self.env._(
                    "%(process)s cannot be approved yet:\n%(list)s",
                    process=self.display_name,
                    list="\n".join(f"• {sentence}" for sentence in obstacles),
                )
            )
        with MAY_CHANGE_FROZEN.held():
            others = self.procedure_id.process_ids - self
            others._end(self.valid_from)
            self.write({"state": "approved"})
        self._apply_dates()

    def action_withdraw(self):
        """Take approved processes back before their first day: they never come into
        force, and what they would have ended goes on.

        :raises UserError: where one is in force already, or was
        """
        for process in self:
            process._withdraw()

    def _withdraw(self):
        self.check_access("write")
        self.lock_for_update()
        if not self._is_to_come():
            raise UserError(
                self.env._(
                    "%s is not to come any more, and dossiers may have begun under it. "
                    "Approve another process that takes its place.",
                    self.display_name,
                )
            )
        eve, until = self.valid_from - timedelta(days=1), self.valid_to
        with MAY_CHANGE_FROZEN.held():
            # An empty period, which hinders none.
            self.write({"state": "ended", "valid_to": eve})
            # Before the other goes on: the database compares the periods at once.
            self.flush_recordset()
            others = (self.procedure_id.process_ids - self).filtered(
                lambda one: one.valid_to == eve and one._is_in_force(eve)
            )
            others.write({"valid_to": until})

    def _is_to_come(self):
        """Whether it is approved, and its first day lies ahead."""
        self.ensure_one()
        return self.state == "approved" and self.valid_from > legal_today()

    def _is_withdrawn(self):
        self.ensure_one()
        return bool(self.valid_to) and self.valid_to < self.valid_from

    def _obstacles(self):
        """All that keeps a process from being approved, as sentences."""
        self.ensure_one()
        if self.state != "draft":
            return [self.env._("It is not a draft.")]
        if not self.procedure_id:
            return [self.env._("It is a template: copy it to a procedure.")]
        return [*self._obstacles_of_decision(), *self._obstacles_of_contents()]

    def _obstacles_of_contents(self):
        """What keeps it from being approved, by whatever decision."""
        return [*self._obstacles_of_time(), *self._obstacles_of_steps()]

    def _obstacles_of_decision(self):
        _ = self.env._
        parts = [
            (self.decision_number, _("The number of the approval decision.")),
            (self.decision_date, _("The day on which it was signed.")),
            (self.decision_signer, _("Who signed it.")),
            (self.valid_from, _("The first day in force.")),
        ]
        obstacles = [sentence for there, sentence in parts if not there]
        if self.valid_from and self.decision_date:
            if self.valid_from < self.decision_date:
                obstacles.append(
                    _(
                        "“Valid From” (%(first)s) lies before “Signed on” (%(signed)s).",
                        first=format_date(self.env, self.valid_from),
                        signed=format_date(self.env, self.decision_date),
                    )
                )
            later = self.procedure_id.process_ids.filtered(
                lambda other: (
                    other.state != "draft"
                    and other.valid_from >= self.valid_from
                    and not other._is_withdrawn()
                )
            )
            obstacles += [
                _(
                    "“Valid From” is %(day)s: %(process)s is in force from the same day "
                    "or later. Withdraw it before its first day, or choose a later one.",
                    day=format_date(self.env, self.valid_from),
                    process=process.display_name,
                )
                for process in later
            ]
        return obstacles

    def _obstacles_of_time(self):
        # Decree 61/2018, art. 19: the process has to keep the term of the law.
        if not self.over_term:
            return []
        return [
            self.env._(
                "Its steps take %(total)s working hours, the shortest term is "
                "%(bound)s: %(over)s too many.",
                total=f"{self.total_hours:g}",
                bound=f"{self.term_hours:g}",
                over=f"{self.total_hours - self.term_hours:g}",
            )
        ]

    def _obstacles_of_steps(self):
        _ = self.env._
        if not self.step_ids:
            return [_("It has no steps.")]
        obstacles = []
        for step in self.step_ids:
            department = step.department_id
            if step._needs_hours() and not step.hours:
                obstacles.append(
                    _(
                        "“%(step)s” says in how many hours it is done: without them "
                        "nobody would see that it is late.",
                        step=step.name,
                    )
                )
            if step.place == "fixed" and not department:
                obstacles.append(_("“%(step)s” names no department.", step=step.name))
            elif department and not department._is_in_force(
                self.valid_from or legal_today()
            ):
                obstacles.append(
                    _(
                        "“%(step)s” is done by %(department)s, which does not exist "
                        "on the first day.",
                        step=step.name,
                        department=department.display_name,
                    )
                )
        return obstacles + self._obstacles_of_ways()

    def _obstacles_of_ways(self):
        """What would keep a dossier from coming to its end, decided and returned."""
        _ = self.env._
        plan = self._plan()
        undecided, seals = plan.undecided()
        sentences = [
            (plan.unreachable(), _("No way leads to “%(step)s”.")),
            (
                plan.trapped(),
                _(
                    "“%(step)s” can never be left for the end: its transitions only go "
                    "round in circles."
                ),
            ),
            (
                plan.only_on_condition(),
                _(
                    "Every way on from “%(step)s” has a condition: a dossier that "
                    "meets none would stay there. Leave one without condition."
                ),
            ),
            (seals, _("“%(step)s” may seal before anything was decided.")),
        ]
        obstacles = [
            sentence % {"step": step.name}
            for keys, sentence in sentences
            for step in self.step_ids
            if step.id in keys
        ]
        if undecided:
            obstacles.append(_("There is a way to its end on which nobody decides."))
        if not plan.returns_once_at_its_end():
            obstacles.append(
                _(
                    "It needs exactly one step that returns the result, alone at its end."
                )
            )
        # Decree 61/2018, art. 19.7.
        if not plan.returns_where_it_was_received():
            obstacles.append(
                _("The result is returned where the dossier was received.")
            )
        return obstacles + self._obstacles_of_choices(plan)

    def _obstacles_of_choices(self, plan):
        """What would keep a person from choosing a way, or a way from being taken."""
        _ = self.env._
        sentences = [
            (
                plan.in_vain(),
                _(
                    "“%(step)s”: “%(way)s” is never taken, since one before it has the "
                    "same action and outcome and no condition."
                ),
            ),
            (
                plan.unnamed(),
                _("“%(step)s”: “%(way)s” needs an outcome, so that it can be chosen."),
            ),
            (
                plan.sideways(),
                _(
                    "“%(step)s”: “%(way)s” leads to a step that runs beside it; only an "
                    "earlier or a later one can follow."
                ),
            ),
        ]
        ways = self.step_ids.transition_ids
        return [
            sentence % {"step": way.step_id.name, "way": way.name}
            for found, sentence in sentences
            for way in ways.browse(way.key for _step, way in found)
        ]

    def _plan(self):
        """The steps and their ways, as the core reads them; no steps for no process."""
        return Plan([step._to_core() for step in self.step_ids])

    @ormcache("self.id")
    def _approved_plan(self):
        """The plan of an approved process, which never changes."""
        # sudo: bounded to the steps of one process, for whoever acts under it; what it
        # says of departments and hours goes no further than the engine.
        return self.sudo()._plan()

    @ormcache("self.id")
    def _named_officers(self):
        """{id of a step: id of the officer whom it names}"""
        # sudo: as `_approved_plan`.
        named = self.sudo().step_ids.filtered("officer_id")
        return {step.id: step.officer_id.id for step in named}

    def _end(self, date):
        """Let none of these be in force from ``date`` on. The caller holds the right."""
        day_before = date - timedelta(days=1)
        self.filtered(lambda p: p._is_in_force(day_before)).write(
            {"valid_to": day_before}
        )
        # Before the next one begins: the database compares the periods at once.
        self.flush_recordset()

    @api.model
    def _apply_dates(self):
        """Let the state of processes follow their dates."""
        ended = self.search(
            [("state", "=", "approved"), ("valid_to", "<", legal_today())]
        )
        with MAY_CHANGE_FROZEN.held():
            ended.write({"state": "ended"})

    @api.model
    def _cron_apply_dates(self):
        self._apply_dates()

    def action_new_process(self):
        """Copy to a draft with the next number, and open it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
        }

    def action_make_template(self):
        """Copy to a template, and open it."""
        self.ensure_one()
        name = self.procedure_id.display_name or self.name
        template = self.copy({"procedure_id": False, "name": name})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": template.id,
            "view_mode": "form",
        }

    def action_copy_to_procedures(self):
        """Choose the procedures that get a process like this one."""
        self.ensure_one()
        return self.env["onestop.process.making"]._open_for_process(self)
