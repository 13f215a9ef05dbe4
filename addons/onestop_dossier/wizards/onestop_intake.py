from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.onestop_procedure.core.database_time import legal_date
from odoo.addons.onestop_procedure.core.eform_values import (
    Circumstances,
    Wrong,
    clean_identity_number,
    clean_tax_code,
)
from odoo.addons.onestop_procedure.legal_day import legal_today
from odoo.addons.onestop_procedure.whole_one2many import WholeOne2many

from ..core.card_error import CardError
from ..core.guidance_number import read_guidance_number
from ..core.identity_card import IdentityCard, looks_like_card
from ..core.linked import alike
from ..core.notice_contacts import put_first
from ..engine.at_once import AtOnce
from ..engine.contacts import contacts_of
from ..engine.given_answers import given_answers

# Of a person; an organisation has a tax code instead.
IDENTITY = ("identity_kind", "identity_number", "identity_reason", "birthdate")
OWNER = (
    *IDENTITY,
    *("kind", "name", "tax_code", "address", "commune", "phone", "email"),
)
# What stays when the same submitter hands in another dossier.
TOGETHER = ("channel", "delivery", "delivery_address", "submitter_same")
SUBMITTER = ("name", "identity_number", "phone", "email", "relation", "evidence")


class OnestopIntake(models.TransientModel):
    """The screen on which a counter receives a dossier: who, what, which papers, which
    fee; one button files it, takes the fee and accepts it.

    It writes nothing itself: `submit`, `action_pay_cash` and `action_transition` do, in
    the name of the officer. What is not finished leaves nothing behind.
    """

    _name = "onestop.intake"
    _description = "Intake of a dossier"
    _inherit = [
        "barcodes.barcode_events_mixin",
        "onestop.questions.screen",
        "onestop.result.upload",
    ]

    channel = fields.Selection(
        [
            ("in_person", "In person"),
            ("post", "By post"),
            ("online", "Online, with our help"),
        ],
        required=True,
        default=lambda self: self._default_channel(),
    )
    version_id = fields.Many2one("onestop.procedure.version", "Procedure")
    case_id = fields.Many2one(
        "onestop.procedure.case", domain="[('version_id', '=', version_id)]"
    )
    has_cases = fields.Boolean(compute="_compute_has_cases")
    immediate = fields.Boolean(related="version_id.immediate")
    run_by = fields.Selection(related="version_id.operator")
    outside_system = fields.Char(
        "System that decides", compute="_compute_outside_system"
    )
    outside_code = fields.Char("Code there")
    content = fields.Char("What is asked for")
    properties = fields.Properties(
        "E-form",
        definition="version_id.dossier_properties_definition",
        prefetch=True,
    )

    owner_kind = fields.Selection(
        lambda self: self._selection("owner_kind"), "The owner is", default="person"
    )
    owner_name = fields.Char("Owner")
    owner_identity_kind = fields.Selection(
        lambda self: self._selection("owner_identity_kind"),
        "Identified by",
        default="card",
    )
    owner_identity_number = fields.Char("Identity number")
    owner_identity_reason = fields.Char("Why there is no number")
    match_ids = fields.One2many(
        "onestop.intake.match", "intake_id", "Is it one of them?"
    )
    owner_seen = fields.Boolean("I compared the owner's card with the person")
    owner_tax_code = fields.Char("Tax code")
    owner_birthdate = fields.Date("Date of birth")
    owner_address = fields.Char("Address")
    owner_commune = fields.Char("Commune")
    owner_phone = fields.Char("Telephone")
    owner_email = fields.Char("E-mail")
    submitter_same = fields.Boolean("The owner files", default=True)
    submitter_name = fields.Char("Submitter")
    authorised_filing = fields.Boolean(related="version_id.authorised_filing")
    submitter_relation = fields.Selection(
        lambda self: self._selection("submitter_relation"), "In which capacity"
    )
    submitter_evidence = fields.Char("What shows that they may")
    submitter_file = fields.Binary("Scan of it", attachment=False)
    submitter_filename = fields.Char()
    submitter_identity_number = fields.Char("Submitter's identity number")
    submitter_seen = fields.Boolean("I compared the submitter's card with the person")
    submitter_phone = fields.Char("Submitter's telephone")
    submitter_email = fields.Char("Submitter's e-mail")

    component_ids = WholeOne2many("onestop.intake.component", "intake_id", "Papers")
    has_databases = fields.Boolean(compute="_compute_has_databases")
    has_shown = fields.Boolean(compute="_compute_has_shown")
    has_earlier = fields.Boolean(compute="_compute_has_earlier")
    has_asked_often = fields.Boolean(compute="_compute_has_asked_often")
    all_there = fields.Boolean("Everything that is required is there")
    delivery = fields.Selection(
        lambda self: self._selection("delivery"),
        "Return of the result",
        required=True,
        default="counter",
    )
    delivery_address = fields.Char("Delivery address")
    notice_first = fields.Selection(
        lambda self: self.env["onestop.dossier"]._notice_choices(), "Told first by"
    )
    notice_second = fields.Selection(
        lambda self: self.env["onestop.dossier"]._notice_choices(), "If that fails, by"
    )
    notice_missing = fields.Char(compute="_compute_notice_missing")

    currency_id = fields.Many2one("res.currency", compute="_compute_fees")
    amount = fields.Monetary("Fees and charges", compute="_compute_fees")
    fee_receipt = fields.Char("Next fee receipt", compute="_compute_fees")
    fee_taken = fields.Boolean("Taken in cash")
    fee_slip = fields.Char("Or by card: number of the slip")
    fee_transfer = fields.Boolean("Or by transfer (QR code)")
    transfer_asked = fields.Boolean(readonly=True)
    # Of a group: what is due of all parts is taken with the last of them.
    fee_waits = fields.Boolean(compute="_compute_fee_waits")
    amount_before = fields.Monetary(
        "Due of the parts before", compute="_compute_fee_waits"
    )
    amount_in_all = fields.Monetary("To take in all", compute="_compute_fee_waits")
    fee_line_ids = fields.One2many(
        "onestop.intake.fee", "intake_id", "Fees by the piece or by description"
    )
    ground_id = fields.Many2one("onestop.fee.ground", "Exempt as")
    amount_left = fields.Monetary("Still to be paid", compute="_compute_amount_left")
    evidence = fields.Char("What was shown")

    guidance_typed = fields.Char("Number of guidance, or telephone")
    guidance_number = fields.Char(readonly=True)
    guidance_html = fields.Html("What they were told", readonly=True)

    # Of a procedure that is resolved at once: who signs for its result.
    signature = fields.Binary("Signature of who collects it", attachment=False)
    unsigned_reason = fields.Char("Why there is no signature")

    # Of what was received by hand while the system stood still.
    has_outage = fields.Boolean(compute="_compute_has_outage")
    outage_number = fields.Char("Number of the receipt written by hand")
    outage_at = fields.Datetime("Received at that hour")
    # By the law of which day it is filed: that of the hour, else today's.
    law_day = fields.Date(compute="_compute_law_day")
    hour_waits = fields.Boolean(compute="_compute_hour_waits")

    # Of several that one submitter hands in: the one that came first.
    first_id = fields.Many2one("onestop.dossier", "Together with", readonly=True)
    together_count = fields.Integer(
        related="first_id.together_count", related_sudo=False
    )

    # Of a group of procedures that is filed as one: which part this is.
    bundle_id = fields.Many2one(
        "onestop.bundle", "Group of procedures", domain=[("phase", "=", "in_force")]
    )
    bundle_part_id = fields.Many2one("onestop.bundle.part", "Part", readonly=True)
    part_label = fields.Char(compute="_compute_part_label")
    parts_left = fields.Boolean(compute="_compute_part_label")

    # What came of it. Anybody may name any dossier: it is read in their own name.
    dossier_id = fields.Many2one("onestop.dossier", readonly=True)
    code = fields.Char("Dossier code", related="dossier_id.code", related_sudo=False)
    filing_number = fields.Char(
        related="dossier_id.tracking_number", related_sudo=False
    )
    state = fields.Selection(related="dossier_id.state", related_sudo=False)
    date_due = fields.Datetime(related="dossier_id.date_due", related_sudo=False)
    outside_source = fields.Char(
        related="dossier_id.outside_source", related_sudo=False
    )
    receipt_label = fields.Char("Fee receipt", compute="_compute_receipt_label")

    def _default_channel(self):
        group = self.env.user._onestop_counter_group()
        roles = self.env.user._onestop_roles_at(group.department_id)
        return "in_person" if "counter_officer" in roles else "post"

    def _selection(self, name):
        field = self.env["onestop.dossier"]._fields[name]
        return field._description_selection(self.env)

    def _compute_display_name(self):
        for intake in self:
            intake.display_name = self.env._("Receive a dossier")

    @api.depends("version_id")
    def _compute_has_cases(self):
        for intake in self:
            intake.has_cases = bool(intake.version_id.case_ids)

    @api.depends_context("uid")
    def _compute_has_outage(self):
        """Whether the user's counter holds receipts for outages."""
        counter = self.env.user._onestop_counter_group()
        held = [("counter_group_id", "=", counter.id), ("state", "=", "handed_out")]
        found = self.env["onestop.outage.block"].search_count(held, limit=1)
        self.has_outage = bool(found)

    @api.depends("outage_number", "outage_at")
    def _compute_law_day(self):
        for intake in self:
            by_hand = intake.outage_number and intake.outage_at
            intake.law_day = legal_date(intake.outage_at) if by_hand else legal_today()

    @api.depends("dossier_id")
    def _compute_hour_waits(self):
        for intake in self:
            dossier = intake.dossier_id
            waits = dossier.state == "submitted" and dossier.outage_receipt_id
            intake.hour_waits = bool(waits)

    @api.depends("version_id", "component_ids")
    def _compute_has_databases(self):
        for intake in self:
            intake.has_databases = bool(intake.component_ids.database_id)

    @api.depends("component_ids.component_id")
    def _compute_has_shown(self):
        for intake in self:
            intake.has_shown = any(intake.component_ids.mapped("only_shown"))

    @api.depends("component_ids.component_id")
    def _compute_has_asked_often(self):
        for intake in self:
            intake.has_asked_often = any(intake.component_ids.mapped("asked_often"))

    @api.depends("component_ids.earlier")
    def _compute_has_earlier(self):
        for intake in self:
            intake.has_earlier = any(intake.component_ids.mapped("earlier"))

    @api.depends("version_id")
    def _compute_outside_system(self):
        for intake in self:
            intake.outside_system = intake.version_id._outside_system()

    @api.depends("version_id", "case_id", "channel", "fee_line_ids.amount")
    def _compute_fees(self):
        group = self.env.user._onestop_counter_group()
        books = self.env["onestop.fee.book"]
        for intake in self:
            version = intake.version_id
            intake.amount = intake.currency_id = intake.fee_receipt = False
            if version:
                lines = version._fees(intake.channel, intake.case_id)
                agency = version._competent_department(group.department_id)
                intake.amount = sum(intake._amounts(lines).values())
                intake.currency_id = lines.currency_id[:1]
                intake.fee_receipt = (
                    self.env._("electronic")
                    if agency.receipt_provider
                    else books._for(group, agency)._next_label()
                )

    def _amounts(self, lines):
        """What is to be paid of each row of the procedure, as the screen has it."""
        stated = {line.fee_id._origin: line.amount for line in self.fee_line_ids}
        return {line: stated.get(line._origin, line.amount) for line in lines}

    @api.depends(
        *("version_id", "case_id", "channel", "ground_id"),
        "fee_line_ids.amount",
    )
    def _compute_amount_left(self):
        """What the procedure leaves to pay on the ground; nothing where it names none."""
        for intake in self:
            lines = intake.version_id and intake.version_id._fees(
                intake.channel, intake.case_id
            )
            intake.amount_left = lines and lines._left(
                intake.ground_id, intake._amounts(lines)
            )

    @api.depends("bundle_part_id", "first_id", "amount_left")
    def _compute_fee_waits(self):
        for intake in self:
            part, filed = intake.bundle_part_id, intake.first_id._parts()
            left = part.bundle_id.part_ids - filed.bundle_part_id - part
            # What is resolved and handed out at once is paid at once.
            intake.fee_waits = bool(left) and not intake.immediate
            due = filed.with_env(self.env).fee_ids.filtered(
                lambda fee: fee.state == "due"
            )
            before = 0 if left else sum(due.mapped("amount"))
            intake.amount_before = before
            intake.amount_in_all = before and before + intake.amount_left

    @api.depends(
        *("notice_first", "notice_second", "submitter_same"),
        *("owner_phone", "owner_email", "submitter_phone", "submitter_email"),
        *("owner_address", "owner_commune", "delivery", "delivery_address"),
    )
    @api.depends_context("lang")
    def _compute_notice_missing(self):
        """What they wish to be told by, and gave no contact for."""
        labels = dict(self.env["onestop.dossier"]._notice_choices())
        for intake in self:
            contacts = contacts_of(intake._filed)
            wanted = put_first((intake.notice_first, intake.notice_second))
            intake.notice_missing = ", ".join(
                labels[one] for one in wanted if not contacts.gives(one)
            )

    @api.depends("bundle_part_id", "dossier_id", "first_id")
    def _compute_part_label(self):
        for intake in self:
            parts = intake.bundle_id.part_ids
            number = parts.ids.index(intake.bundle_part_id.id) + 1 if parts else 0
            intake.part_label = parts and self.env._(
                "Part %(number)s of %(all)s", number=number, all=len(parts)
            )
            dossier = intake.dossier_id
            intake.parts_left = bool(dossier and dossier._parts_left())

    def _filed(self, name):
        """What the dossier will have in a field."""
        left_out = name.startswith("submitter_") and self.submitter_same
        return False if left_out or name not in self._fields else self[name]

    @api.depends("dossier_id")
    def _compute_receipt_label(self):
        for intake in self:
            labels = intake._paid().fee_ids.filtered("receipt_label")
            names = dict.fromkeys(labels.mapped("receipt_label"))
            intake.receipt_label = ", ".join(names)

    # ------------------------------------------------------------------ as one types

    @api.onchange("bundle_id")
    def _onchange_bundle(self):
        if self.bundle_id and not self.first_id:
            self.bundle_part_id = self.bundle_id.part_ids[:1]
            self.version_id = self.bundle_part_id.procedure_id._current_version()
            self._onchange_papers()
        elif not self.bundle_id:
            self.bundle_part_id = False

    @api.onchange("outage_number", "outage_at")
    def _onchange_law_day(self):
        """The version of that hour takes the place of another of its procedure."""
        version, by_hand = self.version_id, self.outage_number and self.outage_at
        if not (version and by_hand) or version._is_in_force(self.law_day):
            return None
        self.version_id = version.procedure_id._current_version(self.law_day)
        self._onchange_papers()
        self._onchange_fees()
        if self.version_id:
            return None
        return self._warning(self._no_law(version.name))

    def _no_law(self, name):
        return self.env._(
            "“%(procedure)s” was not in force on %(day)s.",
            procedure=name,
            day=f"{self.law_day:%d/%m/%Y}",
        )

    @api.onchange("version_id", "case_id", "properties")
    def _onchange_papers(self):
        if self.case_id.version_id != self.version_id:
            self.case_id = False
        asked = self._papers_asked()
        if asked == self.component_ids.component_id:
            return
        kept = {
            one: self.component_ids.filtered(lambda line, one=one: line._is_of(one))
            for one in asked
        }
        # What was handed in for the parts before is handed in once.
        common = self.first_id._common_names() if self.bundle_part_id else ()
        self.component_ids = [Command.clear()] + [
            Command.create(
                {
                    "sequence": order,
                    "component_id": one.id,
                    "originals": one.originals,
                    "copies": one.copies,
                    "received": alike(one.name) in common,
                    **(kept[one]._prepare_kept() if kept[one] else {}),
                }
            )
            for order, one in enumerate(asked)
        ]
        self._offer_earlier()

    @api.onchange(
        *("owner_kind", "owner_identity_kind", "owner_identity_number", "owner_seen"),
        *("owner_tax_code", "submitter_same", "submitter_seen"),
    )
    def _offer_earlier(self):
        """Say of which papers earlier results of the owner stand in, and take them over
        unless the officer says otherwise."""
        reusable = self.component_ids.filtered("component_id.reusable_from_ids")
        kind, number = self._owner_seen()
        earlier = {}
        if reusable and number:
            people = self.env["onestop.person"]
            earlier = people._offered(kind, number, reusable.component_id.ids)
        for line in reusable:
            words, holds = earlier.get(line.component_id.id, (False, False))
            if line.earlier != words:
                line.earlier, line.earlier_holds = words, holds
                line.taken_over = holds

    @api.depends("version_id")
    def _compute_result_version_id(self):
        for intake in self:
            intake.result_version_id = intake.version_id

    def _owner_seen(self):
        """Kind and number of the owner, once the officer has compared the card of theirs
        or, of an organisation, of who files for it; no number before."""
        if self.owner_kind == "organisation":
            seen = self.submitter_seen and not self.submitter_same
            clean, typed = clean_tax_code, self.owner_tax_code
        else:
            seen = self.owner_seen and self.owner_identity_kind != "none"
            clean, typed = clean_identity_number, self.owner_identity_number
            if self.owner_identity_kind == "passport":
                return self.owner_kind, seen and typed
        try:
            number = seen and clean(None, typed or "", Circumstances(legal_today()))
        except Wrong:
            # It is said where the dossier is received; one may still be typing.
            number = False
        return self.owner_kind, number

    def _papers_asked(self):
        """What the procedure asks for in this case, with what was answered so far."""
        version = self.version_id
        if not version:
            return version.component_ids
        checked = version._check_answers(given_answers(self))
        return version._components_asked(self.case_id, checked.cleaned)

    @api.onchange("version_id", "case_id", "channel")
    def _onchange_fees(self):
        """Ask for how many, or how much, where the procedure leaves it open."""
        fees = self.version_id and self.version_id._fees(self.channel, self.case_id)
        asked = [one for one in fees or () if one._is_stated()]
        kinds = dict(
            self.fee_line_ids.fee_id._fields["kind"]._description_selection(self.env)
        )
        self.fee_line_ids = [Command.clear()] + [
            Command.create(
                {
                    "fee_id": one.id,
                    "name": one.name or kinds[one.kind],
                    "each": one.amount,
                }
            )
            for one in asked
        ]

    @api.onchange("all_there")
    def _onchange_all_there(self):
        if self.all_there:
            for line in self.component_ids.filtered("required"):
                # What a database or an earlier result says is not brought.
                line.received = not line.database_id and not line.taken_over

    @api.onchange("ground_id")
    def _onchange_ground(self):
        if self.ground_id:
            self.fee_taken = self.fee_slip = self.fee_transfer = False

    # It is paid in one way: the last that was said.
    @api.onchange("fee_taken")
    def _onchange_fee_taken(self):
        if self.fee_taken:
            self.fee_slip = self.fee_transfer = False

    @api.onchange("fee_slip")
    def _onchange_fee_slip(self):
        if self.fee_slip:
            self.fee_taken = self.fee_transfer = False

    @api.onchange("fee_transfer")
    def _onchange_fee_transfer(self):
        if self.fee_transfer:
            self.fee_taken = self.fee_slip = False

    @api.onchange("component_ids")
    def _onchange_files(self):
        for line in self.component_ids.filtered("file_ids"):
            line.received = True

    def on_barcode_scanned(self, barcode):
        """The first card is the owner's; another one is of whoever files for them."""
        if self.dossier_id:
            return None
        if read_guidance_number(barcode):
            return self._take_guidance(barcode)
        if not looks_like_card(barcode):
            if receipt := self.env["onestop.outage.receipt"]._find(barcode):
                self.outage_number = receipt.label
                return None
            return self._warning(
                self.env._(
                    "Scan an identity card here. Results are handed out elsewhere."
                )
            )
        try:
            card = IdentityCard.read(barcode)
        except CardError as error:
            return self._warning(error.render(self.env.lang or "vi_VN"))
        if self.owner_identity_number in (False, "", card.number):
            self._take_owner(card)
        else:
            self.submitter_same = False
            self.submitter_name = card.name
            self.submitter_identity_number = card.number
            self.submitter_seen = True
        return None

    def _take_owner(self, card):
        self.update(
            {
                "owner_kind": "person",
                "owner_identity_kind": "card",
                "owner_identity_number": card.number,
                "owner_identity_reason": False,
                "owner_name": card.name,
                "owner_birthdate": card.birthdate,
                "owner_address": card.address,
                "owner_seen": True,
            }
        )
        self._add_known("person", card.number)

    def _add_known(self, kind, number):
        """What is empty is filled in with what is known of the owner: telephone, e-mail,
        commune, and where no card said it, name, birth and address.

        :return: whether anything is known
        """
        known = self.env["onestop.person"].find(number, kind)
        found = known.pop("found")
        for name, value in known.items():
            if value and not self[f"owner_{name}"]:
                self[f"owner_{name}"] = value
        return found

    def _warning(self, message):
        return {"warning": {"title": self.env._("Scan"), "message": message}}

    def action_find_guidance(self):
        """Go on from what the person was told when they asked."""
        self.ensure_one()
        if missed := self._take_guidance(self.guidance_typed):
            raise UserError(missed["warning"]["message"])
        return True

    def _take_guidance(self, typed):
        """Take case and answers over; a warning where there is no such guidance.

        Of the person nothing is: a number that somebody told is a claim.
        """
        guidance = self.env["onestop.guidance"]._find(typed)
        if not guidance:
            return self._warning(
                self.env._("No guidance of this centre has this number.")
            )
        version = guidance.procedure_id._current_version(legal_today())
        if not version:
            return self._warning(
                self.env._("The procedure of this guidance is in force no more.")
            )
        codes = guidance.case_id.mapped("code")
        self.version_id = version.id
        self.case_id = version.case_ids.filtered(lambda one: one.code in codes).id
        self.properties = guidance.answers or {}
        self.guidance_number = guidance.number
        self.guidance_html = guidance._told_html(changed=version != guidance.version_id)
        self._onchange_papers()
        return None

    def action_find_by_fact(self):
        """Show who has the name and the date of birth or telephone that were typed."""
        self.ensure_one()
        found = self.env["onestop.person"].find_by_fact(*self._facts())
        people = found["people"]
        self.match_ids = [Command.clear(), *(Command.create(one) for one in people)]
        if people:
            return True
        return self._tell(
            self.env._("Too many people have this name. Say one more fact.")
            if found["found"]
            else self.env._("Nobody of this name and fact is known.")
        )

    def _tell(self, message):
        """Told, and not raised: that somebody was looked for stays in the journal."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "message": message},
        }

    def _facts(self):
        birthdate = self.owner_birthdate and self.owner_birthdate.isoformat()
        return self.owner_name, birthdate, self.owner_phone

    def _take_match(self, known_by):
        """The owner is one of those who were shown: fill in what is known of them."""
        known = self.env["onestop.person"].recall(known_by, *self._facts())
        if not known.pop("found"):
            return self._tell(self.env._("Nobody of this name and fact is known."))
        self.update({f"owner_{name}": value for name, value in known.items() if value})
        self.match_ids = [Command.clear()]
        return True

    def action_look_up(self):
        """Fill in what is known of the owner, whose card the officer has compared; of an
        organisation, by its tax code, once they compared that of who files for it."""
        self.ensure_one()
        kind, number = self._owner_seen()
        if not number:
            raise UserError(
                self.env._("Look at the card first, and tick that you did.")
            )
        if self._add_known(kind, number):
            return True
        return self._tell(self.env._("Nothing was filed under this number so far."))

    # ------------------------------------------------------------------------ filing

    def action_receive(self):
        """File it, take the fee, accept it; print the receipt where one is due."""
        self.ensure_one()
        self._receive()
        # Art. 17.4: what is resolved at once has no receipt unless it is asked for. Who
        # was received by hand has one, and the code once the hour is approved.
        # sudo: bounded to what the law says of the dossier that was received just now.
        rules = self.dossier_id.sudo().rule_set_id
        wanted = not self.immediate or rules._value("immediate_receipt")
        if self.parts_left:
            return self.action_next_part()
        return self.action_print() if wanted and not self.hour_waits else True

    def action_receive_and_return(self):
        """From intake to return at once."""
        self.ensure_one()
        if self.outage_number:
            raise UserError(
                self.env._(
                    "What was received by hand is approved first. Receive it only, and "
                    "resolve it then."
                )
            )
        self._receive()
        AtOnce(self.dossier_id, self._results()).run()
        self.dossier_id.action_transition(
            "return", values={"collection": self._collection()}
        )
        return True

    def action_request_supplement(self):
        """File it as it is and ask for what is missing or wrong: form 02."""
        return self._file_and_ask("request_supplement")

    def action_reject(self):
        """File it as it is and refuse it: form 03."""
        return self._file_and_ask("reject")

    def _file_and_ask(self, code):
        self.ensure_one()
        if self.outage_number:
            raise UserError(
                self.env._(
                    "A receipt was written for it by hand: it is entered with it, and "
                    "approved."
                )
            )
        # Whoever asks for what is missing, or refuses, is not held up by it.
        self._submit(incomplete=True)
        return self.env["onestop.dossier.action"]._open(self.dossier_id, code)

    def _receive(self):
        self._submit()
        dossier = self.dossier_id
        if dossier.state != "submitted":
            raise UserError(self.env._("This dossier is received already."))
        if wrong := self.component_ids.filtered("defect"):
            raise UserError(
                self.env._(
                    "Something is wrong with %s: request what is missing instead.",
                    ", ".join(f"“{one.name}”" for one in wrong),
                )
            )
        # Only of what the procedure leaves open is anything said here.
        if dossier.fee_ids.procedure_fee_id.filtered(lambda one: one._is_stated()):
            self.fee_line_ids._state(dossier)
        if self.ground_id:
            dossier.fee_ids.exempt_as(self.ground_id.id, self.evidence)
        self._take_fees()
        values = {
            "identity_seen": bool(self._owner_seen()[1]),
            "outside_code": self.outside_code,
        }
        if self.outage_number:
            receipt = self._outage_receipt()
            receipt._propose(dossier, self.outage_at, values)
        elif not dossier._parts_before():
            # What begins with the results of others is received when they are done.
            dossier.action_transition("accept", values=values)

    def _take_fees(self):
        """:raises UserError: where more than one way is said"""
        slip = (self.fee_slip or "").strip()
        if sum(map(bool, (self.fee_taken, slip, self.fee_transfer))) > 1:
            raise UserError(
                self.env._(
                    "Say one way in which the fee is paid: cash, card or transfer."
                )
            )
        fees = self._paid().fee_ids
        if self.fee_taken:
            fees.action_pay_cash()
        elif slip:
            fees.pay_by_card(slip)
        elif self.fee_transfer and not self._fee_waits_for_parts():
            fees.ask_transfer()
            self.transfer_asked = True

    def _fee_waits_for_parts(self):
        """Of a group it is asked for with the last part."""
        return bool(self.dossier_id._parts_left()) and not self.immediate

    def _paid(self):
        """The dossiers whose fees are taken with this screen: with the last part of a
        group those of all."""
        dossier = self.dossier_id
        parts = dossier.browse() if dossier._parts_left() else dossier._parts_paid()
        return parts.with_env(self.env) or dossier

    def _outage_receipt(self):
        receipt = self.env["onestop.outage.receipt"]._find(self.outage_number)
        if not receipt:
            raise UserError(
                self.env._(
                    "Your counter holds no receipt “%s”. Enter symbol and number as "
                    "they are printed.",
                    self.outage_number,
                )
            )
        return receipt

    def _submit(self, incomplete=False):
        """File the dossier; once, however often it is tried to go on with it.

        :param bool incomplete: required answers may be missing
        """
        if self.dossier_id:
            return
        if not self.version_id:
            raise UserError(self.env._("Choose the procedure."))
        # sudo: bounded to a version that was in force that day, which is public by law.
        version = self.version_id.sudo()
        if not version._is_in_force(self.law_day):
            raise UserError(self._no_law(version.name))
        values = {**self._prepare_values(), "incomplete": incomplete}
        dossier = self.env["onestop.dossier"]._file(values, version, self.law_day)
        for line in self.component_ids.filtered("defect"):
            self._of_dossier(dossier, line).defect = line.defect
        if self.guidance_number:
            self.env["onestop.guidance"]._came_to(self.guidance_number, dossier)
        self._record_known(dossier)
        self.component_ids._forget_files()
        if self.bundle_part_id:
            dossier._join_group(self.bundle_part_id, self.first_id)
        elif self.first_id:
            dossier._hand_in_with(self.first_id)
        self.dossier_id = dossier

    def _record_known(self, dossier):
        """Keep what nobody brings, for a database or an earlier result says it."""
        lines = self.component_ids
        self._of_dossier(dossier, lines.filtered("found")).record_look_up(found=True)
        seen = bool(self._owner_seen()[1])
        taken_over = self._of_dossier(dossier, lines.filtered("taken_over"))
        taken_over.record_reuse(identity_seen=seen)

    @staticmethod
    def _of_dossier(dossier, lines):
        """The papers of the dossier that some lines of the screen stand for."""
        papers = dossier.component_ids
        return papers.filtered(lambda one: one.component_id in lines.component_id)

    def _prepare_values(self):
        """`values` of `onestop.dossier.submit`, but for the procedure."""
        values = {
            "channel": self.channel,
            "owner": self._prepare_owner(),
            "content": self.content,
            "answers": given_answers(self),
            "delivery": self.delivery,
            "delivery_address": self.delivery_address,
            "notice_channels": list(put_first((self.notice_first, self.notice_second))),
            "components": self.component_ids._prepare_values(),
        }
        if self.case_id:
            # Of its version, whose cases are read together.
            case = self.version_id.case_ids & self.case_id
            values["case"] = case.code or case.name
        if not self.submitter_same:
            values["submitter"] = self._prepare_submitter()
        return values

    def _prepare_owner(self):
        owner = {name: self[f"owner_{name}"] for name in OWNER}
        if self.owner_kind == "organisation":
            if not self.owner_tax_code:
                raise UserError(
                    self.env._("The tax code of the organisation is missing.")
                )
            return {**owner, **dict.fromkeys(IDENTITY, False)}
        if self.owner_identity_kind == "none":
            owner["identity_number"] = False
            return owner
        owner["identity_reason"] = False
        if not self.owner_identity_number:
            raise UserError(
                self.env._(
                    "The identity number of the owner is missing, or why there is none."
                )
            )
        return owner

    def _prepare_submitter(self):
        submitter = {name: self[f"submitter_{name}"] for name in SUBMITTER}
        if not (submitter["name"] and submitter["relation"]):
            raise UserError(
                self.env._("Name the submitter, and in which capacity they file.")
            )
        # A postal clerk comes with the contract of the post.
        if submitter["relation"] != "postal" and not submitter["evidence"]:
            raise UserError(
                self.env._(
                    "Write down which paper shows that %s may file for the owner.",
                    submitter["name"],
                )
            )
        if self.submitter_file:
            name = self.submitter_filename or self.env._("Evidence")
            submitter["files"] = [{"name": name, "content": self.submitter_file}]
        return submitter

    def _collection(self):
        """Whoever files it waits for the result, and collects it."""
        collection = {
            "collector": "owner" if self.submitter_same else "submitter",
            "identity_checked": self.owner_seen
            if self.submitter_same
            else self.submitter_seen,
            "unsigned_reason": self.unsigned_reason,
            # They stand there, and have their papers in hand again.
            "originals_given": True,
        }
        if self.signature:
            collection["signature"] = self.signature
        return collection

    # ---------------------------------------------------------------------- afterwards

    def action_print(self):
        return self._print("form_receipt")

    def action_print_supplement(self):
        return self._print("form_supplement")

    def action_print_rejection(self):
        return self._print("form_rejection")

    def action_print_label(self):
        return self._print("label")

    def _print(self, report):
        number = self.env["ir.model.data"]._xmlid_to_res_id(
            f"onestop_dossier.report_{report}"
        )
        return (
            self.env["ir.actions.report"].browse(number).report_action(self.dossier_id)
        )

    def action_print_fee_receipt(self):
        return self._paid().fee_ids._print_receipts()

    def action_open_transfer(self):
        """The code with which what was taken neither in cash nor by card is paid."""
        return self._paid().fee_ids.ask_transfer().action_open()

    def action_open_dossier(self):
        return self.dossier_id.action_open_dossier()

    def action_next_together(self):
        """The next dossier of the same submitter: who files it, and which procedure, stay;
        all that they hand in stands on one list."""
        self.ensure_one()
        self.dossier_id._hand_in_with(self.first_id or self.dossier_id)
        return self._open_next(version_id=self.version_id.id)

    def action_next_part(self):
        """The next part of the group: whose it is and who files it stay, and what was
        handed in for the parts so far."""
        self.ensure_one()
        part = self.dossier_id._parts_left()[:1]
        if not part:
            raise UserError(self.env._("All parts of the group are filed."))
        owner = {
            name: self[name]
            for name in self._fields
            if name.startswith(("owner_", "submitter_"))
            and name not in ("submitter_file", "submitter_filename")
        }
        return self._open_next(
            **owner,
            version_id=part.procedure_id._current_version().id,
            bundle_id=self.bundle_id.id,
            bundle_part_id=part.id,
        )

    def _open_next(self, **more):
        kept = {name: self[name] for name in TOGETHER}
        kept.update({name: self[name] for name in self._fields_of_submitter()})
        kept.update(more, first_id=self.dossier_id.first_id.id)
        if birthdate := kept.get("owner_birthdate"):
            kept["owner_birthdate"] = fields.Date.to_string(birthdate)
        action = self.action_next()
        action["context"] = {
            f"default_{name}": value
            for name, value in kept.items()
            if value is not None
        }
        return action

    def _fields_of_submitter(self):
        """The fields of this screen that say who hands the dossier in."""
        whose = "owner_" if self.submitter_same else "submitter_"
        left_out = ("submitter_same", "submitter_file", "submitter_filename")
        return [
            name
            for name in self._fields
            if name.startswith(whose) and name not in left_out
        ]

    def action_print_list(self):
        return self.dossier_id.action_print_list()

    def action_next(self):
        """The next person: an empty screen, with the same procedure at hand."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_intake_action"
        )
