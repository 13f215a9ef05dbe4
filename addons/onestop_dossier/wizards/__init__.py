from . import onestop_result_upload
from . import onestop_collection
from . import onestop_dossier_action
from . import onestop_calendar_change
from . import onestop_fee_void
from . import onestop_fee_exemption
from . import onestop_intake_component
from . import onestop_intake
