# The organisation.
# The law.
# The catalogue.
