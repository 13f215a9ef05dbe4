import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import {
    DateTimeField,
    dateField,
    dateTimeField,
} from "@web/views/fields/datetime/datetime_field";

const { Settings } = luxon;

// Legal time, wherever the machine thinks that it stands: a term ends at an hour.
Settings.defaultZone = "Asia/Ho_Chi_Minh";

/**
 * Dates are dd/mm/yyyy hh:mm, as the language says, and always with their year: an
 * office reads them off and writes them down. Nobody there reckons in seconds. A view
 * may still ask for words.
 */
function numeric(info) {
    return { ...info, options: { numeric: true, ...info.options } };
}

function withoutSeconds(text) {
    return text.replace(/(\d:\d\d):\d\d/, "$1");
}

for (const field of [dateField, dateTimeField]) {
    patch(field, {
        extractProps(info, dynamicInfo) {
            return super.extractProps(numeric(info), dynamicInfo);
        },
        listViewWidth(info) {
            return super.listViewWidth(numeric(info));
        },
    });
}

patch(DateTimeField.prototype, {
    getFormattedValue() {
        const text = super.getFormattedValue(...arguments);
        return this.props.showSeconds ? text : withoutSeconds(text);
    },
});

// What lists and cards print without the widget of a field.
const formatters = registry.category("formatters");
for (const type of ["date", "datetime"]) {
    const format = formatters.get(type);
    const short = (value, options = {}) => {
        const text = format(value, options);
        return options.showSeconds ? text : withoutSeconds(text);
    };
    short.extractOptions = (info) => format.extractOptions(numeric(info));
    formatters.add(type, short, { force: true });
}
