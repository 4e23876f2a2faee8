"""The pages of signing in and of users."""

from app.accounts.views import drafts, signing, users
from app.accounts.views.proving import bp

__all__ = ["bp", "drafts", "signing", "users"]
