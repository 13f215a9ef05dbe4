from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    onestop_citizen = fields.Boolean(
        string="Citizen",
        compute="_compute_onestop_citizen",
        store=True,
        recursive=True,
        help="Belongs to the account of a citizen or an organisation: applicants are "
        "nobody's contacts, so members of the staff do not see it.",
    )
    _onestop_not_citizen_idx = models.Index(
        "(complete_name, id) WHERE onestop_citizen IS NOT TRUE"
    )

    @api.depends("user_ids.share", "parent_id.onestop_citizen")
    def _compute_onestop_citizen(self):
        """Sticky: a closed account leaves a citizen's data behind, not a contact."""
        public = self.env.ref("base.public_user", raise_if_not_found=False)
        for partner in self:
            users = partner.with_context(active_test=False).user_ids
            if any(not user.share for user in users):
                partner.onestop_citizen = False
            else:
                partner.onestop_citizen = (
                    partner.onestop_citizen
                    or bool(users - (public or users.browse()))
                    or partner.parent_id.onestop_citizen
                )
