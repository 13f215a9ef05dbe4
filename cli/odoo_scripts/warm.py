# Bundles of scripts and styles, made once: each browser test would make its own, in a
# transaction that is rolled back.
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
print("ok")
