"""Who may do what to a dossier: written by hand from the decrees and docs/api.md.

The machine holds the workflow to this table, so nothing here is read from the code.
"""

# The world of the machine. Five working days, in each of these departments.
STEPS = (
    # name, kind, place, role, hours, order
    ("Appraise", "work", "competent", "department_officer", 8, 10),
    ("Ask", "opinion", "other", "department_officer", 8, 10),
    ("Decide", "decision", "competent", "department_head", 8, 20),
    ("Seal", "seal", "competent", "clerk", 4, 30),
    ("Return", "return", "received", "counter_officer", 0, 40),
)
KIND = {name: kind for name, kind, *_rest in STEPS}
ROLE = {name: role for name, _kind, _place, role, *_rest in STEPS}
ORDER = {name: order for name, *_rest, order in STEPS}

# Everybody who tries: role@department. Two have more or less than one role, for what
# nobody else can show: that four eyes are not two, and that a role is needed at all.
PEOPLE = {
    "applicant": "",
    "stranger": "",
    "employee": "",
    "officer and head": "department_officer@department department_head@department",
    **{
        one: one
        for one in (
            *("counter_officer@centre", "postal_clerk@centre", "treasurer@centre"),
            *("supervisor@centre", "director@centre", "catalogue_manager@centre"),
            *("custodian@centre", "it_technician@centre", "administrator@centre"),
            *("department_officer@department", "department_head@department"),
            *("clerk@department", "director@department"),
            *("department_officer@other", "department_head@other", "clerk@other"),
            "counter_officer@other",
        )
    },
}

COUNTER = "counter_officer@received postal_clerk@received"
OFFICERS = "department_officer@lead department_head@lead"
OWN = "applicant counter_officer@received"

# What may be done in a state, and by whom. Places: where it was `received`, and the
# department that has the `lead`. `step`: the role that the process names for the step,
# at the department of the step. `system`: what follows by itself.
RIGHTS = {
    # Decree 61/2018, art. 17: whoever takes it in. A second request is for the head.
    ("submit", "draft"): "applicant",
    ("accept", "submitted"): COUNTER,
    ("reject", "submitted"): COUNTER,
    (
        "request_supplement",
        "submitted",
    ): f"{COUNTER} department_head@received director@received",
    # Art. 19.4: only whoever has the lead asks on appraisal.
    ("request_supplement", "processing"): OFFICERS,
    ("pass_on", "processing"): COUNTER,
    ("take_back", "processing"): f"{OFFICERS} {COUNTER}",
    ("supplement", "supplement"): f"applicant {COUNTER}",
    ("supplement_reminded", "supplement"): "system",
    # Art. 18.
    ("forward", "submitted"): COUNTER,
    ("forward", "accepted"): "counter_officer@received system",
    ("forward", "processing"): OFFICERS,
    # Art. 19.
    ("complete_step", "processing"): "step",
    ("complete_step", "supplement"): "step",
    ("complete_step", "payment"): "step",
    ("silence", "processing"): "system",
    ("silence", "supplement"): "system",
    ("silence", "payment"): "system",
    ("decide", "processing"): "step",
    ("refuse", "processing"): "step",
    ("seal", "processing"): "step",
    ("resolve", "processing"): f"{OFFICERS} clerk@lead system",
    ("apologise", "accepted"): "department_head@lead director@lead",
    ("apologise", "processing"): "department_head@lead director@lead",
    ("suspend", "processing"): OFFICERS,
    ("resume", "processing"): f"{OFFICERS} system",
    ("resume", "payment"): f"{OFFICERS} counter_officer@received treasurer@received",
    # Art. 20.
    ("return", "resolved"): "step postal_clerk@received",
    # Decree 118/2025, art. 21.
    ("withdraw", "submitted"): OWN,
    ("withdraw", "accepted"): OWN,
    ("withdraw", "processing"): OWN,
    ("withdraw", "supplement"): OWN,
    ("withdraw", "payment"): OWN,
    ("resume", "withdrawal"): OWN,
    ("stop", "withdrawal"): f"{OFFICERS} counter_officer@received",
    ("stop", "supplement"): f"{OFFICERS} counter_officer@received system",
}
CODES = tuple(dict.fromkeys(code for code, _state in RIGHTS if code != "submit"))
# On which kinds of steps they are done; a draft goes back from others.
DONE_ON = {
    "complete_step": ("work", "opinion"),
    "silence": ("opinion",),
    "decide": ("decision",),
    "refuse": ("decision",),
    "seal": ("seal",),
    "return": ("return",),
}
SENT_BACK_FROM = ("work", "decision", "seal")
# While the applicant or a payment is waited for, only who was asked goes on.
WAITING = ("supplement", "payment")
# Only while nothing is decided (Decree 118/2025, art. 21; Decree 61/2018, art. 19.4).
BEFORE_DECISION = {
    *("withdraw", "stop", "request_supplement", "pass_on"),
    ("forward", "processing"),
}


def possible(state):
    """The actions of a state that people do."""
    return [
        code for (code, at), who in RIGHTS.items() if at == state and who != "system"
    ]


def department(step, lead):
    """Where a step is done."""
    return {"Ask": "other", "Return": "centre"}.get(step, lead)


def may(person, code, state, lead, step=None, sends_back=False, listed=False):
    """Whether somebody has the right, in the `lead` department of a dossier.

    :param step: name of the step that is acted on
    :param sends_back: the draft returns to an earlier step
    :param listed: the procedure is on the list of the post
    """
    held = PEOPLE[person].split()
    for who in RIGHTS.get((code, state), "").split():
        role, _at, place = who.partition("@")
        if who == "applicant":
            found = person == "applicant"
        elif who == "step":
            found = f"{ROLE.get(step)}@{department(step, lead)}" in held
        else:
            found = f"{role}@{'centre' if place == 'received' else lead}" in held
        if found and (role != "postal_clerk" or listed):
            return not step or KIND[step] in _kinds(code, state, sends_back)
    return False


def _kinds(code, state, sends_back):
    if state in WAITING:
        return ("opinion",)
    return SENT_BACK_FROM if sends_back else DONE_ON.get(code, ())
