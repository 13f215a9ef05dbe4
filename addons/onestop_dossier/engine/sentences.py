"""The words of actions, roles and refusals, in the language of the environment."""

from ..core.workflow import SENTENCES


def action_label(env, code):
    """The name of an action on its button and in the journal."""
    labels = {
        "submit": env._("Submit"),
        "accept": env._("Receive"),
        "reject": env._("Refuse intake"),
        "request_supplement": env._("Request a supplement"),
        "pass_on": env._("Pass the request on to the applicant"),
        "take_back": env._("Give the request back"),
        "supplement": env._("Hand in the supplement"),
        "forward": env._("Pass on"),
        "complete_step": env._("Complete the step"),
        "silence": env._("No answer in time"),
        "ask_opinion": env._("Asked for an opinion"),
        "opinion_answered": env._("Opinion given"),
        "opinion_late": env._("Opinion not given in time"),
        "close_register": env._("Register closed"),
        "draft": env._("Result drafted"),
        "redraft": env._("Draft changed"),
        "visit_planned": env._("Site visit arranged"),
        "visit_moved": env._("Site visit moved"),
        "visit_called_off": env._("Site visit called off"),
        "visit_held": env._("Site visit recorded"),
        "visit_signed": env._("Signed minutes of the visit attached"),
        "opinion_told": env._("The head of the centre was told of the delay"),
        "open_linked": env._("Open a linked dossier"),
        "answer_linked": env._("Give papers to the linked dossier"),
        "withdraw_linked": env._("Withdraw the linked dossier"),
        "join_group": env._("Filed as a part of a group"),
        "part_done": env._("Another part of the group is done"),
        "linked_granted": env._("Linked dossier granted"),
        "linked_unpaid": env._("Linked dossier granted; its result waits for a fee"),
        "linked_ended": env._("Linked dossier ended without being granted"),
        "send_back": env._("Return for redrafting"),
        "decide": env._("Approve"),
        "refuse": env._("Refuse to resolve"),
        "seal": env._("Number and seal"),
        "sealed": env._("Paper sealed electronically"),
        "resolve": env._("Result ready"),
        "return": env._("Return the result"),
        "enter_outage": env._("Entered from a receipt of an outage"),
        "outage_sent_back": env._("Hour of reception sent back"),
        "outage_void": env._("Receipt of an outage void"),
        "withdraw": env._("Ask to withdraw"),
        "stop": env._("Stop"),
        "unanswered": env._("Sent back unanswered"),
        "supplement_reminded": env._("Reminded of the supplement"),
        "apologise": env._("Apologise and set a new date"),
        "change_date": env._("The centre changed the date of return"),
        "suspend": env._("Let the term stand still"),
        "resume": env._("Go on"),
        "assign": env._("Assigned"),
        "take": env._("Taken"),
        "release": env._("Given back"),
        "came_back": env._("Came back: its officer left"),
        "fee_stated": env._("Amount of a fee stated"),
        "pay": env._("Fee paid"),
        "pay_online": env._("Paid online"),
        "overpaid": env._("Paid online although it was not due"),
        "exempt": env._("Exempted from a fee"),
        "refund_proposed": env._("Proposed to give money back"),
        "refund_decided": env._("Decided to give money back"),
        "refund_turned_down": env._("Giving money back turned down"),
        "refund_called_off": env._("Giving money back called off"),
        "refund_paid": env._("Money given back"),
        "receipt_lost": env._("Receipt reported lost and cancelled"),
        "originals_back": env._("Originals given back"),
        "uncollected": env._("Result not collected for long"),
        "mailed": env._("Result given to the post"),
        "mail_back": env._("Result came back with the post"),
        "mail_again": env._("Result to be sent once more"),
        "void_number": env._("Number of a result made void"),
        "revocation_entered": env._("Decision on a result entered"),
        "revocation_turned_down": env._("Decision on a result turned down"),
        "revoke_result": env._("Result taken back by a decision"),
        "correction_asked": env._("Correction asked for"),
        "correction_taken": env._("Correction looked into"),
        "correction_approved": env._("Correction approved"),
        "correction_refused": env._("Correction turned down"),
        "correction_collected": env._("What was made good was handed out"),
        "correct": env._("Result replaced by another"),
        "withdraw_result": env._("Result withdrawn"),
        "restore_paper": env._("Paper obtained anew by the agency"),
        "look_up": env._("Looked up by identity number"),
        "data_look_up": env._("Looked up in a database instead of a paper"),
        "scans_arranged": env._("Scans put into another order"),
        "reuse": env._("Earlier result taken over instead of a paper"),
        "reused": env._("Result taken over into a later dossier"),
        "reuse_ended": env._("What was taken over does not hold any more"),
        "look_up_guidance": env._("Guidance looked up"),
        "guide": env._("Filed after guidance"),
        "follow": env._("Status taken from outside"),
        "follow_typed": env._("Status from outside, typed by hand"),
        "follow_kept": env._("Our status kept against what was said outside"),
        "archive_close": env._("Closed for the archive"),
        "archive_reopen": env._("Opened again out of the archive"),
        "archive_hold": env._("Not to be destroyed"),
        "archive_release": env._("May be destroyed again when its term is over"),
        "archive_destroy": env._("Destroyed by a decision: its term is over"),
        "archive_restrict": env._("Only on request from now on"),
        "hand_over": env._("Handed over to the successor"),
        "hand_over_done": env._("All of it handed over"),
        "hand_over_received": env._("Hand-over received"),
        "paper_handed": env._("Papers handed over"),
        "paper_carried": env._("Papers with the carrier"),
        "paper_good": env._("Papers taken over"),
        "paper_missing": env._("Papers missing"),
        "paper_wrong": env._("Papers wrong"),
        "paper_damaged": env._("Papers damaged"),
        "paper_extra": env._("Papers taken over, not on the list"),
        "urge": env._("The department was urged"),
        "urge_answered": env._("The department answered the letter"),
        "redate": env._("Dates moved by a change of the calendar"),
        "apply_law": env._("Moved to a newer version"),
        "keep_law": env._("Stays with its version"),
        "tell_by": env._("Told by other channels"),
        "contact": env._("Contact given later"),
        "notice_sent": env._("Notice sent"),
        "notice_delivered": env._("Notice delivered"),
        "notice_failed": env._("Notice did not arrive"),
        "notice_handed_over": env._("Notice handed over"),
        "notice_posted": env._("Notice posted"),
        "notice_called": env._("Telephone call about a notice"),
    }
    return labels.get(code, code)


