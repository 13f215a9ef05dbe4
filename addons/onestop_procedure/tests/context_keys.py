"""The keys of contexts that our sources name: what a caller of an RPC method would try.

Read from the sources, so that a key which code begins to ask for is tried from then on.
"""

import ast
import pathlib
import re

ADDONS = pathlib.Path(__file__).parents[2]
# Of a context in a view or an action: 'key': value.
IN_VIEWS = re.compile(r"'(\w+)'\s*:")
# Odoo takes them for what they are, whoever gives them.
NO_SWITCHES = frozenset(
    (
        *("lang", "tz", "uid", "allowed_company_ids", "active_id", "active_ids"),
        *("active_model", "params"),
    )
)


def context_keys():
    """Of all addons beside this one: a sorted list of names."""
    found = set()
    for path in ADDONS.glob("onestop_*/**/*.py"):
        if "tests" not in path.relative_to(ADDONS).parts:
            found |= _in_python(ast.parse(path.read_text()))
    for path in ADDONS.glob("onestop_*/**/*.xml"):
        for text in re.findall(
            r"context\"?\s*(?:=\"|>)\s*(\{[^}]*\})", path.read_text()
        ):
            found |= set(IN_VIEWS.findall(text))
    return sorted(found - NO_SWITCHES)


def _in_python(tree):
    """Keys that a module gives to a context, or asks of one."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="with_context")):
                found |= {one.arg for one in node.keywords if one.arg}
                for given in node.args:
                    found |= _keys(given)
            case ast.Call(
                func=ast.Attribute(attr="get" | "pop", value=asked),
                args=[ast.Constant(value=str(key)), *_],
            ) if _is_context(asked):
                found.add(key)
            case ast.Subscript(value=asked, slice=ast.Constant(value=str(key))) if (
                _is_context(asked)
            ):
                found.add(key)
            case ast.Compare(
                left=ast.Constant(value=str(key)),
                ops=[ast.In() | ast.NotIn()],
                comparators=[asked],
            ) if _is_context(asked):
                found.add(key)
            case ast.Dict():
                # An action that is given to a client, with its context.
                for name, value in zip(node.keys, node.values, strict=True):
                    if isinstance(name, ast.Constant) and name.value == "context":
                        found |= _keys(value)
    return found


def _is_context(node):
    name = getattr(node, "attr", None) or getattr(node, "id", None)
    return name in ("context", "_context")


def _keys(node):
    if not isinstance(node, ast.Dict):
        return set()
    return {
        name.value
        for name in node.keys
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }
