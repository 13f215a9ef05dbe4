import { Component, useState } from "@odoo/owl";

/**
 * Why a date is what it is: the sentences, and beside them the days that they speak of.
 *
 * An explanation is what `core/due_explanation.py` gives: all words come from the clock.
 * To point at a sentence is to see its days, and the other way round; a click keeps
 * both in sight.
 */
export class DueExplanation extends Component {
    static template = "onestop_procedure.DueExplanation";
    static props = { explanation: Object };

    setup() {
        this.state = useState({ pointed: [], kept: [] });
    }

    get picture() {
        return this.props.explanation.picture;
    }

    /** Places of the sentences that are in sight. */
    get lit() {
        return this.state.pointed.length ? this.state.pointed : this.state.kept;
    }

    isLit(facts) {
        return facts.some((place) => this.lit.includes(place));
    }

    isKept(place) {
        return this.state.kept.includes(place);
    }

    /** Whether the picture shows a day that a sentence speaks of. */
    hasDays(place) {
        const days = (this.picture?.months || []).flatMap((month) =>
            month.weeks.flat(),
        );
        return days.some((day) => day?.facts.includes(place));
    }

    point(facts) {
        this.state.pointed = facts;
    }

    keep(facts) {
        const isSame = String(facts) === String(this.state.kept);
        this.state.kept = isSame ? [] : facts;
    }

    look(day) {
        const names = [day.shade || "none", ...day.marks].map((name) => `is-${name}`);
        return { [names.join(" ")]: true, "is-lit": this.isLit(day.facts || []) };
    }
}
