from . import onestop_complaint_registration
from . import onestop_complaint_action
from . import onestop_denouncer_reading
