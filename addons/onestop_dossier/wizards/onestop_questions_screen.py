from odoo import api, models


class OnestopQuestionsScreen(models.AbstractModel):
    """A screen on which the questions of a procedure are answered: `properties`, which
    are defined by `version_id`, that is chosen on it."""

    _name = "onestop.questions.screen"
    _description = "Screen with the questions of a procedure"

    @api.model
    def _questions_of(self, version_id, values):
        """The questions of a version with what was answered, as `web_read` gives them.

        :param version_id: id of an `onestop.procedure.version`, or False
        :param values: the Properties of the screen as a browser sends them
        """
        asked = self.new({"version_id": version_id, "properties": values})
        [read] = asked.web_read({"properties": {}})
        return read["properties"]

    def onchange(self, values, field_names, fields_spec):
        """Give the questions along with each version that is chosen.

        Odoo compares answers, and takes the questions of another version for unchanged
        as long as nobody has answered one.
        """
        typed = values.get("properties") or []
        result = super().onchange(values, field_names, fields_spec)
        told = result.get("value", {})
        chosen = "version_id" in told or "version_id" in field_names
        if chosen and "properties" in fields_spec and "properties" not in told:
            version = told.get("version_id", values.get("version_id"))
            version_id = version.get("id") if isinstance(version, dict) else version
            told["properties"] = self._questions_of(version_id, typed)
        return result
