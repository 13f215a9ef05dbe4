import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Record } from "@web/model/relational_model/record";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { isX2Many } from "@web/views/utils";

import { LOAD_NEW_STATE } from "./stale_dialog";

/** Whatever is saved says what was seen: nobody writes over what others wrote since. */
class DossierRecord extends Record {
    _getChanges(...given) {
        const changes = super._getChanges(...given);
        const isSave = !given.length && this.config.isRoot && this.resId;
        if (isSave && this.data.seen && Object.keys(changes).length) {
            changes.seen = this.data.seen;
        }
        return changes;
    }

    /** What was typed and not saved, as `update` takes it: [name, value]. */
    get typed() {
        return Object.entries(this._changes).map(([name, value]) => [
            name,
            isX2Many(this.fields[name]) ? value._getCommands() : value,
        ]);
    }

    /** Load what others wrote, and put back what was typed, as far as it may be written
     * still; [label, value] of the rest. */
    async loadAndPutBack() {
        const { typed } = this;
        await this.load();
        const mayBe = ([name]) => name in this.activeFields && !this._isReadonly(name);
        const left = typed.filter((one) => !mayBe(one));
        const kept = typed.filter(mayBe);
        if (kept.length) {
            await this.update(Object.fromEntries(kept));
        }
        return left.map(([name, value]) => [this.fields[name].string, value]);
    }
}

class DossierModel extends RelationalModel {
    static Record = DossierRecord;
}

class DossierFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
        useBus(this.env.bus, LOAD_NEW_STATE, () => this.loadNewState());
    }

    async loadNewState() {
        const left = await this.model.root.loadAndPutBack();
        const words = left
            .filter(([, value]) => typeof value === "string")
            .map(([label, value]) => `${label}: ${value}`);
        if (words.length) {
            this.notification.add(words.join("\n"), {
                title: _t("What you typed can no longer be written here"),
                type: "warning",
                sticky: true,
            });
        }
    }

    /** The button of an action tells what its user saw. */
    async beforeExecuteActionButton(clickParams) {
        const proceed = await super.beforeExecuteActionButton(clickParams);
        const { seen } = this.model.root.data;
        if (clickParams.name === "action_act" && seen) {
            clickParams.args = JSON.stringify([seen]);
        }
        return proceed;
    }
}

registry.category("views").add("onestop_dossier_form", {
    ...formView,
    Controller: DossierFormController,
    Model: DossierModel,
});
