from . import (
    complaints,
    dossier_acts,
    dossier_files,
    filing,
    front,
    my_complaints,
    my_dossiers,
    my_keys,
    open_data,
    printed,
    procedures,
    track,
)
