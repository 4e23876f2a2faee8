"""What tests of assessments share."""

from tests.register.conftest import counted

__all__ = ["counted"]
