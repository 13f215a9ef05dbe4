import { _t } from "@web/core/l10n/translation";

/**
 * What Odoo's own client says and has no Vietnamese for.
 *
 * A word that a module does not translate is looked for among those of all modules: named
 * here, it stands in our catalogue, and the client finds it there. What Odoo translates
 * some day goes out of this list.
 */
export const WORDS_OF_ODOO = () => [
    _t("Missing required fields"),
    _t("Invalid Display Name"),
    _t("Are you sure you want to delete the selected record?"),
    _t("Are you sure you want to delete the %(nbSelected)s selected records?"),
    _t("Are you sure that you want to duplicate all the selected records?"),
    _t("Are you sure you want to update %(count)s records?"),
    _t(
        "Among the %(total)s selected records, %(valid_count)s are valid for this update.",
    ),
    _t("Caps Lock is on!"),
    _t("Start typing %s characters"),
    _t("Start time should be before end time"),
    _t("Toggle date range mode"),
    _t("The file is not an image, resizing is not possible"),
    _t("The resizing of the image failed"),
    _t("View related documents"),
    _t("My Preferences"),
    _t("Add nested rule"),
    _t("Custom range"),
    _t("Last 12 months"),
    _t("Month to date"),
    _t("Year to date"),
    _t(": not"),
    _t("before"),
    _t("empty"),
    _t("lower than"),
    _t("lower or equal to"),
    _t("greater or equal to"),
    _t("Select one or several criteria"),
    _t('Press "Enter" to add criterion'),
    _t("Add Star"),
    _t("Remove Star"),
    _t("Starred message"),
    _t("Starred messages"),
    _t("Discard editing"),
    _t("Filter Messages"),
    _t("Tracked Changes"),
    _t("Conversations"),
    _t("Search conversations"),
    _t("No content."),
    _t("Detected As Spam"),
    _t("You will not receive any notifications"),
];
