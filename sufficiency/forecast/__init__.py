"""The years ahead: children looked after and places with carers, with their uncertainty.

Histories in, futures out; how right it has been beside it. NumPy and nothing else:

    sheets      the yearly return’s Header and Episodes, and carers, from CSV files
    past        episodes put in order: a child is counted once on any day
    demand      the multistate model: entries, moves, leaving, ageing on real birthdays
    level       levels that move slowly: how many enter, how often children leave
    drawing     thousands of futures, the same for the same seed
    supply      carers approved and leaving, and the places that they make
    lacking     children against places, future by future
    scenario    what would be otherwise, and from which day
    record      tried on the past, beside “same as today”; where that was better it says so
    published   the same model from a council’s published yearly figures alone
    answer      all of it as plain values
"""

from sufficiency.forecast.answer import VERSION as VERSION
from sufficiency.forecast.demand import DemandModel as DemandModel
from sufficiency.forecast.demand import fit as fit
from sufficiency.forecast.drawing import simulate as simulate
from sufficiency.forecast.futures import Futures as Futures
from sufficiency.forecast.futures import interval as interval
from sufficiency.forecast.lacking import shortfall as shortfall
from sufficiency.forecast.past import Past as Past
from sufficiency.forecast.past import read_past as read_past
from sufficiency.forecast.record import Scores as Scores
from sufficiency.forecast.record import backtest as backtest
from sufficiency.forecast.scenario import Scenario as Scenario
from sufficiency.forecast.scenario import read_scenario as read_scenario
from sufficiency.forecast.sheets import read_files as read_files
from sufficiency.forecast.supply import fit_supply as fit_supply
from sufficiency.forecast.supply import simulate_supply as simulate_supply
from sufficiency.forecast.words import CarerSpell as CarerSpell
from sufficiency.forecast.words import Episode as Episode
from sufficiency.forecast.words import Living as Living
