"""How hard hypothesis tries: ``dev`` at the desk, ``ci`` before a merge. Import, then load one."""

from __future__ import annotations

from hypothesis import settings

VARIABLE = "HYPOTHESIS_PROFILE"

settings.register_profile("dev", max_examples=50, deadline=None)
# 150, not more: the whole check has 20 minutes on two cores.
settings.register_profile("ci", max_examples=150, deadline=None, derandomize=True)
