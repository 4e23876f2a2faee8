"""Where the pages of loads and comparisons stand."""

from flask import Blueprint

bp = Blueprint("exchange", __name__, url_prefix="/load")
