from odoo.exceptions import UserError

# Characters: about a page. What is longer is a document, and goes in as one.
LONGEST = 2000


def check_reason(env, reason):
    """Look at a reason before it is kept for ever in a journal.

    :param str reason: as typed; none is not this function's to refuse
    :raises UserError: where it is longer than a page
    """
    length = len(reason or "")
    if length > LONGEST:
        raise UserError(
            env._(
                "A reason has at most %(most)s characters, this one %(length)s. Say it "
                "shorter, and attach what is longer as a document.",
                most=LONGEST,
                length=length,
            )
        )
