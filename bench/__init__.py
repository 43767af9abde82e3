"""Ours and the libraries that users would pick instead, side by side: ``scripts/bench``.

``cases`` draws graphs and questions, ``ours`` and ``peers`` answer them, ``rows`` says what is
asked and how answers are compared (``removals``: of rankings), ``timing`` takes turns, ``run`` goes
through all of it; ``goals`` says what was promised, ``report`` and ``growth`` write ``results.md``
and ``growth.svg``.
"""
