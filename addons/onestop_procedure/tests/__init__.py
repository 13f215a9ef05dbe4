from . import test_citizens_hidden
from . import test_departments
from . import test_role_assignments
from . import test_rule_sets
from . import test_staff_accounts
from . import test_working_calendars
