# What several build on.
from . import onestop_guarded_mixin

# The organisation.
from . import onestop_department
from . import onestop_department_succession
from . import onestop_field
from . import onestop_counter_group
from . import onestop_absence
from . import onestop_role_assignment
from . import onestop_staff_log
from . import res_users
from . import res_partner
from . import ir_http
from . import ir_actions_report

# The law.
from . import onestop_remembered_mixin
from . import onestop_explained
from . import onestop_citation
from . import onestop_rule_set
from . import onestop_rule
from . import onestop_rule_form
from . import onestop_calendar_row
from . import onestop_calendar_extra_day
from . import resource_calendar
from . import resource_calendar_attendance
from . import resource_calendar_leaves

# The catalogue.
from . import onestop_frozen_mixin
from . import onestop_phase_mixin
from . import ir_attachment
from . import onestop_case_mixin
from . import onestop_coded_part_mixin
from . import onestop_conditional_mixin
from . import onestop_posted_mixin
from . import onestop_posting
from . import onestop_posting_duty
from . import onestop_legal_basis
from . import onestop_level
from . import onestop_database
from . import onestop_subject
from . import onestop_publication_duty
from . import onestop_publication_decision
from . import onestop_completeness_mixin
from . import onestop_procedure
from . import onestop_life_event
from . import onestop_synonym
from . import onestop_procedure_ending
from . import onestop_retention
from . import onestop_procedure_version
from . import onestop_procedure_case
from . import onestop_procedure_channel
from . import onestop_procedure_component
from . import onestop_procedure_fee
from . import onestop_procedure_fee_exemption
from . import onestop_fee_ground
from . import onestop_supplement_cause
from . import onestop_supplement_text
from . import onestop_procedure_result
from . import onestop_eform_field
from . import onestop_import_remark
from . import onestop_import_run
from . import onestop_import_run_line
from . import onestop_bundle
from . import onestop_bundle_part
from . import onestop_booklet
from . import onestop_booklet_part
from . import onestop_process
from . import onestop_process_step
from . import onestop_process_transition
from . import onestop_national_importer
from . import onestop_catalogue
from . import onestop_delegation
