from . import onestop_staff_wizard
from . import onestop_staff_wizard_line
from . import onestop_abolish_procedures
from . import onestop_import_procedures
from . import onestop_import_procedures_line
