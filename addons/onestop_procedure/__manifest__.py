{
    "name": "Onestop Procedure",
    "summary": "Departments, catalogue of procedures and the statutory clock",
    "version": "19.0.1.0.0",
    "category": "Services/Public Administration",
    "author": "Onestop",
    "license": "LGPL-3",
    "depends": ["mail", "resource"],
    "data": [
        # Who may.
        "security/onestop_procedure_groups.xml",
        "security/ir.model.access.csv",
        "security/onestop_procedure_rules.xml",
        # What the law and the house bring along.
        "data/resource_calendar_data.xml",
        "data/ir_cron_data.xml",
        "data/onestop_catalogue_cron.xml",
        # Screens; menus last, when every action is there.
        "views/menus.xml",
    ],
    "demo": [],
    "pre_init_hook": "pre_init_hook",
    "installable": True,
    "application": True,
}
