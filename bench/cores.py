"""The pure cores of the addons, with Odoo or without it.

Where Odoo runs, its own copy of a core is taken: what comes from its records (calendars,
terms) has those classes. Without it the core is loaded by itself, as the tests of the
cores do, since importing it through its addon would run the whole ORM.
"""

import importlib
import importlib.util
import pathlib
import sys

ADDONS = pathlib.Path(__file__).resolve().parents[1] / "addons"


def core(addon, module):
    """The module `core/<module>.py` of an addon."""
    package = f"odoo.addons.{addon}.core"
    if package not in sys.modules:
        package = _alone(addon)
    return importlib.import_module(f"{package}.{module}")


def _alone(addon):
    name = f"{addon}_core"
    if name not in sys.modules:
        init = ADDONS / addon / "core" / "__init__.py"
        spec = importlib.util.spec_from_file_location(
            name, init, submodule_search_locations=[str(init.parent)]
        )
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return name


clock = core("onestop_procedure", "clock")
process_plan = core("onestop_procedure", "process_plan")
database_time = core("onestop_procedure", "database_time")
dossier_code = core("onestop_dossier", "dossier_code")
journal_chain = core("onestop_dossier", "journal_chain")
tracking_number = core("onestop_dossier", "tracking_number")
