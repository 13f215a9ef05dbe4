LANGUAGES = ("vi_VN", "en_US")


def post_init_hook(env):
    """Have both languages active, Vietnamese first.

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
    env["ir.default"].set("res.partner", "lang", LANGUAGES[0])
