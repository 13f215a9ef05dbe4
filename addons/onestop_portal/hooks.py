LANGUAGES = ("vi_VN", "en_US")


def post_init_hook(env):
    """Have both languages active, Vietnamese first; what is published is on the pages.

    Loading Vietnamese leaves English inactive, and then `/en` does not answer. The
    default language of new contacts is also what a visitor sees who asks for none.
    """
    languages = env["res.lang"].with_context(active_test=False)
    wanted = languages.search([("code", "in", LANGUAGES), ("active", "=", False)])
    if wanted:
        install = env["base.language.install"].create(
            {"lang_ids": [(6, 0, wanted.ids)]}
        )
        install.lang_install()
    versions = env["onestop.procedure.version"].search([("state", "!=", "draft")])
    env["onestop.posting"]._stand_on_pages(versions)
    env["ir.default"].set("res.partner", "lang", LANGUAGES[0])
    env["onestop.open.data"]._refresh()
