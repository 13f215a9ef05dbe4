"""The words of actions, roles and refusals, in the language of the environment."""

from ..core.complaint_workflow import SENTENCES


def action_label(env, code):
    """The name of an action on its button and in the journal."""
    labels = {
        "file": env._("Registered"),
        "classify": env._("Classify"),
        "accept": env._("Accept"),
        "refuse": env._("Do not accept"),
        "transfer": env._("Transfer to the competent authority"),
        "guide": env._("Guide in writing"),
        "forward": env._("Send to another department"),
        "ask_explanation": env._("Ask for an explanation"),
        "give_explanation": env._("Give the explanation"),
        "forward_explanation": env._("Forward the explanation"),
        "suspend": env._("Suspend"),
        "resume": env._("Go on"),
        "discontinue": env._("Discontinue"),
        "extend": env._("Extend the term"),
        "record": env._("Record as done"),
        "resolve": env._("Resolve"),
        "close": env._("Close"),
        "rate": env._("Said whether it helped"),
        "withdraw": env._("Withdrawn"),
        "hand_over": env._("Handed over to the successor"),
        "read_identity": env._("The identity was read"),
        "open_envelope": env._("The envelope was opened"),
    }
    return labels.get(code, code)


def role_label(env, role):
    """The name of a role as the workflow codes it."""
    labels = {
        "applicant": env._("the person"),
        "department_officer": env._("the officer of the competent department"),
        "department_head": env._("the head of the competent department"),
        "supervisor": env._("the supervisor"),
        "director": env._("the director of the centre"),
        "custodian": env._("the custodian of denunciations"),
    }
    return labels.get(role, role)


def sentence(env, refusal):
    """A refusal of the workflow as a sentence for the one who tried."""
    params = dict(refusal.params)
    fields = env["onestop.complaint"]._fields
    if "code" in params:
        params["code"] = action_label(env, params["code"])
    if "kind" in params:
        kinds = dict(fields["kind"]._description_selection(env))
        params["kind"] = kinds[params["kind"]]
    if "state" in params:
        name = "explanation_state" if "explanation" in refusal.code else "state"
        states = dict(fields[name]._description_selection(env))
        params["state"] = states[params["state"]]
    if "phases" in params:
        labels = dict(env["onestop.complaint"]._phases())
        codes = params["phases"].split(", ")
        params["phases"] = ", ".join(labels[code] for code in codes)
    if "roles" in params:
        roles = params["roles"].split(", ")
        params["roles"] = ", ".join(role_label(env, role) for role in roles)
    return _translated(env, refusal.code) % params


def _translated(env, code):
    # The literals stand here for the extraction of terms; the core, which knows no
    # Odoo, holds the same sentences, and a test compares the two.
    texts = {
        "unknown_transition": env._("There is no action “%(code)s”."),
        "wrong_state": env._("“%(code)s” is not possible while it is “%(state)s”."),
        "wrong_kind": env._("“%(code)s” is no action for a %(kind)s."),
        "wrong_role": env._("“%(code)s” is for: %(roles)s."),
        "reason_missing": env._("A reason must be given."),
        "reason_names_person": env._(
            "The reason names the person. Reasons stay in the journal for good: say it without name, telephone or e-mail."
        ),
        "signature_missing": env._(
            "This needs a signed letter, or a statement that was read back and signed."
        ),
        "nothing_changes": env._(
            "Choose another kind, or the class of the reflection."
        ),
        "class_missing": env._("The reflection has to be classified first."),
        "class_outside": env._(
            "It is classified as not to be accepted here: refuse or transfer it."
        ),
        "class_wrong": env._("Only reflections and petitions have a class."),
        "form_missing": env._(
            "It has not the form of a %(kind)s yet: a signed letter with a name, or a statement taken in person. Until then it is information."
        ),
        "identity_not_kept": env._(
            "First seal what tells who it is in an envelope, and give its number: it is removed from the system."
        ),
        "department_missing": env._("The competent department must be given."),
        "department_closed": env._(
            "It is about this department or its head: it cannot go there."
        ),
        "authority_missing": env._("The authority must be given."),
        "explanation_state": env._(
            "“%(code)s” is not possible now: the explanation is “%(state)s”."
        ),
        "explanation_missing": env._("The explanation must be given."),
        "explanation_open": env._(
            "The explanation that was asked for has not been forwarded to the person."
        ),
        "proof_missing": env._(
            "Say how and when the explanation reached the person: that is the proof."
        ),
        "way_missing": env._("Say by which way it reached the person."),
        "told_in_future": env._(
            "It cannot have reached the person at a time that has not come."
        ),
        "outcome_missing": env._("The outcome must be given."),
        "answer_missing": env._("Write the answer that the person will read."),
        "helped_missing": env._("Choose whether the answer helped."),
        "rated_before": env._("Whether the answer helped was said before."),
        "not_in_law": env._("The law in force knows no such step for a %(kind)s."),
        "nothing_to_record": env._("Nothing is left to be recorded as done."),
        "phase_missing": env._("Choose what was done."),
        "duties_open": env._("First record as done: %(phases)s."),
        "not_extendable": env._("No term that runs here can be extended."),
        "term_over": env._("The term has passed: what is late is not extended."),
        "extended_enough": env._("The law allows no further extension."),
        "complexity_missing": env._("Say how complex it is."),
        "ground_missing": env._("Choose the ground on which it is complex."),
    }
    return texts.get(code) or SENTENCES[code]
