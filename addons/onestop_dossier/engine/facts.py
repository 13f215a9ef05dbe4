from dataclasses import MISSING, fields

from ..core.workflow import Facts

_DEFAULTS = {one.name: one.default for one in fields(Facts)}


class FactsOnDemand:
    """`core.workflow.Facts` of which some are read when the workflow first asks.

    An action asks after a few of some thirty facts; each that it does not ask after is
    a query less. A fact is a value, or a function without arguments that gives it; it
    is read once, so what was true before the action stays so.
    """

    def __init__(self, **facts):
        unknown = facts.keys() - _DEFAULTS.keys()
        if unknown:
            raise TypeError(f"not known to the workflow: {sorted(unknown)}")
        self._facts = facts

    def __getattr__(self, name):
        try:
            value = self._facts[name] if name in self._facts else _DEFAULTS[name]
        except KeyError:
            raise AttributeError(name)
        if value is MISSING:
            raise AttributeError(name)
        self.__dict__[name] = value = value() if callable(value) else value
        return value
