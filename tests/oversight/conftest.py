"""What tests of the ledger share with those of the register."""

from tests.register.conftest import counted

__all__ = ["counted"]
