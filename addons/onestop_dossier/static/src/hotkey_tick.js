import { registry } from "@web/core/registry";
import { BooleanField, booleanField } from "@web/views/fields/boolean/boolean_field";

/** A box to tick that a key reaches from anywhere: `options="{'hotkey': 'e'}"`. */
export class HotkeyTick extends BooleanField {
    static template = "onestop_dossier.HotkeyTick";
    static props = { ...BooleanField.props, hotkey: String };

    get keys() {
        return `Alt+${this.props.hotkey.toUpperCase()}`;
    }

    onKey() {
        this.onChange(!this.state.value);
    }
}

registry.category("fields").add("onestop_hotkey_tick", {
    ...booleanField,
    component: HotkeyTick,
    extractProps: ({ options }) => ({ hotkey: options.hotkey }),
});
