from . import handover_list
