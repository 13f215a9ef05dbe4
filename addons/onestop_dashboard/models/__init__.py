from . import onestop_report_mixin
from . import onestop_complaint_report
from . import onestop_dossier_report
from . import onestop_step_report
from . import spreadsheet_dashboard
from . import spreadsheet_dashboard_share
