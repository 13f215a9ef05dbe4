import { registry } from "@web/core/registry";

import { CounterBoard } from "./counter_board";
import { useTransferScan } from "./transfer_scan";

/** Paper that waits, leaves and arrives: a scan opens the list that it belongs to. */
export class TransferBoard extends CounterBoard {
    static template = "onestop_dossier.TransferBoard";

    setup() {
        super.setup();
        this.scan = useTransferScan("onestop.transfer");
    }

    async load() {
        Object.assign(this.state, await this.orm.call("onestop.transfer", "board", []));
    }

    onScan(text) {
        return this.scan([], text);
    }

    openList(column) {
        return this.action.doAction(column.action);
    }

    async openRow(column, row) {
        if (column.key === "waiting") {
            const begun = [row.id, row.direction];
            return this.action.doAction(
                await this.orm.call("onestop.transfer", "begin", begun),
            );
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "onestop.transfer",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("onestop_transfer_board", TransferBoard);
