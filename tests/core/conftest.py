"""Let the pure cores be imported without Odoo.

`addons/<addon>/core` imports nothing of Odoo, but importing it through its addon
would run the addon's `__init__` and with it the whole ORM. So each core is made
importable here under a name of its own, `<addon>_core`, and these tests run in
milliseconds on an interpreter that has no Odoo.
"""

import importlib.util
import pathlib
import sys

ADDONS = pathlib.Path(__file__).parents[2] / "addons"

for init in sorted(ADDONS.glob("*/core/__init__.py")):
    name = f"{init.parent.parent.name}_core"
    spec = importlib.util.spec_from_file_location(
        name, init, submodule_search_locations=[str(init.parent)]
    )
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
