"""Running the installation: backup, restore, upgrade, health and the background worker."""
