from . import onestop_complaint
from . import onestop_complaint_phase
from . import onestop_denouncer
from . import onestop_denouncer_envelope
from . import onestop_denouncer_opening
from . import onestop_redating
from . import res_users
