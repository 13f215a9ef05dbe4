import { DueExplanation } from "@onestop_procedure/due_explanation/due_explanation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** Why each thing that is to be done about a grievance is due when it is. */
export class DueExplanations extends Component {
    static template = "onestop_complaint.DueExplanations";
    static components = { DueExplanation };
    static props = standardFieldProps;

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("onestop_due_explanations", {
    component: DueExplanations,
    supportedTypes: ["json"],
});
