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
    names = _names(env)
    if state in STAGES:
        here = STAGES.index(state)
    elif moments is None:
        return []
    else:
        here = max(
            (index for index, stage in enumerate(STAGES) if moments.get(stage)),
            default=0,
        )
    return [
        {
            "name": names[stage],
            "is": _place(index, here, state),
            "at": (moments or {}).get(stage, ""),
        }
        for index, stage in enumerate(STAGES)
    ]


def _place(index, here, state):
    if index > here:
        return "none" if state in ENDS else "to_come"
    if index < here or state == STAGES[-1]:
        return "done"
    if state in HALTS:
        return "halted"
    return "ended" if state in ENDS else "now"


def _names(env):
    return {
        "submitted": env._("Filed"),
        "accepted": env._("Received"),
        "processing": env._("Being resolved"),
        "resolved": env._("Result ready"),
        "returned": env._("Result returned"),
    }


def sentence(env, state, suspended):
    """What the state means to the one who filed, in one sentence."""
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
