"""The enums of the water game, described before any type uses them."""

from graph_api.api.types.words import describe
from graph_api.systems.water_game.association import LevyKind
from graph_api.systems.water_game.third_party import Fining, Standing
from graph_api.systems.water_game.thresholds import Repeated
from graph_api.systems.water_game.village import Arrangement

__all__ = ["Arrangement", "Fining", "LevyKind", "Repeated", "Standing"]

describe(Repeated, "How a breach is answered in repeated play (重复博弈策略).")
describe(Fining, "A third party of the view, with the numbers of its parameters (第三方).")
describe(LevyKind, "In what the yearly share is paid (份额形式).")
describe(Standing, "How far a candidate counts as the credible third party (可置信程度).")
describe(Arrangement, "What L97 and L109 advise for a village (适用的制度安排).")
