{
    "name": "Onestop Dashboard",
    "summary": "Figures and boards across dossiers, steps and complaints",
    "version": "19.0.1.0.0",
    "category": "Services/Public Administration",
    "author": "Onestop",
    "license": "LGPL-3",
    "depends": ["board", "spreadsheet_dashboard", "onestop_complaint"],
    "data": [
        "security/onestop_dashboard_groups.xml",
        "security/onestop_dashboard_rules.xml",
        "security/ir.model.access.csv",
        "views/onestop_complaint_report_views.xml",
        "views/onestop_dossier_report_views.xml",
        "views/onestop_step_report_views.xml",
        "data/centre_dashboard.xml",
        "views/menus.xml",
    ],
    "assets": {
        "spreadsheet.o_spreadsheet": ["onestop_dashboard/static/src/**/*"],
    },
    "installable": True,
    "application": True,
}
