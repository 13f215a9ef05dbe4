import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

/** What is overdue and nearly due, department by department, with a letter to each. */
export class UrgingDesk extends Component {
    static template = "onestop_dossier.UrgingDesk";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ rows: [] });
        onWillStart(async () => {
            this.state.rows = await this.orm.call("onestop.urging", "desk", []);
        });
    }

    openList(name, row) {
        return this.action.doAction(`onestop_dossier.onestop_dossier_action_${name}`, {
            additionalContext: { search_default_department_id: row.id },
        });
    }

    /** What other departments wait for: at the centre, or an opinion of the department. */
    openOwed(key, row) {
        const place = key === "opinions" ? "department_id" : "received_department_id";
        const list = `onestop_dossier.onestop_urging_${key}_action`;
        return this.action.doAction(list, {
            additionalContext: { [`search_default_${place}`]: row.id },
        });
    }

    openLetter(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "onestop.urging",
            res_id: row.letter_id,
            views: [[false, "form"]],
        });
    }

    async urge(row) {
        return this.action.doAction(
            await this.orm.call("onestop.urging", "urge_department", [row.id]),
        );
    }
}

registry.category("actions").add("onestop_urging_desk", UrgingDesk);
