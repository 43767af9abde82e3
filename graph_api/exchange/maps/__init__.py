"""The map of a view: laid out once, the same for page, export and report.

Read in this order: ``layout`` (who stands where), ``order`` and ``bends`` (why few lines cross and
none runs behind a stranger), ``signs`` (what stands for what), ``picture`` (all as one scene),
``svg`` and ``raster`` (the scene as a file). Reference: docs/reference/map.md.
"""

from graph_api.exchange.maps.cast import cast_of
from graph_api.exchange.maps.layout import MapLayout, lay_out
from graph_api.exchange.maps.picture import map_scene
from graph_api.exchange.maps.saving import map_svg, save_map

__all__ = ["MapLayout", "cast_of", "lay_out", "map_scene", "map_svg", "save_map"]
