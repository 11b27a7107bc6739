"""The part of Django's settings that never varies between homes; the type checker reads it as it is."""

from __future__ import annotations

from pathlib import Path

INSTALLED_APPS = ["varsam.store"]
AUTH_USER_MODEL = "store.Actor"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
# Logging is the faces' business; Django's default would mail and print.
LOGGING_CONFIG = None

STATE_FOLDER = "state"
MOVED_MARK = "moved"

# Set per home by varsam.settings; named here for the type checker.
VARSAM_HOME: Path
VARSAM_DATABASE_URL: str | None
VARSAM_KEY_FILE: Path
VARSAM_KEY_TEXT: str | None
