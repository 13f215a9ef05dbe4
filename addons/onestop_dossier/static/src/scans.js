import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useFileUploader } from "@web/core/utils/files";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

import { useRef } from "@odoo/owl";

/**
 * The scans of a paper: put there by choosing or by dropping them on it, in a row that
 * nobody has to open first; in the order in which they came, with their pages.
 */
export class Scans extends Many2ManyBinaryField {
    static template = "onestop_dossier.Scans";

    setup() {
        super.setup();
        this.uploadFiles = useFileUploader();
        this.root = useRef("root");
        useDropzone(this.root, (ev) => this.onDrop(ev), "o_onestop_scans_drop");
    }

    get files() {
        return super.files.sort((one, other) => one.id - other.id);
    }

    pages(file) {
        return file.page_count ? _t("%s p.", file.page_count) : "";
    }

    async onDrop(ev) {
        const uploaded = await this.uploadFiles("/web/binary/upload_attachment", {
            csrf_token: odoo.csrf_token,
            ufile: [...ev.dataTransfer.files],
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
    ],
});
