"""Graphs of other tools as scenarios: GraphML, GEXF, networkx."""
