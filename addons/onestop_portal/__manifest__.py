{
    "name": "Onestop Portal",
    "summary": "The citizen's side: find, file, follow and rate",
    "version": "19.0.1.0.0",
    "category": "Services/Public Administration",
    "author": "Onestop",
    "license": "LGPL-3",
    "depends": [
        "portal",
        "auth_signup",
        "payment",
        "onestop_dossier",
        "onestop_complaint",
    ],
    "data": [
        # Who may.
        "security/onestop_portal_rules.xml",
        "security/ir.model.access.csv",
        "data/own_keys.xml",
        "data/open_data.xml",
        # What citizens see.
        "views/layout_templates.xml",
        "views/error_templates.xml",
        "views/login_templates.xml",
        "views/front_templates.xml",
        "views/open_data_templates.xml",
        "views/printed_templates.xml",
        "views/procedure_templates.xml",
        "views/filing_templates.xml",
        "views/group_templates.xml",
        "views/dossier_templates.xml",
        "views/track_templates.xml",
        "views/rate_templates.xml",
        "views/complaint_templates.xml",
        "views/key_templates.xml",
        "views/my_home_templates.xml",
        # What the staff sees.
        "views/onestop_satisfaction_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web._assets_frontend_helpers": [
            ("prepend", "onestop_portal/static/src/scss/bootstrap_overridden.scss"),
        ],
        "web.assets_frontend": [
            "onestop_procedure/static/src/due_explanation/due_explanation.scss",
            "onestop_portal/static/src/scss/portal.scss",
            "onestop_portal/static/src/interactions/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
    "installable": True,
    "application": False,
}
