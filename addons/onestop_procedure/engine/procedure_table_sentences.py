from ..core.procedure_table import ERRORS


def message_of(env, problem):
    """What is wrong, and what to do, in the user's language."""
    return env._(ERRORS[problem.code], **dict(problem.params))


def sentence_of(env, problem):
    """The same with its place in front."""
    place = problem.place
    row = place.row and env._("row %s", place.row)
    column = place.column and f"“{place.column}”"
    where = ", ".join(filter(None, (place.file, place.sheet, row, column)))
    return f"{where}: {message_of(env, problem)}"
