from . import onestop_print
from . import procedure_notice
from . import notice_of_procedure
from . import procedure_list
from . import list_of_field
from . import list_of_department
