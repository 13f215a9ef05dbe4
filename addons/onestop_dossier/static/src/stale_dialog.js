import { WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

export const LOAD_NEW_STATE = "ONESTOP:LOAD-NEW-STATE";

/** Somebody else wrote first: what they changed, and one click that loads it. */
export class StaleDialog extends WarningDialog {
    static template = "onestop_dossier.StaleDialog";

    inferTitle() {
        return _t("The dossier has changed");
    }

    load() {
        this.props.close();
        this.env.bus.trigger(LOAD_NEW_STATE);
    }
}

registry
    .category("error_dialogs")
    .add("odoo.addons.onestop_dossier.engine.stale_error.StaleError", StaleDialog);
