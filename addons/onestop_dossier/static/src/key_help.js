import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getVisibleElements } from "@web/core/utils/ui";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useRef, useState } from "@odoo/owl";

/** What no button bears: the keys of papers and their scans (scans.js). */
function keysOfPapers() {
    return [
        { keys: "Alt+1 … Alt+9", what: _t("Go to the scans of paper 1 to 9") },
        { keys: "Alt+↓, Alt+↑", what: _t("Go to the next or the former paper") },
        { keys: "Enter", what: _t("There: choose files, or have them scanned") },
        { keys: "Ctrl+V", what: _t("There: put the files that were copied") },
        {
            keys: "Tab",
            what: _t("There: on to the scans, to put one earlier or later"),
        },
    ];
}

/** The keys of a screen, listed when somebody asks: those of its buttons, then those of
 * its papers. Alt+M opens the list. */
export class KeyHelp extends Component {
    static template = "onestop_dossier.KeyHelp";
    static props = { ...standardWidgetProps };

    setup() {
        this.root = useRef("root");
        this.state = useState({ rows: [] });
    }

    get isOpen() {
        return this.state.rows.length > 0;
    }

    toggle() {
        this.state.rows = this.isOpen ? [] : [...this.ofButtons(), ...keysOfPapers()];
    }

    ofButtons() {
        const screen = this.root.el.closest(".o_form_view") ?? document.body;
        return getVisibleElements(screen, "[data-hotkey]")
            .filter((button) => !this.root.el.contains(button))
            .map((button) => ({
                keys: `Alt+${button.dataset.hotkey.toUpperCase()}`,
                what: button.dataset.what || button.title || button.textContent.trim(),
            }))
            .filter((row) => row.what);
    }
}

registry.category("view_widgets").add("onestop_key_help", { component: KeyHelp });
