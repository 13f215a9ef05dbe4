import { Component, onWillStart, useState } from "@odoo/owl";
import { dashboardActionRegistry } from "@spreadsheet_dashboard/bundle/dashboard_action/dashboard_action";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** A pencil beside each dashboard, for those who may change it. */
class DashboardEditing extends Component {
    static template = "onestop_dashboard.DashboardEditing";
    static props = { dashboardId: Number, onClick: Function, data: Object };

    setup() {
        this.state = useState({ mayEdit: false });
        onWillStart(async () => {
            this.state.mayEdit = await user.hasGroup(
                "spreadsheet_dashboard.group_dashboard_manager",
            );
        });
    }
}

// OCA's editor brings this action along; without it there is nothing to open.
if (registry.category("actions").contains("action_spreadsheet_oca")) {
    dashboardActionRegistry.add("onestop_dashboard", DashboardEditing);
}
