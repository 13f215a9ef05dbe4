{
    "name": "Onestop Procedure",
    "summary": "Departments, catalogue of procedures and the statutory clock",
    "version": "19.0.1.0.0",
    "category": "Services/Public Administration",
    "author": "Onestop",
    "license": "LGPL-3",
    "depends": ["mail", "resource"],
    "data": [],
    "installable": True,
    "application": True,
}
