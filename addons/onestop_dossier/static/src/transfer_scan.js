import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

import { ScanBox } from "./scan_box";

/**
 * Scan after scan, each kept at the server before the next: a refusal is a sentence beside
 * the list, not a window that somebody has to close first.
 */
export function useTransferScan(model) {
    const action = useService("action");
    const notification = useService("notification");
    const orm = useService("orm");
    return async (id, text) => {
        try {
            const told = await orm.call(model, "action_scan", [id, text]);
            if (told.action) {
                return action.doAction(told.action);
            }
            notification.add(told.message, { type: told.type });
        } catch (error) {
            if (!(error instanceof RPCError) || !error.data?.message) {
                throw error;
            }
            notification.add(error.data.message, {
                title: _t("Not taken"),
                type: "danger",
                sticky: true,
            });
        }
    };
}

/** The box on the form of a list. */
export class TransferScan extends Component {
    static template = "onestop_dossier.ScanField";
    static components = { ScanBox };
    static props = {
        ...standardFieldProps,
        placeholder: { type: String, optional: true },
    };

    setup() {
        this.scan = useTransferScan(this.props.record.resModel);
    }

    async onScan(text) {
        const { record } = this.props;
        await this.scan(record.resId, text);
        await record.load();
    }
}

registry.category("fields").add("onestop_transfer_scan", {
    component: TransferScan,
    extractProps: ({ attrs }) => ({ placeholder: attrs.placeholder }),
});
