import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { asGroup, fromGroup } from "./condition";
import { ConditionGroup } from "./condition_group";

/**
 * On which answers something is asked for: chosen from the questions of the e-form,
 * and said below in words, as people read it.
 */
export class ConditionField extends Component {
    static template = "onestop_procedure.ConditionField";
    static components = { ConditionGroup };
    static props = standardFieldProps;

    get group() {
        return asGroup(this.props.record.data[this.props.name]);
    }

    get questions() {
        return this.props.record.data.questions || [];
    }

    get words() {
        return this.props.record.data.condition_words;
    }

    onChange(junction, parts) {
        this.props.record.update({ [this.props.name]: fromGroup({ junction, parts }) });
    }
}

registry.category("fields").add("onestop_condition", {
    component: ConditionField,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "questions", type: "json", readonly: true },
        { name: "condition_words", type: "char", readonly: true },
    ],
});
