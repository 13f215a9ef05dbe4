UNCHECKED = "unchecked"
READY = "ready"


def seal_sentence(env, code):
    """What is wrong with a seal or a paper, and what to do, by a stable word."""
    sentences = {
        UNCHECKED: env._("The key is being looked at. Open this again in a moment."),
        READY: env._("The seal can be used."),
        "to_come": env._("The seal may be used from its first day on."),
        "ended": env._("The seal is not used any more. Enter the new one."),
        "no_folder": env._(
            "This machine has no folder for keys: the technician sets "
            "ONESTOP_SEAL_FOLDER."
        ),
        "code": env._("The code of the seal is none: capital letters, digits, dashes."),
        "no_certificate": env._("There is no certificate: paste it in."),
        "certificate_unreadable": env._(
            "The certificate cannot be read. It is text that begins with -----BEGIN "
            "CERTIFICATE-----."
        ),
        "key_missing": env._(
            "There is no key for this seal: the technician puts the file <code>.key "
            "into the folder of keys."
        ),
        "pin_missing": env._(
            "There is no PIN for the token: the technician puts the file <code>.pin "
            "into the folder of keys."
        ),
        "pass_missing": env._("The file with the passphrase has gone."),
        "token_missing": env._("The file that names the token has gone."),
        "key_open": env._(
            "Others than the server may read the key or its secret: it is not used. The "
            "technician sets mode 0600."
        ),
        "folder_open": env._(
            "Others may write into the folder of keys: none of it is used. The "
            "technician sets mode 0700."
        ),
        "key_closed": env._(
            "The server cannot read the key, or it is a link to somewhere else."
        ),
        "key_of_others": env._("The key is not a file of the server's own user."),
        "key_unreadable": env._(
            "The key cannot be read: it is damaged, of a kind that seals nothing, or its "
            "passphrase is another."
        ),
        "key_of_another": env._(
            "The key is not that of this certificate. Put in the key or the certificate "
            "that belong together."
        ),
        "token_settings": env._(
            "What names the token is incomplete: module, token and key are needed."
        ),
        "token_away": env._(
            "The token does not answer, or its PIN is another. Look whether it is in."
        ),
        "token_without_key": env._("The token has no key of this name."),
        "not_yet": env._("The certificate is not valid yet."),
        "expired": env._(
            "The certificate has expired. Enter a new seal with the renewed one."
        ),
        "revoked": env._("The certificate was revoked. Enter a new seal."),
        "test_in_production": env._(
            "The certificate is of the test authority: it seals nothing in production."
        ),
        "not_trusted": env._(
            "The authority that issued the certificate is not among those trusted here: "
            "the technician puts its certificate into the folder roots."
        ),
        "time_settings": env._("What names the authority of time cannot be read."),
        "time_away": env._(
            "The authority that stamps the time does not answer. It is tried again."
        ),
        "signing_failed": env._("The signature could not be made. It is tried again."),
        "no_seal": env._(
            "The department has no seal for this kind of paper in force today."
        ),
        "no_delegation": env._(
            "The centre's seal goes on a result only by a written delegation, and none "
            "was in force."
        ),
        "moved_on": env._(
            "The dossier went on before the paper was sealed: nothing was signed."
        ),
        "changed": env._(
            "The paper is not what it was when its seal was asked for: nothing was "
            "signed."
        ),
    }
    return sentences[code]
