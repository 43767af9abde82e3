"""Who can empower whom in the governance of a community, in both directions, and what would mend it.

Read in this order: ``domain`` (what things are), ``scoring`` (what is computed, pure functions of
a snapshot), ``scenarios`` (YAML in and out), ``stores`` (where scenarios are kept), ``snapshots``
and ``service`` (one method per use case), then the faces: ``api`` (GraphQL), ``cli`` and
``workbench`` (Python).
"""

__version__ = "0.1.0"
