from . import onestop_form
from . import form_receipt
from . import form_supplement
from . import form_rejection
from . import form_stop
from . import form_apology
from . import fee_receipt
