/**
 * Conditions on answers as `core/eform_condition.py` has them: a part
 * `{field, operator[, value]}`, or `{all: [conditions]}`, or `{any: [conditions]}`.
 */

export const MEMBERSHIPS = ["in", "not in"];
export const PRESENCES = ["set", "not set"];
export const NUMBERS = ["integer", "float", "amount"];

const ORDER = ["=", "!=", "<", "<=", ">", ">=", ...PRESENCES];
// By type of a question; of what is not named here: whether it is equal, or answered.
const OPERATORS = {
    boolean: ["="],
    selection: ["=", "!=", ...MEMBERSHIPS, ...PRESENCES],
    date: ORDER,
    file: PRESENCES,
    ...Object.fromEntries(NUMBERS.map((type) => [type, ORDER])),
};

/** What may be asked of a question; what a condition asks already stays among it. */
export function operatorsOf(question, own) {
    const usual = OPERATORS[question?.type] || ["=", "!=", ...PRESENCES];
    return own && !usual.includes(own) ? [...usual, own] : usual;
}

/** The junction of a condition and its parts; of none: no parts. */
export function asGroup(condition) {
    if (condition?.all || condition?.any) {
        const junction = condition.all ? "all" : "any";
        return { junction, parts: condition[junction] };
    }
    return { junction: "all", parts: condition ? [condition] : [] };
}

/** The shortest condition that says the same; false for none. */
export function fromGroup({ junction, parts }) {
    if (parts.length < 2) {
        return parts[0] || false;
    }
    return { [junction]: parts };
}

/** A part on a question, with a value that it may have. */
export function partOn(question, operator = operatorsOf(question)[0]) {
    const part = { field: question.name, operator };
    if (PRESENCES.includes(operator)) {
        return part;
    }
    const value = firstValue(question);
    return { ...part, value: MEMBERSHIPS.includes(operator) ? [value] : value };
}

/** The same part with another operator; the value stays where it can. */
export function withOperator(part, question, operator) {
    const isList = (sign) => MEMBERSHIPS.includes(sign);
    const lacks = PRESENCES.includes(operator) || !("value" in part);
    if (lacks || isList(operator) !== isList(part.operator)) {
        return partOn(question, operator);
    }
    return { ...part, operator };
}

/** What was typed as the value of a question; undefined where it is none. */
export function readValue(question, text) {
    if (question?.type === "boolean") {
        return text === "true";
    }
    if (NUMBERS.includes(question?.type)) {
        const number = Number(text);
        return text.trim() === "" || Number.isNaN(number) ? undefined : number;
    }
    return text.trim() || undefined;
}

function firstValue(question) {
    if (question.type === "boolean") {
        return true;
    }
    if (question.type === "date") {
        return luxon.DateTime.now().toISODate();
    }
    if (NUMBERS.includes(question.type)) {
        return 0;
    }
    return question.options?.[0]?.[0] || "…";
}
