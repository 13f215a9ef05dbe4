from . import dossier_acts, dossier_files, filing, front, my_dossiers, procedures, track
