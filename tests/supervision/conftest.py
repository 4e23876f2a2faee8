"""What tests of supervision share."""

from tests.register.conftest import counted

__all__ = ["counted"]
