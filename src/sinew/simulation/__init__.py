"""Simulated members driven through the real program. Simulation, not people: no result is about anybody."""

from sinew.simulation.parameters import Parameters, load_parameters
from sinew.simulation.plots import PlotsUnavailable, draw, need_plots
from sinew.simulation.report import LABEL, Report
from sinew.simulation.running import World, load_world, simulate
from sinew.simulation.safety import SafetyLimits, load_safety

__all__ = [
    "LABEL",
    "Parameters",
    "PlotsUnavailable",
    "Report",
    "SafetyLimits",
    "World",
    "draw",
    "load_parameters",
    "load_safety",
    "load_world",
    "need_plots",
    "simulate",
]
