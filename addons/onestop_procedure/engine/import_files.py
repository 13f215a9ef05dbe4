from odoo.exceptions import UserError

from ..core import file_source, table_file
from ..core.bounded_zip import SOURCE_ERRORS, SourceError
from ..core.table_file import TableFileError


def check_one(forms):
    """Refuse what is called on no form of an import, or on several."""
    if len(forms) != 1:
        raise UserError(forms.env._("One import at a time: open its form again."))


def national_files(attachments, wanted=None):
    """Yield (place, name, bytes) of chosen files, those in zips included.

    :param attachments: an ``ir.attachment`` of each file that was chosen
    :param wanted: the places, from 0, that are given; default: all
    :raises UserError: where there are too many, or naming a zip that cannot be read
    """
    try:
        for place, file in enumerate(_national_files(attachments)):
            if wanted is None or place in wanted:
                yield (place, *file)
    except SourceError as error:
        sentence = SOURCE_ERRORS[error.code]
        raise UserError(attachments.env._(sentence, **error.params)) from error


def _national_files(attachments):
    limits = file_source.LIMITS
    if len(attachments) > limits.files:
        name = attachments.env._("The choice")
        raise SourceError("too_many_files", name=name, limit=limits.files)
    # In one order whoever asks: places are kept from one batch to the next.
    for attachment in attachments.sorted("id"):
        limit = limits.packed_bytes
        # Before it is in memory.
        if attachment.file_size > limit:
            raise SourceError("file_too_large", name=attachment.name, limit=limit)
        data = attachment.raw or b""
        # By content: a name says nothing.
        if file_source.is_zip(data):
            yield from file_source.from_zip(data, attachment.name)
        else:
            yield attachment.name, data


def tables_of(env, attachments):
    """The tables of chosen files.

    :raises UserError: naming the file that is none
    """
    tables = []
    for attachment in attachments.sorted("id"):
        name, limit = attachment.name, table_file.LIMITS.file_bytes
        try:
            # Before it is in memory.
            if attachment.file_size > limit:
                raise TableFileError("too_large", name, limit=limit)
            tables += table_file.read_tables(attachment.raw or b"", name)
        except SourceError as error:
            sentence = SOURCE_ERRORS[error.code]
            raise UserError(env._(sentence, **error.params)) from error
        except TableFileError as error:
            raise UserError(table_sentence(env, error)) from error
    return tables


def table_sentence(env, error):
    """What a ``TableFileError`` says, in the user's language."""
    params = {
        key: env._(value) if key == "what" else value
        for key, value in error.params.items()
    }
    return env._(table_file.ERRORS[error.code], **params)
