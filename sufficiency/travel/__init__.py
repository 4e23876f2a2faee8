"""Minutes by road: from a factor, from landmarks, or exactly on loaded roads; each says which.

    read       roads of a council's area from OS Open Roads' GeoPackage     (geopackage)
    prepare    landmarks, factors by area; `pack` and `unpack` keep them    (preparing)
    reckon     minutes to each place in the first way that can say          (ways)

SciPy is imported only where a network is at hand. Nothing here knows the application, a database of
its own, or the clock.
"""

from sufficiency.travel.geopackage import PRODUCT, Box, Read, read
from sufficiency.travel.loaded import TOO_FAR_M, FromLandmarks, LoadedRoads, OnTheRoads
from sufficiency.travel.network import BadRoads, Made, Network, make_network
from sufficiency.travel.preparing import Prepared, pack, prepare, unpack
from sufficiency.travel.roads import FASTEST, SLOWEST, SOURCE, SPEEDS, Road
from sufficiency.travel.ways import AreaFactors, Factor, Kind, Time, Way, reckon

__all__ = [
    "FASTEST",
    "PRODUCT",
    "SLOWEST",
    "SOURCE",
    "SPEEDS",
    "TOO_FAR_M",
    "AreaFactors",
    "BadRoads",
    "Box",
    "Factor",
    "FromLandmarks",
    "Kind",
    "LoadedRoads",
    "Made",
    "Network",
    "OnTheRoads",
    "Prepared",
    "Read",
    "Road",
    "Time",
    "Way",
    "make_network",
    "pack",
    "prepare",
    "read",
    "reckon",
    "unpack",
]
