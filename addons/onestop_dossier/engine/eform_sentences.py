"""What is wrong with an answer, as a sentence in the language of the environment.

The literals stand here for the extraction of terms; the core, which knows no Odoo,
holds the same sentences, and a test compares the two.
"""


def sentence(env, problem):
    """A `core.eform.Problem` about an answer, in words."""
    return texts(env)[problem.code] % problem.params


def texts(env):
    return {
        "wrong_type": env._("This is not an answer of the right kind."),
        "unknown_field": env._("The form has no field “%(name)s”."),
        "answers_too_large": env._(
            "The answers are longer than %(max)s characters in all."
        ),
        "required": env._("This must be filled in."),
        "too_long": env._("At most %(max)s characters."),
        "invalid_character": env._("There is a character here that cannot be kept."),
        "pattern": env._("This does not have the form that is asked for."),
        "invalid_number": env._("This is not a number."),
        "ambiguous_number": env._(
            "Write decimals with a comma, and thousands without a point."
        ),
        "number_too_large": env._("This number is too large."),
        "invalid_date": env._("This is not a date (dd/mm/yyyy)."),
        "invalid_option": env._("This is not one of the choices."),
        "invalid_phone": env._("This is not a telephone number."),
        "invalid_email": env._("This is not an e-mail address."),
        "invalid_identity_number": env._(
            "This is not an identity number of 12 digits."
        ),
        "old_identity_number": env._(
            "The 9-digit number is no longer valid: give the 12-digit one."
        ),
        "invalid_tax_code": env._("This is not a tax code."),
        "too_many_files": env._("At most %(max)s files."),
        "invalid_file_name": env._("This file has a name that cannot be kept."),
        "file_size": env._(
            "The file “%(name)s” is empty or larger than %(max)s bytes."
        ),
        "file_type": env._("The file “%(name)s” is none of: %(allowed)s."),
        "below_min": env._("At least %(min)s."),
        "above_max": env._("At most %(max)s."),
    }
