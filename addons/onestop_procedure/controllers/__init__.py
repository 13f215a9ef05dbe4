from . import list_export
from . import pivot_export
