import { onWillStart } from "@odoo/owl";
import { SpreadsheetDashboardAction } from "@spreadsheet_dashboard/bundle/dashboard_action/dashboard_action";
import { patch } from "@web/core/utils/patch";
import { user } from "@web/core/user";

// The server refuses it: who works at the centre shares no figure by a link without end.
patch(SpreadsheetDashboardAction.prototype, {
    setup() {
        super.setup();
        onWillStart(async () => {
            this.mayShare = !(await user.hasGroup(
                "onestop_procedure.group_onestop_staff",
            ));
        });
    },
});
