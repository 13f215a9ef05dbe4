from . import archive
from . import report
