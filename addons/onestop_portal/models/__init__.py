from . import (
    onestop_complaint,
    onestop_department,
    onestop_dossier,
    onestop_filing_draft,
    onestop_filing_file,
    onestop_open_data,
    onestop_printed_sheet,
    onestop_procedure,
    onestop_procedure_version,
    onestop_satisfaction,
    onestop_throttle,
)
