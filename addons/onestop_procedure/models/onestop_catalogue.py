from odoo import api, models
from odoo.exceptions import AccessError

from ..core.catalogue_archive import ArchiveReader
from ..engine.catalogue_export import CatalogueExport
from ..engine.catalogue_import import CatalogueImport
from .onestop_procedure_version import MANAGER


class OnestopCatalogue(models.AbstractModel):
    """The whole catalogue as one zip: out of this database, and into it.

    It holds what was published with its states and dates, so only who publishes may
    bring it in, and only through here.
    """

    _name = "onestop.catalogue"
    _description = "Catalogue as One File"

    @api.model
    def _export(self, file, procedures=None):
        """Write the catalogue into a binary file.

        :param procedures: only these, with all that is shared; default: all
        """
        self._check_manager()
        CatalogueExport(self.env, file).run(procedures)

    @api.model
    def _import(self, data, name):
        """Import a catalogue; what cannot be taken over does not stop the others.

        :param bytes data: the zip
        :return: a list of dicts: ``table`` (name of the list in the zip), ``name``,
            ``state`` (new, draft, unchanged, refused) and ``message`` (why refused)
        :raises SourceError, ArchiveError: where the zip cannot be read at all
        """
        return self._import_archive(ArchiveReader(data, name))

    @api.model
    def _import_archive(self, archive):
        """The same of an archive that is open."""
        self._check_manager()
        run = CatalogueImport(self.env, archive)
        return [*run.shared(), *run.procedures(), *run.groups()]

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only the catalogue manager exports or imports a catalogue.")
            )
