import { BarcodeHandlerField } from "@barcodes/barcode_handler_field";
import { registry } from "@web/core/registry";

import { useExternalListener } from "@odoo/owl";

// A scanner types faster than anybody: so many milliseconds between two keys, and more
// signs than a slip of the hand.
const PAUSE = 50;
const SHORTEST = 10;

/**
 * What the barcode service hears, and what a scanner types while the cursor stands in a
 * field: a scan works wherever the focus is, and leaves the field as it was.
 */
export class ScanField extends BarcodeHandlerField {
    setup() {
        super.setup();
        this.typed = null;
        useExternalListener(document, "keydown", this.onKeydown, { capture: true });
    }

    onKeydown(ev) {
        const field = ev.target;
        if (!field.matches?.("input:not([type=checkbox],[type=radio]), textarea")) {
            return;
        }
        if (ev.key === "Enter" || ev.key === "Tab") {
            this.end(ev);
        } else if (ev.key?.length === 1) {
            this.follow(field, ev);
        }
    }

    /** A sign more: of the same scan, or the first of another one. */
    follow(field, ev) {
        const goesOn =
            this.typed?.field === field && ev.timeStamp - this.typed.last <= PAUSE;
        if (!goesOn) {
            this.typed = { field, before: field.value, text: "" };
        }
        this.typed.text += ev.key;
        this.typed.last = ev.timeStamp;
    }

    /** The key that a scanner sends last. */
    end(ev) {
        const typed = this.typed;
        this.typed = null;
        const isScan =
            typed?.field === ev.target &&
            typed.text.length >= SHORTEST &&
            ev.timeStamp - typed.last <= PAUSE;
        if (!isScan) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        typed.field.value = typed.before;
        typed.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        this.onBarcodeScanned({ detail: { barcode: typed.text } });
    }
}

registry.category("fields").add("onestop_scan", { component: ScanField });
