from . import test_clock_events
from . import test_filing
from . import test_forms
from . import test_guards
from . import test_journal
from . import test_notices
from . import test_walls
from . import test_workflow
