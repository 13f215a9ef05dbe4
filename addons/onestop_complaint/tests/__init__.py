from . import test_complaint_actions
from . import test_complaint_answers
from . import test_complaint_attacks
from . import test_complaint_filing
from . import test_complaint_rules
from . import test_complaint_terms
from . import test_complaint_walls
from . import test_denouncers
