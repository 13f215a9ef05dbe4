from markupsafe import Markup

from odoo import api, fields, models

from ..core.eform import check_condition
from ..core.process_hours import HOURS_PER_DAY

MANAGER = "onestop_procedure.group_onestop_catalogue_manager"
#: What the list looks at, of each kind of row.
CHANNEL_FIELDS = (
    *("channel", "case_id", "term_value", "term_unit", "raw"),
    *("online_level", "partial_reason"),
)
COMPONENT_FIELDS = (
    *("name", "case_ids", "originals", "copies", "only_shown"),
    *("asked_if", "database_id"),
)
FEE_FIELDS = (
    *("kind", "name", "amount_kind", "amount", "currency_id", "unit"),
    *("channel", "case_id", "condition", "raw"),
)
EXEMPTION_FIELDS = ("ground_id", "kind", "percent", "reduced_amount", "legal_basis")
QUESTION_FIELDS = (
    *("name", "label", "type", "required", "pattern", "options", "min", "max"),
    "visible_if",
)


class OnestopCompletenessMixin(models.AbstractModel):
    """What a version still lacks before it can be published, sentence by sentence.

    Only what the law demands, and what one part says against another. A part of the
    version alone: it stands apart so that the list which refuses publishing is read in
    one place.
    """

    _name = "onestop.completeness.mixin"
    _description = "What a Version Lacks"

    missing = fields.Json(
        compute="_compute_missing", string="What Is Missing", groups=MANAGER
    )
    missing_count = fields.Integer(
        compute="_compute_missing", string="Missing", groups=MANAGER
    )
    missing_html = fields.Html(
        compute="_compute_missing", string="Missing, as a List", groups=MANAGER
    )

    @api.depends(lambda self: self._fields_of_completeness())
    @api.depends_context("lang")
    def _compute_missing(self):
        for version in self:
            sentences = version._missing_parts()
            version.missing = sentences
            version.missing_count = len(sentences)
            items = Markup().join(Markup("<li>%s</li>") % text for text in sentences)
            version.missing_html = items and Markup("<ul>%s</ul>") % items

    def _fields_of_completeness(self):
        return (
            *("name", "steps_text", "sets", "subject_ids"),
            *("competent_department_ids", "competent_text"),
            *("implementing_department_ids", "implementing_text"),
            *("operator", "operator_system", "immediate", "same_day"),
            *("online_filing", "no_result_paper"),
            *("case_ids.name", "result_ids.name", "result_ids.kind"),
            *(f"channel_ids.{name}" for name in CHANNEL_FIELDS),
            *(f"component_ids.{name}" for name in COMPONENT_FIELDS),
            *(f"fee_ids.{name}" for name in FEE_FIELDS),
            *(f"fee_ids.exemption_ids.{name}" for name in EXEMPTION_FIELDS),
            *(f"eform_field_ids.{name}" for name in QUESTION_FIELDS),
        )

    def _missing_parts(self):
        """What keeps a version from being published, as a list of sentences in the
        user's language."""
        self.ensure_one()
        by_row = (
            (self.channel_ids, self._missing_of_channel),
            (self.component_ids, self._missing_of_component),
            (self.fee_ids, self._missing_of_fee),
        )
        return [
            *self._missing_demanded(),
            *(text for rows, look in by_row for row in rows for text in look(row)),
            *self._missing_of_repeated_channels(),
            *self._missing_of_fees_beside(),
            *self._missing_of_cases(),
            *self._missing_of_flags(),
            *self.eform_field_ids._problems(),
        ]

    def _missing_demanded(self):
        _ = self.env._
        agencies = self.competent_department_ids | self.implementing_department_ids
        # Decree 63/2010, art. 8: a procedure is complete only with all of these.
        parts = [
            (self.name, _("The name of the procedure.")),
            (self.steps_text, _("The order of its steps.")),
            (self.channel_ids, _("The ways of filing: at least one channel.")),
            (self.component_ids, _("The components of the dossier.")),
            (self.sets > 0, _("The number of sets of the dossier.")),
            (self.subject_ids, _("The subjects: whom the procedure is for.")),
            (
                agencies or self.competent_text or self.implementing_text,
                _("The agency that resolves it."),
            ),
        ]
        return [sentence for there, sentence in parts if not there]

    def _missing_of_channel(self, channel):
        _ = self.env._
        name = self._channel_name(channel) or channel.raw or ""
        if not channel.channel:
            yield _("A way of filing whose channel is not known: “%(raw)s”.", raw=name)
        elif not channel.term_unit:
            yield _("The term of the channel “%(channel)s”.", channel=name)
        elif channel.term_unit != "working_hours" and channel.term_value % 1:
            # The clock counts whole days and months.
            yield _(
                "The term of the channel “%(channel)s” in whole days or months, or "
                "else in working hours.",
                channel=name,
            )
        # Decree 224/2026: a service that is online in part publishes why, and by
        # which law.
        if channel.online_level == "partial" and not channel.partial_reason:
            yield _(
                "Why the channel “%(channel)s” is only partly online, and by which law.",
                channel=name,
            )
        if self._is_slower_than_told(channel):
            yield _(
                "The term of the channel “%(channel)s” is longer than a day, but the "
                "procedure is said to be resolved at once or on the same day.",
                channel=name,
            )

    def _is_slower_than_told(self, channel):
        """Whether a term contradicts what is resolved at once or on the same day.

        What comes by post is on its way for longer.
        """
        if not (self.immediate or self.same_day) or channel.channel == "post":
            return False
        # A day or hours of one are the same day, a month never is.
        longest = {"working_hours": HOURS_PER_DAY, "months": 0}
        return channel.term_unit not in (False, "none") and (
            channel.term_value > longest.get(channel.term_unit, 1)
        )

    def _channel_name(self, row):
        kinds = dict(row._fields["channel"]._description_selection(self.env))
        return kinds.get(row.channel)

    def _missing_of_component(self, component):
        _ = self.env._
        counted = component.originals or component.copies or component.only_shown
        # What is looked up in a database nobody brings.
        if not counted and not component.database_id:
            yield _(
                "The number of originals and copies of “%(component)s”.",
                component=component.name,
            )
        form = [field._to_core() for field in self.eform_field_ids]
        for problem in check_condition(component.asked_if or None, form):
            yield _(
                "Component “%(component)s”: %(problem)s",
                component=component.name,
                problem=_(problem.message, **problem.params),
            )

    def _missing_of_fee(self, fee):
        _ = self.env._
        kinds = dict(fee._fields["kind"]._description_selection(self.env))
        name = fee.name or kinds[fee.kind]
        if self.operator == "here" and fee._is_foreign():
            yield _(
                "The amount of “%(fee)s” in đồng: no counter here takes %(currency)s. "
                "Where it follows from a rate, choose “As Described”.",
                fee=name,
                currency=fee.currency_id.name,
            )
        if fee.amount_kind == "fixed":
            # 0 through one channel or in one case says where nothing is paid.
            if not (fee.amount or fee.channel or fee.case_id or fee.raw):
                yield _("The amount of “%(fee)s”.", fee=name)
        elif not (fee.condition or fee.name or fee.raw):
            yield _("What the amount of “%(fee)s” follows from.", fee=name)
        for exemption in fee.exemption_ids:
            ground = exemption.ground_id.name
            if not exemption.legal_basis:
                yield _(
                    "The legal basis on which “%(ground)s” is exempt from “%(fee)s”.",
                    ground=ground,
                    fee=name,
                )
            if fee.amount and exemption._left(fee.amount) >= fee.amount:
                yield _(
                    "“%(ground)s” would pay no less of “%(fee)s” than everybody.",
                    ground=ground,
                    fee=name,
                )

    def _missing_of_repeated_channels(self):
        """Of two terms for one channel and case nobody could say which one holds."""
        known = self.channel_ids.filtered("channel")
        for (_channel, case), rows in known.grouped(
            lambda row: (row.channel, row.case_id)
        ).items():
            if len(rows) > 1:
                yield self.env._(
                    "One term of the channel “%(channel)s” %(case)s: it stands there "
                    "%(times)s times.",
                    channel=self._channel_name(rows[0]),
                    case=self.env._("in the case “%s”", case.name)
                    if case
                    else self.env._("for all cases"),
                    times=len(rows),
                )

    def _missing_of_fees_beside(self):
        """What depends on a condition is not charged together with what else is charged
        in that case: it wants a case of its own, or to be described."""
        fixed = self.fee_ids.filtered(
            lambda fee: fee.amount_kind == "fixed" and fee.amount
        )
        for fee in fixed.filtered(lambda one: one.condition and not one.case_id):
            beside = (fixed - fee).filtered(
                lambda one, fee=fee: (
                    one.kind == fee.kind
                    and (
                        one.channel == fee.channel or not (one.channel and fee.channel)
                    )
                )
            )
            if beside:
                yield self.env._(
                    "Whether “%(fee)s” or “%(other)s” is charged: both stand for the "
                    "same case. Give each condition a case of its own, or choose “As "
                    "Described”.",
                    fee=self._fee_name(fee),
                    other=self._fee_name(beside[0]),
                )

    def _fee_name(self, fee):
        kinds = dict(fee._fields["kind"]._description_selection(self.env))
        return ", ".join(
            filter(None, (fee.name or kinds[fee.kind], fee._amount_in_words()))
        )

    def _missing_of_cases(self):
        _ = self.env._
        own = self.channel_ids.case_id
        if any(not row.case_id for row in self.channel_ids):
            filed = self.case_ids
        else:
            filed = own
        named = own | self.fee_ids.case_id | self.component_ids.case_ids
        alike = self.case_ids - named
        missing = [
            _("The ways of filing in the case “%(case)s”.", case=case.name)
            for case in (self.case_ids - filed if self.channel_ids else ())
        ]
        # One may be what is left over when the others are told apart.
        if len(alike) > 1 or alike == self.case_ids:
            missing += [
                _(
                    "What differs in the case “%(case)s”: no term, component or fee "
                    "names it.",
                    case=case.name,
                )
                for case in alike
            ]
        return missing

    def _missing_of_flags(self):
        _ = self.env._
        if self.operator == "ministry" and not self.operator_system:
            yield _("The name of the ministry's system that runs it.")
        if self.online_filing and "online" not in self.channel_ids.mapped("channel"):
            yield _("It is filed online, but no channel is “Online”.")
        if self.no_result_paper:
            for result in self.result_ids:
                if result.kind != "electronic":
                    yield _(
                        "It gives no result on paper, but “%(result)s” is one.",
                        result=result.name,
                    )
