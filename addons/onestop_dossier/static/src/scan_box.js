import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useExternalListener, useRef } from "@odoo/owl";

const BARS_OF_A_CARD = 6;
// What nobody types by hand: the text of an identity card, the address on a receipt or
// on a sheet of guidance.
const SCANNED = /\d{12}\|.*|https?:\/\/\S+(\/check\/[\w-]+|\/procedures\/\S+#[\w-]+)/s;
const WRITES =
    "input:not([type=checkbox]):not([type=radio]), textarea, [contenteditable=true]";

export function isCard(text) {
    return text.split("|").length > BARS_OF_A_CARD;
}

/**
 * A box that hears every scan, wherever the focus is.
 *
 * A scanner types and then sends Enter. What it types while no field has the focus is led
 * into the box; what it types into another field is taken out of it again. The text is
 * read from the field, and not from the keys: letters with accents come without any.
 */
export class ScanBox extends Component {
    static template = "onestop_dossier.ScanBox";
    static props = { onScan: Function, placeholder: { type: String, optional: true } };

    setup() {
        this.box = useRef("box");
        this.ui = useService("ui");
        this.before = "";
        useBus(useService("barcode").bus, "barcode_scanned", this.onBarcode);
        useExternalListener(document, "focusin", this.onFocus, { capture: true });
        useExternalListener(document, "keydown", this.onKeydown, { capture: true });
    }

    /** Whether nothing lies over the box: of two screens the upper one hears the scan. */
    get isOnTop() {
        return Boolean(this.ui.activeElement?.contains(this.box.el));
    }

    onBarcode(ev) {
        if (this.isOnTop) {
            this.props.onScan(ev.detail.barcode);
        }
    }

    onFocus(ev) {
        this.before = ev.target.value ?? "";
    }

    onKeydown(ev) {
        const field = ev.target;
        if (!this.isOnTop) {
            return;
        }
        if (!field.matches?.(WRITES)) {
            this.lead(ev);
        } else if (ev.key === "Enter" || ev.key === "Tab") {
            this.end(field, ev);
        }
    }

    /** The first sign of a scan, typed at nothing: the others follow it into the box. */
    lead(ev) {
        const isSign = ev.key?.length === 1 && ev.key !== " ";
        if (isSign && !ev.ctrlKey && !ev.altKey && !ev.metaKey) {
            this.box.el?.focus();
        }
    }

    /** The key that a scanner sends last. */
    end(field, ev) {
        const isBox = field === this.box.el;
        const text = field.value ?? "";
        const found = isBox && ev.key === "Enter" ? [text] : SCANNED.exec(text);
        if (!found?.[0].trim()) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        field.value = isBox ? "" : text.replace(found[0], "") || this.before;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        this.props.onScan(found[0].trim());
    }
}

/** The box in a form: what is scanned goes to the field's onchange. */
export class ScanField extends Component {
    static template = "onestop_dossier.ScanField";
    static components = { ScanBox };
    static props = {
        ...standardFieldProps,
        placeholder: { type: String, optional: true },
    };

    onScan(text) {
        this.props.record.update({ [this.props.name]: text });
    }
}

registry.category("fields").add("onestop_scan", {
    component: ScanField,
    extractProps: ({ attrs }) => ({ placeholder: attrs.placeholder }),
});
