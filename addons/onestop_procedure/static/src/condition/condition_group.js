import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import {
    asGroup,
    MEMBERSHIPS,
    NUMBERS,
    operatorsOf,
    partOn,
    PRESENCES,
    readValue,
    withOperator,
} from "./condition";

// As deep as `core/eform_condition.py` takes them, less the parts of the last group.
const DEEPEST = 4;

/** Conditions of which all hold, or any; each on a question, or a group again. */
export class ConditionGroup extends Component {
    static template = "onestop_procedure.ConditionGroup";
    static props = {
        junction: String,
        parts: Array,
        questions: Array,
        depth: { type: Number, optional: true },
        onChange: Function,
    };
    static defaultProps = { depth: 1 };

    get isDeepest() {
        return this.props.depth >= DEEPEST;
    }

    get junctions() {
        return [
            ["all", _t("All of these hold")],
            ["any", _t("At least one of these holds")],
        ];
    }

    isGroup(part) {
        return "all" in part || "any" in part;
    }

    groupOf(part) {
        return asGroup(part);
    }

    question(part) {
        return this.props.questions.find((one) => one.name === part.field);
    }

    operators(part) {
        const words = {
            "=": _t("is"),
            "!=": _t("is not"),
            in: _t("is one of"),
            "not in": _t("is none of"),
            "<": _t("is less than"),
            "<=": _t("is at most"),
            ">": _t("is more than"),
            ">=": _t("is at least"),
            set: _t("has an answer"),
            "not set": _t("has no answer"),
        };
        const signs = operatorsOf(this.question(part), part.operator);
        return signs.map((sign) => [sign, words[sign]]);
    }

    /** With which control the value is chosen or typed; none where there is no value. */
    control(part) {
        const { type } = this.question(part) || {};
        if (PRESENCES.includes(part.operator)) {
            return "none";
        }
        if (MEMBERSHIPS.includes(part.operator)) {
            return type === "selection" ? "boxes" : "list";
        }
        return ["boolean", "selection"].includes(type) ? "select" : "input";
    }

    options(part) {
        const question = this.question(part);
        return question.type === "boolean"
            ? [
                  ["true", _t("yes")],
                  ["false", _t("no")],
              ]
            : question.options;
    }

    isChosen(part, code) {
        return String(part.value) === code;
    }

    inputType(part) {
        const { type } = this.question(part) || {};
        return NUMBERS.includes(type) ? "number" : type === "date" ? "date" : "text";
    }

    replace(place, ...parts) {
        const all = [...this.props.parts];
        all.splice(place, 1, ...parts);
        this.props.onChange(this.props.junction, all);
    }

    add(part) {
        this.props.onChange(this.props.junction, [...this.props.parts, part]);
    }

    onAdd() {
        this.add(partOn(this.props.questions[0]));
    }

    onAddGroup() {
        const other = this.props.junction === "all" ? "any" : "all";
        this.add({ [other]: [partOn(this.props.questions[0])] });
    }

    onQuestion(place, name) {
        this.replace(place, partOn(this.props.questions.find((q) => q.name === name)));
    }

    onOperator(place, operator) {
        const part = this.props.parts[place];
        this.replace(place, withOperator(part, this.question(part), operator));
    }

    onValue(place, target) {
        const part = this.props.parts[place];
        const value = readValue(this.question(part), target.value);
        if (value === undefined) {
            // Nothing is no value to compare with: what was there stands again.
            target.value = part.value;
        } else {
            this.replace(place, { ...part, value });
        }
    }

    onList(place, target) {
        const part = this.props.parts[place];
        const value = target.value
            .split(",")
            .map((text) => readValue(this.question(part), text))
            .filter((one) => one !== undefined);
        this.replace(place, { ...part, value });
    }

    onBox(place, code, isTicked) {
        const part = this.props.parts[place];
        const others = part.value.filter((one) => one !== code);
        const value = isTicked ? [...others, code] : others;
        this.replace(place, { ...part, value });
    }

    onGroup(place, junction, parts) {
        this.replace(place, ...(parts.length ? [{ [junction]: parts }] : []));
    }
}
ConditionGroup.components = { ConditionGroup };
