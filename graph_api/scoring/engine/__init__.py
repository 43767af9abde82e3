"""Searches on graphs of up to millions of actors: arrays, and loops over them that get compiled.

``compiling`` lets a loop run as plain Python until its compiled twin is ready; ``bits`` is the one
thing that both do differently. ``arcs`` holds the arrays of a graph, ``patches`` what a changed
graph does not share with the one it came from, ``labels`` what a search writes on. On these stand
the loops: ``sources`` (from one actor to all), ``between`` (one pair, from both ends).
``trees`` lays out the best paths from one actor, ``repairs`` searches a piece of them again, and
``removals`` sums up what pairs lose by it (``hop_removals``: over a limited number of hops).
``weakest`` reads a path by its smallest strength, ``fewest`` chooses among its ties; ``hops``
searches over a limited number of hops; ``flows`` finds how much flows, ``nearest_cut`` the cut
that it tells, and ``halves`` makes actors arcs for it.
"""
