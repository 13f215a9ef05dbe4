import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, xml } from "@odoo/owl";
import { DueExplanation } from "./due_explanation";

/** The explanation of one date, in a form. */
export class DueExplanationField extends Component {
    static template = xml`<DueExplanation explanation="explanation" />`;
    static components = { DueExplanation };
    static props = standardFieldProps;

    get explanation() {
        return this.props.record.data[this.props.name] || { sentences: [] };
    }
}

registry.category("fields").add("onestop_due_explanation", {
    component: DueExplanationField,
    supportedTypes: ["json"],
});
