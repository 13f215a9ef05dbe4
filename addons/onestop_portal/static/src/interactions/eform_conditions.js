import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const NUMBERS = ["integer", "float", "amount"];
const COMPARE = {
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
};

/**
 * Shows and hides questions of an e-form as their conditions on this page's answers say.
 *
 * A courtesy: the server looks at every condition itself (core/eform_condition.py). A
 * condition that asks for a question of another page is left to it.
 */
export class EformConditions extends Interaction {
    static selector = ".os-filing";
    dynamicContent = {
        _root: {
            "t-on-change": this.update,
        },
    };

    start() {
        this.update();
    }

    update() {
        // As many rounds as questions: each settles one more of a chain.
        const questions = [...this.el.querySelectorAll(".os-question")];
        questions.forEach(() => questions.forEach((one) => this.show(one)));
    }

    show(question) {
        if (!question.dataset.visibleIf) {
            return;
        }
        const holds = this.holds(JSON.parse(question.dataset.visibleIf));
        if (holds !== undefined) {
            question.hidden = !holds;
            question.disabled = !holds;
        }
    }

    /** true, false, or undefined where this page cannot tell. */
    holds(condition) {
        for (const [junction, wanted] of [
            ["all", false],
            ["any", true],
        ]) {
            if (condition[junction]) {
                const parts = condition[junction].map((part) => this.holds(part));
                if (parts.includes(wanted)) {
                    return wanted;
                }
                return parts.includes(undefined) ? undefined : !wanted;
            }
        }
        const answer = this.answer(condition.field);
        return answer === undefined ? undefined : this.compare(condition, answer);
    }

    compare({ operator, value }, answer) {
        switch (operator) {
            case "set":
                return answer !== null;
            case "not set":
                return answer === null;
            case "=":
                return answer === value;
            case "!=":
                return answer !== value;
            case "in":
                return value.includes(answer);
            case "not in":
                return !value.includes(answer);
        }
        return answer !== null && COMPARE[operator](answer, value);
    }

    /** The answer as the core cleans it; null for none, undefined for another page's. */
    answer(name) {
        const question = this.el.querySelector(`.os-question[data-name="${name}"]`);
        if (!question) {
            return undefined;
        }
        const box = question.querySelector("input[type=checkbox]");
        if (box) {
            return !question.disabled && box.checked;
        }
        if (question.disabled) {
            return null;
        }
        const field =
            question.querySelector("input[type=radio]:checked") ||
            question.querySelector("input:not([type=radio]), select, textarea");
        const text = field?.value.trim() || "";
        if (!text) {
            return null;
        }
        const date = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/);
        if (date) {
            return `${date[3]}-${date[2].padStart(2, "0")}-${date[1].padStart(2, "0")}`;
        }
        return NUMBERS.includes(question.dataset.kind)
            ? Number(text.replace(",", "."))
            : text;
    }
}

registry
    .category("public.interactions")
    .add("onestop_portal.eform_conditions", EformConditions);
