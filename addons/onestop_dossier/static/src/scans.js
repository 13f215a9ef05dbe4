import { browser } from "@web/core/browser/browser";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useFileUploader } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

import { useEffect, useRef } from "@odoo/owl";

// Papers that a key of their own chooses: Alt+1 to Alt+9.
const NUMBERED = 9;

/** Ids in the order that was arranged, the rest as they came: core/scan_order.py. */
export function inOrder(ids, arranged) {
    const places = (arranged || "").split(",").map(Number);
    const place = (id) => (places.includes(id) ? places.indexOf(id) : places.length);
    return [...ids].sort((one, other) => place(one) - place(other) || one - other);
}

/**
 * The scans of a paper: put there by choosing, by dropping or by pasting them, in a row
 * that nobody has to open first; in the order in which they came or were put, with their
 * pages. Alt and the number of the paper lead to it, Alt and an arrow to the next one.
 */
export class Scans extends Many2ManyBinaryField {
    static template = "onestop_dossier.Scans";
    static props = {
        ...Many2ManyBinaryField.props,
        arrange: { type: Boolean, optional: true },
    };

    setup() {
        super.setup();
        this.uploadFiles = useFileUploader();
        this.hotkeys = useService("hotkey");
        this.root = useRef("root");
        if (this.props.arrange) {
            return;
        }
        useDropzone(this.root, (ev) => this.onDrop(ev), "o_onestop_scans_drop");
        useEffect(
            (number) => this.listen(number),
            () => [this.number],
        );
    }

    /** Which paper of the list it is, from 1. */
    get number() {
        return (this.props.record.data.sequence ?? -1) + 1;
    }

    get keys() {
        const { number } = this;
        return number >= 1 && number <= NUMBERED ? `Alt+${number}` : "";
    }

    listen(number) {
        const rules = { bypassEditableProtection: true };
        const tokens = [];
        if (number >= 1 && number <= NUMBERED) {
            const withOverlay = () => this.button;
            tokens.push(
                this.hotkeys.add(`alt+${number}`, () => this.choose(), {
                    ...rules,
                    withOverlay,
                }),
            );
        }
        for (const [key, step] of [
            ["arrowdown", 1],
            ["arrowup", -1],
        ]) {
            tokens.push(
                this.hotkeys.add(`alt+${key}`, () => this.chooseBeside(step), {
                    ...rules,
                    allowRepeat: true,
                    // Of all the papers the one hears it on which the focus is, and where
                    // it is on none the first.
                    isAvailable: () => this.hears(),
                }),
            );
        }
        return () => tokens.forEach((remove) => remove());
    }

    get button() {
        return this.root.el?.querySelector(".o_onestop_scans_add");
    }

    get buttons() {
        const list = this.root.el?.closest(".o_list_renderer") ?? document;
        return [...list.querySelectorAll(".o_onestop_scans_add")];
    }

    hears() {
        const { buttons } = this;
        const chosen = buttons.some((one) => one === document.activeElement);
        return chosen
            ? this.button === document.activeElement
            : buttons[0] === this.button;
    }

    choose() {
        this.button?.focus();
        this.button?.scrollIntoView({ block: "nearest" });
    }

    chooseBeside(step) {
        const { buttons } = this;
        const here = buttons.indexOf(document.activeElement);
        const next = buttons[Math.min(Math.max(here + step, 0), buttons.length - 1)];
        next?.focus();
        next?.scrollIntoView({ block: "nearest" });
    }

    /** The list around it does not take these keys for itself. */
    onKeydown(ev) {
        if (["Enter", " "].includes(ev.key)) {
            ev.stopPropagation();
        }
    }

    get files() {
        const files = super.files;
        const byId = Object.fromEntries(files.map((file) => [file.id, file]));
        const ids = files.map((file) => file.id);
        return inOrder(ids, this.props.record.data.scan_order).map((id) => byId[id]);
    }

    pages(file) {
        return file.page_count ? _t("%s p.", file.page_count) : "";
    }

    /** Put a scan one place earlier or later. */
    async move(file, step) {
        const ids = this.files.map((one) => one.id);
        const from = ids.indexOf(file.id);
        const to = from + step;
        if (to < 0 || to >= ids.length) {
            return;
        }
        ids.splice(to, 0, ...ids.splice(from, 1));
        const { record } = this.props;
        if (!this.props.arrange) {
            await record.update({ scan_order: ids.join(",") });
        } else {
            await this.orm.call(record.resModel, "arrange_scans", [
                [record.resId],
                ids,
            ]);
            await record.model.root.load();
        }
        const label = step < 0 ? "earlier" : "later";
        // Whoever goes on moving it has the focus where it is now.
        browser.setTimeout(() => {
            const [place] =
                this.root.el?.querySelectorAll(`[data-scan="${file.id}"]`) ?? [];
            place?.querySelector(`[data-move="${label}"]`)?.focus();
        });
    }

    async onDrop(ev) {
        await this.put([...ev.dataTransfer.files]);
    }

    async onPaste(ev) {
        const files = [...(ev.clipboardData?.files ?? [])];
        if (files.length && !this.props.arrange) {
            ev.preventDefault();
            await this.put(files);
        }
    }

    async put(files) {
        const uploaded = await this.uploadFiles("/web/binary/upload_attachment", {
            csrf_token: odoo.csrf_token,
            ufile: files,
            model: this.props.record.resModel,
            id: 0,
        });
        if (uploaded) {
            await this.onFileUploaded(uploaded);
        }
    }
}

registry.category("fields").add("onestop_scans", {
    ...many2ManyBinaryField,
    component: Scans,
    relatedFields: [
        ...many2ManyBinaryField.relatedFields,
        { name: "page_count", type: "integer" },
        { name: "scan_trouble", type: "char" },
    ],
    fieldDependencies: [
        { name: "scan_order", type: "char" },
        { name: "sequence", type: "integer" },
    ],
    extractProps: (field, info) => ({
        ...many2ManyBinaryField.extractProps(field, info),
        // Of what was filed nothing is added or taken away; it is put in order only.
        arrange: Boolean(field.options.arrange),
    }),
});
