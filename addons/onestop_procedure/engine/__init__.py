"""What an action of the catalogue does, beside the ORM."""
