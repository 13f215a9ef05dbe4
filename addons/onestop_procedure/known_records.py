from odoo.fields import Domain

from .core.national_file import Remark
from .core.plain_text import plain


class KnownRecords:
    """Records that an import shares between procedures, found by name and kept.

    Fields, subjects and legal bases that are not known are created; departments and
    currencies are only found. Each kind is read once, then asked in memory.
    """

    def __init__(self, env):
        self.env = env
        self._kept = {}

    def forget(self):
        """Read everything anew: a rolled back part may have created some of it."""
        self._kept.clear()

    def knows(self, model, name):
        """Whether there is a field or subject of this name; else it would be made."""
        return plain(name) in self._by_name(model)

    def field(self, name):
        """Id of the field of administration of this name; False without a name."""
        return bool(name) and self._named("onestop.field", name)

    def levels(self, codes):
        """Ids of levels of administration, by the codes of `core.wild_text`."""
        if "onestop.level" not in self._kept:
            levels = self.env["onestop.level"].search([])
            self._kept["onestop.level"] = {level.code: level.id for level in levels}
        return [self._kept["onestop.level"][code] for code in codes]

    def subjects(self, names):
        return [self._named("onestop.subject", name) for name in names]

    def departments(self, names):
        """Ids of the departments in force that bear one of these names or codes."""
        found = (self.department(name) for name in names)
        return list(dict.fromkeys(filter(None, found)))

    def department(self, name):
        """Id of the department in force of this name or code; None without one."""
        if "onestop.department" not in self._kept:
            domain = Domain("in_force", "=", True)
            departments = self.env["onestop.department"].search(domain)
            self._kept["onestop.department"] = {
                plain(department[key]): department.id
                # A name goes before a code.
                for key in ("code", "name")
                for department in departments
            }
        return self._kept["onestop.department"].get(plain(name))

    def currency(self, code):
        """Id of a currency by its ISO code; without one that of Việt Nam."""
        if "res.currency" not in self._kept:
            currencies = self.env["res.currency"].with_context(active_test=False)
            self._kept["res.currency"] = {
                currency.name: currency.id for currency in currencies.search([])
            }
        return self._kept["res.currency"][code or "VND"]

    def knows_basis(self, basis):
        """Whether there is a legal document of this number and title."""
        return (basis.number, basis.title) in self._bases()

    def bases(self, bases, remarks):
        """Ids of legal documents; adds a remark where ours differs from the file's."""
        ids = []
        for row, basis in enumerate(bases, 1):
            if not basis.number and not basis.title:
                continue
            found, same = self._basis(basis)
            ids.append(found)
            if not same:
                raw = "\n".join((basis.number_raw, basis.date_raw, basis.issuer))
                remarks.append(Remark("basis_differs", "can_cu_phap_ly", row, raw))
        return list(dict.fromkeys(ids))

    def _basis(self, basis):
        """Id of one legal document, and whether it says what the file says."""
        kept = self._bases()
        key = (basis.number, basis.title)
        if key not in kept:
            vals = {
                "number": basis.number or False,
                "title": basis.title or False,
                "date": basis.date,
                "issuer": basis.issuer or False,
            }
            made = self.env["onestop.legal.basis"].create(vals)
            kept[key] = (made.id, basis.date, basis.issuer)
        found, day, issuer = kept[key]
        same = basis.date in (None, day) and basis.issuer in ("", issuer)
        return found, same

    def _bases(self):
        """(id, date, issuer) of each legal document by its number and title."""
        model = self.env["onestop.legal.basis"]
        if model._name not in self._kept:
            self._kept[model._name] = {
                (known.number or "", known.title or ""): (
                    known.id,
                    known.date or None,
                    known.issuer or "",
                )
                for known in model.search([])
            }
        return self._kept[model._name]

    def _named(self, model, name):
        by_name = self._by_name(model)
        key = plain(name)
        if key not in by_name:
            by_name[key] = self.env[model].create({"name": name}).id
        return by_name[key]

    def _by_name(self, model):
        if model not in self._kept:
            records = self.env[model].search([])
            self._kept[model] = {plain(record.name): record.id for record in records}
        return self._kept[model]
