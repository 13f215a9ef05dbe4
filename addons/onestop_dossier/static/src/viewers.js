import { useBus, useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import {
    Component,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";

// How often one says that one is still there; who is silent for 75 seconds has gone
// (models/onestop_dossier_viewer.py).
const BEAT = 30_000;
const MESSAGE = "onestop_dossier.viewers";

/** Who else has the dossier open at this moment, in the head of its form. */
export class Viewers extends Component {
    static template = "onestop_dossier.Viewers";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm").silent;
        this.bus = useService("bus_service");
        this.ui = useService("ui");
        this.root = useRef("root");
        this.state = useState({ viewers: [], isCovered: false });
        useBus(this.ui.bus, "active-element-changed", () => this.noteCover());
        useExternalListener(document, "visibilitychange", () => this.look());
        useEffect(
            (id) => {
                this.state.viewers = [];
                return () => this.leave(id);
            },
            () => [this.id],
        );
        useEffect(
            () => {
                this.look();
            },
            () => [this.id, this.isEditing],
        );
        const told = ({ dossier }) => dossier === this.id && this.look();
        this.bus.subscribe(MESSAGE, told);
        this.bus.start();
        const timer = setInterval(() => this.look(), BEAT);
        onWillUnmount(() => {
            clearInterval(timer);
            this.bus.unsubscribe(MESSAGE, told);
        });
    }

    get id() {
        return this.props.record.resId;
    }

    /** Whether something was typed and not saved, or an action lies open over the form. */
    get isEditing() {
        return this.props.record.dirty || this.state.isCovered;
    }

    noteCover() {
        const dialog = this.ui.activeElement?.closest?.(".o_dialog");
        this.state.isCovered = Boolean(dialog && !dialog.contains(this.root.el));
    }

    async look() {
        const id = this.id;
        if (!id || document.visibilityState === "hidden") {
            return;
        }
        let viewers = [];
        try {
            const args = [[id], this.isEditing];
            viewers = await this.orm.call("onestop.dossier", "look_in", args);
        } catch {
            // Without a line, or without the right any more: nobody is known to be there.
        }
        if (id === this.id) {
            this.state.viewers = viewers;
        }
    }

    leave(id) {
        if (id) {
            this.orm.call("onestop.dossier", "look_away", [[id]]).catch(() => {});
        }
    }

    words(viewer) {
        const { name, unit, since } = viewer;
        const who = unit ? `${name}, ${unit}` : name;
        return viewer.editing
            ? _t("%(who)s, since %(since)s: is working on it", { who, since })
            : _t("%(who)s, since %(since)s", { who, since });
    }
}

registry.category("view_widgets").add("onestop_viewers", { component: Viewers });
