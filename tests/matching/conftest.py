"""What tests of finding and placing share."""

from tests.register.conftest import counted

__all__ = ["counted"]