def role_label(env, role):
    """The name of a role as `core.workflow` codes it."""
    labels = {
        "applicant": env._("the applicant"),
        "counter_officer": env._("the counter officer"),
        "postal_clerk": env._("the postal clerk"),
        "department_officer": env._("the officer in charge"),
        "department_head": env._("the head of the department"),
        "clerk": env._("the clerk"),
        "treasurer": env._("the treasurer"),
        "supervisor": env._("the supervisor"),
        "director": env._("the director of the centre"),
        "administrator": env._("the administrator"),
        "system": env._("the system"),
    }
    return labels.get(role, role)


def sentence(env, refusal, outcomes=None):
    """A refusal of `core.workflow` as a sentence for the one who tried.

    :param dict outcomes: names of the outcomes of the step that was acted on
    """
    params = dict(refusal.params)
    if "code" in params:
        params["code"] = action_label(env, params["code"])
    if "state" in params:
        states = env["onestop.dossier"]._fields["state"]._description_selection(env)
        params["state"] = dict(states)[params["state"]]
    if "roles" in params:
        roles = params["roles"].split(", ")
        params["roles"] = ", ".join(role_label(env, role) for role in roles)
    if "role" in params:
        params["role"] = role_label(env, params["role"])
    if "outcomes" in params:
        decided = env["onestop.dossier"]._fields["outcome"]._description_selection(env)
        names = {**dict(decided), **(outcomes or {})}
        named = params["outcomes"].split(", ")
        params["outcomes"] = ", ".join(names.get(one, one) for one in named)
    return _translated(env, refusal.code) % params


