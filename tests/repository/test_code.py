"""What code of the addons must not do, whoever writes it."""

import ast
import re
import tokenize

from tree import ADDONS, ROOT, at, check, parse, python_files, read, text_files

# Any caller of RPC sets the context: a guard that it opens is none.
OPENS = re.compile(
    r"bypass|skip|force|unlock|allow|trust|ignore|unsafe|internal|superuser|"
    r"no_(check|guard|lock|journal)|disable"
)
# Of Odoo itself; they open nothing of ours.
HARMLESS = {"install_mode", "tracking_disable", "mail_notrack"}
# Homes of people, and the root-level folders that only this or that machine has.
MACHINE = re.compile(
    r"(?<![\w.:/\-<}])/(?:work|root|home|Users|mnt|media|workspace)/[\w.]"
)
SELF = ROOT / "tests" / "repository"


def test_no_addon_prints():
    check(
        at(path, node.lineno, "print() goes nowhere in a server: use a logger")
        for path in python_files(tests=False)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    )


def test_today_is_that_of_the_law():
    """The zone of a user, or of the server, has another day for some hours."""
    check(
        at(path, node.lineno, f"{node.attr}: ask legal_day.legal_today()")
        for path in python_files(tests=False)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute)
        and (
            node.attr == "context_today"
            or (node.attr == "today" and ast.unparse(node.value).endswith("Date"))
        )
    )


def test_no_method_names_what_it_depends_on_twice():
    """Of two decorators of one kind Odoo keeps the upper one alone."""
    check(
        at(path, node.lineno, f"{name} stands twice over {node.name}: write one")
        for path in python_files(tests=False)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef)
        for name in ("depends", "depends_context", "onchange", "constrains")
        if sum(_is_decorator(one, name) for one in node.decorator_list) > 1
    )


def _is_decorator(node, name):
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and called.attr == name


def test_no_guard_reads_the_context():
    check(
        at(
            path,
            node.lineno,
            f"reads {key!r} of the context, which any caller of RPC sets: pass a token "
            "of this process instead",
        )
        for path in python_files(tests=False)
        for node in ast.walk(parse(path))
        for key in _context_keys(node)
        if OPENS.search(key) and key not in HARMLESS
    )


def _context_keys(node):
    """Keys that a node reads of a context: get, [], in."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("get", "pop", "setdefault")
        and _is_context(node.func.value)
    ):
        return _texts(node.args[:1])
    if isinstance(node, ast.Subscript) and _is_context(node.value):
        return _texts([node.slice])
    if isinstance(node, ast.Compare) and any(map(_is_context, node.comparators)):
        return _texts([node.left])
    return []


def _is_context(node):
    name = getattr(node, "attr", None) or getattr(node, "id", None)
    return name in ("context", "_context", "ctx")


def _texts(nodes):
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_every_sudo_says_what_bounds_it():
    findings = []
    for path in python_files(tests=False):
        comments = _comment_lines(path)
        for statement in _statements(parse(path)):
            for node in _own_nodes(statement):
                if not _is_sudo(node):
                    continue
                first, last = statement.lineno, _last_own_line(statement)
                if not _is_explained(comments, first, last):
                    findings.append(
                        at(
                            path,
                            node.end_lineno,
                            "sudo: say in a comment on it or above it what bounds it",
                        )
                    )
    check(findings)


def _is_sudo(node):
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr == "sudo":
        # sudo(False) takes rights away.
        return not (
            node.args
            and isinstance(node.args[0], ast.Constant)
            and node.args[0].value is False
        )
    return node.func.attr == "with_user" and any(
        getattr(part, "id", getattr(part, "attr", "")) == "SUPERUSER_ID"
        for argument in node.args
        for part in ast.walk(argument)
    )


def _statements(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def _own_nodes(statement):
    """Nodes of the statement itself, not of the statements in it."""
    queue = [statement]
    while queue:
        node = queue.pop()
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt):
                yield child
                queue.append(child)


def _last_own_line(statement):
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        return max(statement.lineno, body[0].lineno - 1)
    return statement.end_lineno


def _comment_lines(path):
    """{line: (comment, whether it has the line for itself)}"""
    with path.open("rb") as stream:
        return {
            token.start[0]: (token.string, token.line.lstrip().startswith("#"))
            for token in tokenize.tokenize(stream.readline)
            if token.type == tokenize.COMMENT
        }


def _is_explained(comments, first, last):
    lines = [line for line in range(first, last + 1) if line in comments]
    line = first - 1
    while line in comments and comments[line][1]:
        lines.append(line)
        line -= 1
    words = " ".join(comments[line][0].lstrip("# ") for line in lines)
    words = re.sub(r"\b(noqa|pylint)\b.*", "", words)
    return len(words.split()) >= 3


def test_no_file_names_a_path_of_a_machine():
    check(
        at(path, number, f"names a path of one machine: {found.group()}…")
        for path in text_files()
        if not path.is_relative_to(SELF)
        for number, line in enumerate(read(path).splitlines(), 1)
        for found in [MACHINE.search(line)]
        if found
    )


def test_no_mark_of_a_merge_is_left():
    mark = re.compile(r"^(<{7} |>{7} |\|{7} )")
    check(
        at(path, number, "a conflict was not resolved")
        for path in text_files()
        for number, line in enumerate(read(path).splitlines(), 1)
        if mark.match(line)
    )


def test_the_rules_above_look_at_something():
    assert len(python_files(tests=False)) > 20
    assert any(path.is_relative_to(ADDONS) for path in text_files())
