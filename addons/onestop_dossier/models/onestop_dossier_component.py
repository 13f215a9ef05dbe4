from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.workflow import OPEN_STATES
from ..engine.right import ENGINE

# While the papers are being checked, the counter writes down what it sees.
CHECKED_IN = ("draft", "submitted", "supplement")
CHECKED = frozenset(
    {
        *("received", "originals", "copies", "goes_back", "defect"),
        "look_up_reference",
    }
)
# Who looks people's data up: who receives the dossier, and who resolves it.
LOOKS_UP = ("counter_officer", "department_officer", "department_head")
LOOKED_UP_IN = ("draft", *OPEN_STATES)
# What only a look-up writes.
LOOK_UP_FIELDS = frozenset({"database_id", "look_up", "looked_up_by", "looked_up_at"})
# What only an action of its own writes, with its row in the journal.
ARRANGED = frozenset({"scan_order"})


class OnestopDossierComponent(models.Model):
    """A paper of a dossier: what was handed in, and what is wrong with it."""

    _name = "onestop.dossier.component"
    _description = "Component of a dossier"
    _inherit = [
        "onestop.reused.paper",
        "onestop.scanned.paper",
        "onestop.original.paper",
    ]
    _order = "sequence, id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    component_id = fields.Many2one(
        "onestop.procedure.component", "Component of the procedure", ondelete="restrict"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    required = fields.Boolean()
    defect = fields.Char("What is wrong")

    # Instead of the paper: what a database said, asked by whom and when.
    database_id = fields.Many2one(
        "onestop.database", "Looked up in", readonly=True, ondelete="restrict"
    )
    look_up = fields.Selection(
        [("found", "Found"), ("not_found", "Not found")], "Look-up", readonly=True
    )
    look_up_reference = fields.Char(
        "Reference of the Answer",
        size=200,
        help="Number of the extract, or under what the database gave its answer.",
    )
    looked_up_by = fields.Char(readonly=True)
    looked_up_at = fields.Datetime(readonly=True)

    # Of what has ended: where originals still lie at the counter.
    _kept_index = models.Index("(dossier_id) WHERE originals_kept > 0")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_look_up(vals)
            self._refuse_reuse(vals)
            self._refuse_given_back(vals)
        components = super().create(vals_list)
        components._check_open()
        return components

    def write(self, vals):
        self._check_open(CHECKED_IN if vals.keys() <= CHECKED else ("draft",))
        if not ENGINE and "dossier_id" in vals:
            raise AccessError(self.env._("A component stays with its dossier."))
        self._refuse_look_up(vals)
        self._refuse_reuse(vals)
        self._refuse_given_back(vals)
        return super().write(vals)

    def unlink(self):
        self._check_open()
        return super().unlink()

    def _check_open(self, states=("draft",)):
        if ENGINE:
            return
        if any(state not in states for state in self.dossier_id.mapped("state")):
            raise AccessError(
                self.env._("The papers of a dossier stay as they were handed in.")
            )

    def _refuse_look_up(self, vals):
        if not ENGINE and vals.keys() & LOOK_UP_FIELDS:
            raise AccessError(
                self.env._("What a database said is recorded by a look-up only.")
            )
        if not ENGINE and vals.keys() & ARRANGED:
            raise AccessError(
                self.env._("Scans are put into another order by the action for it.")
            )

    def _is_there(self):
        """Whether the paper was handed in, or what it would say is known."""
        self.ensure_one()
        return bool(
            self.received
            or self.attachment_ids
            or self.look_up == "found"
            or self.reused_result
        )

    def _checked_text(self):
        """What the counter wrote down of it, in a line."""
        self.ensure_one()
        parts = [
            self.env._("Received") if self.received else self.env._("Not received"),
            self.env._("originals: %s", self.originals),
            self.env._("copies: %s", self.copies),
            self.goes_back and self.env._("the original goes back"),
            self.defect,
        ]
        return ", ".join(filter(None, parts))

    def action_found(self):
        """The database says what the paper would."""
        return self.record_look_up(found=True)

    def action_not_found(self):
        """The database does not say it: the paper has to be brought."""
        return self.record_look_up(found=False)

    def record_look_up(self, found, reference=None):
        """Keep what a database said of a paper, in the name of the user.

        :param bool found: whether it says what the paper would
        :param str reference: number of the extract, or under what it said so; None: what
            stands there stays
        :return: True
        :raises AccessError: but for who receives the dossier or resolves it
        :raises UserError: for a paper that is in no database, or once the dossier is
            resolved
        """
        self.check_access("read")
        for component in self:
            role = component._role_at_papers()
            # sudo: bounded by the role checked above, and to this line.
            component.sudo()._keep_look_up(role, bool(found), reference)
        return True

    def _role_at_papers(self):
        """In which role the user works on the papers.

        :raises AccessError: but for who receives the dossier or resolves it
        """
        dossier = self.dossier_id
        # sudo: bounded to where the dossier was received and who resolves it.
        places = dossier.sudo().received_department_id | dossier.sudo().department_id
        held = self.env.user._onestop_roles_at(places)
        role = next((one for one in LOOKS_UP if one in held), None)
        if not role:
            raise AccessError(
                self.env._(
                    "Only the counter that received the dossier and the department that "
                    "resolves it work on its papers."
                )
            )
        return role

    def _check_worked_on(self):
        """:raises UserError: where nothing is done to its papers any more"""
        if self.dossier_id.state not in LOOKED_UP_IN:
            raise UserError(self.env._("The dossier is resolved already."))

    def _keep_look_up(self, role, found, reference):
        dossier = self.dossier_id
        wait_for(dossier)
        if not self.database_id:
            raise UserError(
                self.env._("“%s” is a paper that no database stands in for.", self.name)
            )
        self._check_worked_on()
        vals = {
            "look_up": "found" if found else "not_found",
            "looked_up_by": self.env.user.name,
            "looked_up_at": fields.Datetime.now(),
        }
        if reference is not None:
            vals["look_up_reference"] = str(reference)
        with ENGINE.held():
            self.write(vals)
        self.env["onestop.journal"]._append(
            *(dossier, "data_look_up", role, dossier.state, dossier.state),
            data={
                "component": self.component_id.code,
                "database": self.database_id.id,
                "found": found,
            },
        )