def _translated(env, code):
    # The literals stand here for the extraction of terms; the core, which knows no
    # Odoo, holds the same sentences, and a test compares the two.
    texts = {
        "unknown_transition": env._("There is no action “%(code)s”."),
        "wrong_state": env._(
            "“%(code)s” is not possible while the dossier is “%(state)s”."
        ),
        "decided_elsewhere": env._(
            "“%(code)s” is done in the system that runs this dossier; here its status is only followed."
        ),
        "wrong_role": env._("“%(code)s” is for: %(roles)s."),
        "not_listed_for_post": env._(
            "The post may not receive or return this procedure."
        ),
        "reason_missing": env._("A reason must be given."),
        "no_open_step": env._("No open step of the dossier allows “%(code)s”."),
        "steps_open": env._("Steps are still open: %(kinds)s."),
        "parts_before": env._(
            "It begins with the results of parts of its group that are not done yet: %(codes)s."
        ),
        "parts_beside": env._(
            "The results of this group come back together; not done yet: %(codes)s."
        ),
        "linked_open": env._("A linked dossier is not resolved yet: %(codes)s."),
        "linked_missing": env._(
            "No linked dossier was opened for this step. Open it, or say why none is needed."
        ),
        "linked_refused": env._(
            "The linked dossier was not granted. Say why the step is completed all the same, or open another one."
        ),
        "linked_unpaid": env._(
            "The fee of the linked dossier is not paid, so its result is not here. Say why the step is completed without it, or wait for the payment."
        ),
        "reuse_ended": env._(
            "A result that was taken over into this dossier does not hold any more. Say why it goes on all the same, or ask the applicant for the paper."
        ),
        "supplement_open": env._(
            "The applicant is still asked to supplement the dossier."
        ),
        "request_waits": env._(
            "A request to the applicant waits for the counter to pass it on."
        ),
        "no_request_waits": env._("No request waits to be passed on."),
        "supplement_not_lapsed": env._(
            "The applicant still has time to supplement the dossier."
        ),
        "supplement_groundless": env._(
            "Not on the list of what the procedure asks for: %(items)s. Write by which "
            "rule it is asked for all the same."
        ),
        "supplement_limit": env._(
            "The applicant was already asked %(made)s of %(limit)s times; only a head may ask for a new item."
        ),
        "apology_missing": env._(
            "Asking for a new item needs an apology to the applicant."
        ),
        "components_missing": env._("%(count)s required components are missing."),
        "answers_missing": env._(
            "Required answers of the e-form are missing: request them first."
        ),
        "may_not_stop": env._(
            "Under the law that this dossier was received by, its resolution is not stopped at the applicant's wish."
        ),
        "received_nowhere_else": env._("No other one-stop receives this procedure."),
        "decision_issued": env._("A decision was already issued."),
        "decision_missing": env._("No decision was issued yet."),
        "result_missing": env._("The result is not attached."),
        "fee_unpaid": env._("Fees that are due now are not paid."),
        "on_hold": env._(
            "The term stands still on a legal ground. Let it go on first."
        ),
        "not_on_hold": env._("The term does not stand still."),
        "ground_unknown": env._(
            "The term stands still for a financial obligation, or on another ground."
        ),
        "basis_missing": env._("Say which article lets the term stand still."),
        "evidence_missing": env._(
            "Write down which paper shows that the submitter may file for the owner, or "
            "request it."
        ),
        "originals_due": env._(
            "Originals are kept that go back: %(papers)s. Give them back, or write why "
            "they are not."
        ),
        "collector_missing": env._(
            "Write down who collects the result, and let them sign."
        ),
        "in_other_hands": env._(
            "The step is assigned to %(officer)s. The head of the department can give it to another."
        ),
        "four_eyes": env._("Whoever worked on the dossier may not decide on it."),
        "four_eyes_step": env._("Whoever did an earlier step may not do this one."),
        "outcome_missing": env._("Choose what comes of the step: %(outcomes)s."),
        "outcome_unknown": env._(
            "The step does not offer what was chosen. It offers: %(outcomes)s."
        ),
        "no_outcome": env._("The step offers no outcome to choose."),
        "condition_unmet": env._(
            "The dossier does not meet the condition of “%(outcomes)s”."
        ),
        "target_unknown": env._(
            "The draft cannot go back to the step that was chosen."
        ),
        "papers_missing": env._("These papers are not there: %(papers)s."),
        "way_result_missing": env._("This needs a result, and none is attached."),
        "step_kind_unknown": env._("Its kind “%(kind)s” is not known."),
        "step_role_wrong": env._("The role “%(role)s” may not do a step of this kind."),
        "way_code_wrong": env._("“%(code)s” is not done on a step of this kind."),
        "way_back_wrong": env._(
            "Only “%(code)s” returns a draft, and not from a step of this kind."
        ),
        "way_role_wrong": env._("The role “%(role)s” may not do “%(code)s”."),
        "way_state_wrong": env._(
            "From this step no way leads to the state “%(state)s”."
        ),
        "way_outcome_wrong": env._(
            "The outcome of “%(code)s” is one of: %(outcomes)s."
        ),
        "delegation_missing": env._(
            "No decision delegates the procedure %(procedure)s to this centre. The catalogue manager enters it, or whoever is competent resolves the dossier."
        ),
        "delegation_ended": env._(
            "Decision %(decision)s, which delegated the procedure %(procedure)s, ended on %(day)s. Without a new one whoever is competent resolves the dossier."
        ),
        "delegation_to_come": env._(
            "Decision %(decision)s delegates the procedure %(procedure)s from %(day)s on. Until then whoever is competent resolves the dossier."
        ),
        "delegation_of_others": env._(
            "Decision %(decision)s delegates the procedure %(procedure)s to others than you."
        ),
        "hour_waits": env._(
            "It was received by hand during an outage: whoever leads the counters first approves the hour of its reception."
        ),
        "reappointment_limit": env._(
            "The applicant was already given a new date %(made)s of %(limit)s times."
        ),
    }
    return texts.get(code) or SENTENCES[code]
