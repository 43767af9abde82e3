"""The colours of all figures: those of Okabe and Ito, apart for colour-blind people too."""

BLUE, ORANGE, GREEN, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"
GREY = "#666666"
