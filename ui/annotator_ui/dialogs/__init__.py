"""Questions that need an answer before work goes on; none of them stands in the coding loop."""
