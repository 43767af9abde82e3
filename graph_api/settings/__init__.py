"""Everything that can be set from outside: the table of it, and what was set.

``Settings.from_env`` reads the environment once; nothing else in the package looks at it. The same
table makes the help, ``empower check-config`` and the reference page.

==============  =================================================================
``table``       every setting: variable, default, meaning
``access``      of these, who may ask the service and how they show who they are
``setting``     what is known of one
``values``      how the text of a variable becomes a value, or is refused
``given``       what was set, read once and passed to whoever needs it
``texts``       texts in both languages, for faces that may not wait for ``domain``
==============  =================================================================
"""

from graph_api.settings.given import Settings, is_loopback
from graph_api.settings.setting import Setting
from graph_api.settings.table import SETTINGS
from graph_api.settings.texts import Text, language_of_locale

__all__ = ["SETTINGS", "Setting", "Settings", "Text", "is_loopback", "language_of_locale"]
