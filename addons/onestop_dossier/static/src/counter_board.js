import { useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";

import { ScanBox, isCard } from "./scan_box";

// A minute: how often what waits is asked for again.
const PAUSE = 60_000;

/** What a counter begins its day with: who waits, what is to be checked, what to hand out. */
export class CounterBoard extends Component {
    static template = "onestop_dossier.CounterBoard";
    static components = { ScanBox };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ counter: "", incidents: [], columns: [] });
        onWillStart(() => this.load());
        const timer = setInterval(() => this.load(), PAUSE);
        onWillUnmount(() => clearInterval(timer));
    }

    async load() {
        Object.assign(
            this.state,
            await this.orm.call("onestop.counter.group", "board", []),
        );
    }

    /** A card begins an intake, a receipt or a code hands a result out. */
    onScan(text) {
        return isCard(text)
            ? this.receive({ default__barcode_scanned: text })
            : this.handOut({ default_code: text });
    }

    receive(additionalContext = {}) {
        return this.action.doAction("onestop_dossier.onestop_intake_action", {
            additionalContext,
        });
    }

    handOut(additionalContext = {}) {
        return this.action.doAction("onestop_dossier.onestop_collection_action", {
            additionalContext,
            onClose: () => this.load(),
        });
    }

    openList(column) {
        return this.action.doAction(column.action);
    }

    openRow(column, row) {
        if (column.key === "return") {
            return this.handOut({ default_code: row.number });
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "onestop.dossier",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("onestop_counter_board", CounterBoard);
