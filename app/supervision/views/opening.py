"""The pages of supervision."""

from flask import Blueprint

bp = Blueprint("supervision", __name__)
