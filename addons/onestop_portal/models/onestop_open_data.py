import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.open_files import places
from odoo.addons.onestop_procedure.engine.published_procedures import (
    groups_in_force,
    ids_in_force,
)

from ..engine.open_catalogue import MIMETYPES, OpenCatalogue

LICENCE = "onestop_portal.open_data_licence"
# Of a text Odoo would keep a second copy in the database, to search it.
STORED_AS = "application/x-open-data"
#: What the files are made of: when a row of one changes, they are written anew.
SOURCES = (
    "onestop.procedure",
    "onestop.procedure.version",
    "onestop.procedure.case",
    "onestop.procedure.channel",
    "onestop.procedure.component",
    "onestop.procedure.fee",
    "onestop.procedure.fee.exemption",
    "onestop.procedure.result",
    "onestop.eform.field",
    "onestop.publication.decision",
    "onestop.bundle",
    "onestop.bundle.part",
    "onestop.legal.basis",
    "onestop.level",
    "onestop.database",
    "onestop.department",
    "onestop.fee.ground",
    "onestop.field",
    "onestop.life.event",
    "onestop.subject",
)


class OnestopOpenData(models.Model):
    """The published catalogue as a file, one row a format.

    The files are written when the catalogue has changed, never for a visitor: however
    many ask, each gets a file from the disk.
    """

    _name = "onestop.open.data"
    _description = "Open Data"
    _order = "id"
    _rec_name = "format"

    format = fields.Selection(
        [(form, form.upper()) for form in MIMETYPES], required=True, readonly=True
    )
    attachment_id = fields.Many2one(
        "ir.attachment", required=True, readonly=True, ondelete="restrict"
    )
    written_at = fields.Datetime(readonly=True, help="Since when it says what it says.")
    fingerprint = fields.Char(
        readonly=True, help="Of what the catalogue was when it was last compared."
    )
    procedures = fields.Integer(readonly=True)
    places = fields.Json(
        readonly=True,
        prefetch=False,
        help="Of JSON: where in the file each procedure stands.",
    )

    _format_unique = models.UniqueIndex("(format)", "There is a file of this format.")

    # For whoever comes

    @api.model
    def _public_files(self):
        """The files that are there, by format; everybody may have them."""
        # sudo: bounded to files of what is public by law.
        files = self.sudo().search([("format", "in", list(MIMETYPES))])
        return files.grouped("format")

    @api.model
    def _open_catalogue(self):
        # sudo: bounded to the portal's address, the terms of reuse, and the name and
        # code that the centre publishes under.
        system = self.sudo()
        spoken = system.env["onestop.procedure.version"]._in_catalogue_language()
        centre = spoken.env["onestop.department"]._public_centre()
        return OpenCatalogue(
            system.get_base_url(),
            {"code": centre["code"], "name": {"vi": centre["name"]}},
            system._licence(),
        )

    @api.model
    def _licence(self):
        """Address of the terms under which the data may be used again; or none."""
        # sudo: bounded to one parameter, which is printed on a public page.
        licence = self.env["ir.config_parameter"].sudo().get_param(LICENCE) or ""
        return licence if licence.startswith(("https://", "http://")) else None

    # When the catalogue changes

    @api.model
    def _wake(self):
        """Have the job look at the catalogue when this transaction is through: once,
        however many versions it publishes."""
        before_commit = self.env.cr.precommit
        if not before_commit.data.get(self._name):
            before_commit.data[self._name] = True
            # sudo: bounded to the job that writes the files.
            job = self.env.ref("onestop_portal.cron_open_data").sudo()
            before_commit.add(job._trigger)

    @api.model
    def _cron_refresh(self):
        self._refresh()

    @api.model
    def _refresh(self):
        """Write the files anew if the catalogue has changed since; say whether."""
        # sudo: bounded to versions in force, which are public by law, and own files.
        system = self.sudo()
        catalogue = system._open_catalogue()
        ids = ids_in_force(system.env)
        fingerprint = system._fingerprint(catalogue, ids)
        present = system._public_files()
        known = [present[form].fingerprint for form in MIMETYPES if form in present]
        if known == [fingerprint] * len(MIMETYPES):
            return False
        for form, content in catalogue.files(system.env):
            file = present.get(form) or system._make(form)
            file._keep(content)
            file.write({"fingerprint": fingerprint, "procedures": len(ids)})
        return True

    def _make(self, form):
        attachment = self.env["ir.attachment"].create(
            {"name": f"procedures.{form}", "res_model": self._name}
        )
        file = self.create({"format": form, "attachment_id": attachment.id})
        attachment.res_id = file.id
        return file

    def _keep(self, content):
        """Keep bytes, unless they are what is kept already: whoever asks since when it
        is so is told the truth."""
        attachment = self.attachment_id
        if attachment.checksum == attachment._compute_checksum(content):
            return
        attachment.write({"raw": content, "mimetype": STORED_AS})
        # Or it stays in memory until the last file is written.
        attachment.invalidate_recordset()
        self.write(
            {
                "written_at": fields.Datetime.now(),
                "places": self.format == "json" and places(content),
            }
        )

    def _fingerprint(self, catalogue, ids):
        """What tells one state of the catalogue from another, without reading it.

        Of each row, the transaction that wrote it (xmin). Days of changes would not do:
        a transaction that began earlier and ends later leaves the newest as it was.
        """
        # Groups begin and end by days, and no row is written for it.
        groups = groups_in_force(self.env).ids
        told = [catalogue.base, catalogue.licence, catalogue.centre, ids, groups]
        for model in SOURCES:
            self.env[model].flush_model()
            told += self.env.execute_query(
                SQL(
                    "SELECT COUNT(*), SUM(hashint8extended(id, xmin::text::bigint)) "
                    "FROM %s",
                    SQL.identifier(self.env[model]._table),
                )
            )
        return hashlib.sha256(repr(told).encode()).hexdigest()
