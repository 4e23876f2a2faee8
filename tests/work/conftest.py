"""What tests of work share."""

from tests.register.conftest import counted

__all__ = ["counted"]
