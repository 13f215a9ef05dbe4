import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Download a report that the server prints by WeasyPrint.
 *
 * The web client would first ask for wkhtmltopdf, warn where it is absent, and show
 * HTML instead; these reports never need it.
 */
export async function downloadWeasyprint(action, options, env) {
    if (!action.onestop_weasyprint) {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    options.onClose?.();
    return true;
}

registry
    .category("ir.actions.report handlers")
    .add("onestop_weasyprint", downloadWeasyprint);
