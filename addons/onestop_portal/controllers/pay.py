from odoo import http
from odoo.http import request

from odoo.addons.onestop_dossier.core import vietqr
from odoo.addons.payment.controllers.portal import PaymentPortal

from ..engine.pay_page import PayPage
from .dossier_files import OnestopDossierFiles
from .page import render, say


class OnestopPay(PaymentPortal, OnestopDossierFiles):
    """Paying the fees of one's own dossier with one of the providers."""

    @http.route(
        "/my/dossiers/<int:dossier_id>/pay",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def onestop_pay(self, dossier_id, **kw):
        page = self._onestop_pay_page(dossier_id)
        if not page.can_pay():
            say("info", request.env._("There is nothing to be paid online right now."))
            return request.redirect(f"/my/dossiers/{dossier_id}#fees")
        return render(
            "onestop_portal.pay",
            {
                "title": request.env._("Pay online"),
                "page_name": "pay",
                **page.values(),
            },
        )

    @http.route(
        "/my/dossiers/<int:dossier_id>/pay/transaction",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def onestop_pay_transaction(
        self,
        dossier_id,
        provider_id=None,
        payment_method_id=None,
        flow=None,
        amount=None,
        **kw,
    ):
        """Begin a payment, at the amounts that the server knows; what the browser sends
        beside its choice is not looked at.

        :return: what the provider's own script needs to go on
        """
        page = self._onestop_pay_page(dossier_id)
        payment, values = page.begin(provider_id, payment_method_id, flow, amount)
        dossier = page.dossier
        transaction = self._create_transaction(
            token_id=None,
            flow=flow,
            tokenization_requested=False,
            landing_route=f"/my/dossiers/{dossier_id}#fees",
            reference_prefix=vietqr.carried(dossier.code or dossier.tracking_number),
            custom_create_values={"onestop_payment_id": payment.id},
            **values,
        )
        return transaction._get_processing_values()

    def _onestop_pay_page(self, dossier_id):
        dossier = self._onestop_dossier(dossier_id)
        return PayPage(dossier, request.env.user.partner_id)
