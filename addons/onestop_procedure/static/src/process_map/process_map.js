import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// Two rows of the grid for each row of steps: the cards, and the lines to the next.
const ROWS_OF_GRID = 2;
// The names of the lanes stand above them.
const FIRST_ROW = 2;

/**
 * An internal process as a map: lanes of places, cards of steps, and the ways between.
 *
 * The map is what `core/process_map.py` gives. Where there is no room for lanes, the
 * cards stand one below the other and name their place.
 */
export class ProcessMapField extends Component {
    static template = "onestop_procedure.ProcessMap";
    static props = standardFieldProps;

    get map() {
        return this.props.record.data[this.props.name];
    }

    /** Tracks to the left are for ways ahead, those to the right for ways back. */
    get columns() {
        const width = (ways) => Math.max(0, ...ways.map((way) => way.track + 1));
        return { ahead: width(this.map.ahead), back: width(this.map.back) };
    }

    get gridStyle() {
        const { ahead, back } = this.columns;
        return `grid-template-columns: repeat(${ahead + 1}, 0.9rem)
            repeat(${this.map.lanes.length}, minmax(0, 1fr))
            repeat(${back + 1}, 0.9rem);`;
    }

    columnOfLane(lane) {
        return this.columns.ahead + 2 + lane;
    }

    rowOf(row) {
        return FIRST_ROW + ROWS_OF_GRID * row;
    }

    laneStyle(lane) {
        const rows = FIRST_ROW + ROWS_OF_GRID * this.map.rows.length;
        return `grid-column: ${this.columnOfLane(lane)}; grid-row: 1 / ${rows};`;
    }

    titleStyle(lane) {
        return `grid-column: ${this.columnOfLane(lane)}; grid-row: 1;`;
    }

    cellStyle(row, lane) {
        return `grid-column: ${this.columnOfLane(lane)}; grid-row: ${this.rowOf(row)};`;
    }

    linesStyle(row) {
        const first = this.columnOfLane(0);
        return `grid-column: ${first} / span ${this.map.lanes.length};
            grid-row: ${this.rowOf(row) + 1};`;
    }

    trackStyle(way, side) {
        const { ahead } = this.columns;
        const column =
            side === "ahead"
                ? ahead + 1 - way.track
                : ahead + 2 + this.map.lanes.length + way.track;
        return `grid-column: ${column};
            grid-row: ${this.rowOf(way.first)} / ${this.rowOf(way.last) + 1};`;
    }

    /** The lanes of a row that hold something, each with its cards side by side. */
    cells(row) {
        return this.map.lanes
            .map((_name, lane) => ({
                lane,
                cards: row.cards.filter((card) => card.lane === lane),
            }))
            .filter((cell) => cell.cards.length);
    }

    /** A line between the middles of two lanes. */
    line([from, to]) {
        const middle = (lane) => `${((lane + 0.5) * 100) / this.map.lanes.length}%`;
        return { x1: middle(from), x2: middle(to), key: `${from}-${to}` };
    }

    get timeText() {
        const { hours, bound, over } = this.map.time;
        const figures = {
            hours: this.figure(hours),
            bound: this.figure(bound),
            over: this.figure(over),
        };
        if (over) {
            return _t(
                "%(hours)s working hours, the term gives %(bound)s: %(over)s too many",
                figures,
            );
        }
        return bound
            ? _t("%(hours)s working hours, the term gives %(bound)s", figures)
            : _t("%(hours)s working hours, no term", figures);
    }

    hoursText(hours) {
        return _t("%s h", this.figure(hours));
    }

    figure(hours) {
        return Number(hours.toFixed(2)).toLocaleString(
            document.documentElement.lang || undefined,
        );
    }
}

registry.category("fields").add("onestop_process_map", {
    component: ProcessMapField,
    supportedTypes: ["json"],
});
