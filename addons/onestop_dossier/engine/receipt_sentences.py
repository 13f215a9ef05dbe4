def receipt_sentence(env, word):
    """What keeps an electronic receipt from being issued, for the treasurer: what is the
    matter, and what is to be done.

    :param str word: of a `ReceiptProblem`
    """
    if word.startswith("file"):
        return env._(
            "The file of the provider is missing on the server, open to others, or wrong. "
            "The technician sees to it."
        )
    if word.startswith("refused"):
        return env._(
            "The provider refuses (%s). Ask the agency that has the contract with it.",
            word.rpartition(" ")[2],
        )
    return {
        "not https": env._(
            "The provider may be asked over HTTPS only. The technician corrects the file."
        ),
        "no answer": env._(
            "The provider does not answer. It is asked again by itself."
        ),
        "answer too long": env._(
            "The answer of the provider is too long for a receipt. Tell the provider."
        ),
        "answer not as agreed": env._(
            "The answer of the provider is not as agreed. Tell the provider."
        ),
        "answer of another receipt": env._(
            "The provider answered with another receipt or amount than was asked for. "
            "Tell the provider; nothing was taken over."
        ),
        "number used before": env._(
            "The provider gave a number that another receipt has. Tell the provider."
        ),
    }.get(word, word)
