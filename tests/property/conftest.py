"""Laws are tried as hard as HYPOTHESIS_PROFILE says: dev (the default) or ci."""

from __future__ import annotations

import os

from hypothesis import settings

from tests import profiles  # noqa: F401  # registers the two

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
