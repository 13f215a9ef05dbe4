"""The five stages that a citizen sees of a dossier, as a picture with words.

The legal states are more; a supplement, a financial obligation or a withdrawal is a
halt at a stage, a refusal of intake or a stop is an end at one.
"""

STAGES = ("submitted", "accepted", "processing", "resolved", "returned")
HALTS = ("supplement", "payment", "withdrawal")
ENDS = ("rejected", "stopped")


def stages(env, state, moments=None):
    """The stages, each a dict `name`, `is` (done, now, halted, ended, to_come), `at`.

    :param dict moments: when each stage was reached (words); None: not to be told,
        and then where a dossier halts or ended is not told either
    """
    if state not in STAGES and moments is None:
        return []
    return path(_names(env), state, moments or {}, HALTS, ENDS)


def path(names, state, moments, halts, ends):
    """The stages of whatever goes its way, as `stages` gives them.

    :param dict names: {stage: name} in order
    :param dict moments: when each stage was reached (words)
    :param halts: states that are a halt at the last stage that was reached
    :param ends: states that are an end at it
    """
    order = list(names)
    reached = [index for index, stage in enumerate(order) if moments.get(stage)]
    here = order.index(state) if state in order else max(reached, default=0)

    def place(index):
        if index > here:
            return "none" if state in ends else "to_come"
        if index < here or state == order[-1]:
            return "done"
        if state in halts:
            return "halted"
        return "ended" if state in ends else "now"

    return [
        {"name": names[stage], "is": place(index), "at": moments.get(stage, "")}
        for index, stage in enumerate(order)
    ]


def _names(env):
    return {
        "submitted": env._("Filed"),
        "accepted": env._("Received"),
        "processing": env._("Being resolved"),
        "resolved": env._("Result ready"),
        "returned": env._("Result returned"),
    }


def sentence(env, state, suspended, elsewhere=None):
    """What the state means to the one who filed, in one sentence.

    :param str elsewhere: the system that decides it, where another one does
    """
    if elsewhere and state in ("accepted", "processing"):
        return env._("Your dossier was received and is decided by: %s.", elsewhere)
    if state == "processing" and suspended:
        return env._("The law lets the term stand still; the department goes on after.")
    return {
        "submitted": env._("The centre has your dossier and is checking it."),
        "accepted": env._("Your dossier was received and goes to the department."),
        "rejected": env._("The centre did not take the dossier in."),
        "processing": env._("The department is working on your dossier."),
        "supplement": env._("The dossier waits for papers from you."),
        "payment": env._("The dossier waits until a financial obligation is met."),
        "withdrawal": env._(
            "You asked for the dossier back; the centre is closing it."
        ),
        "stopped": env._("Work on the dossier was stopped."),
        "resolved": env._("The result is ready."),
        "returned": env._("The result was returned to you. The dossier is closed."),
    }.get(state, "")
