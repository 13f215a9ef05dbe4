from . import onestop_staff_wizard
from . import onestop_staff_wizard_line
from . import onestop_abolish_procedures
from . import onestop_import_procedures
from . import onestop_import_procedures_line
from . import onestop_calendar_change
from . import onestop_propose_holidays
from . import onestop_propose_holidays_line
