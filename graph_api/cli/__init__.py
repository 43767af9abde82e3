"""The command line ``empower``: one file per family of commands; the only place that prints.

``main`` finds the command and turns errors into messages and exit codes, ``frame`` makes help in
two languages, ``session`` opens what a command asks, ``output`` and ``plain`` write answers for
people and for machines. The rest are the commands: ``scores``, ``breaks``, ``files``, ``keeping``,
``showing``, ``run``, ``benching``, ``serving``, ``operation``.
"""
