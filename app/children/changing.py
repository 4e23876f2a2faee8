"""Every form about a child is one small page of one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.audit.small_page import small_page
from app.core.forms import HearthForm


def change(
    form: HearthForm,
    action: Callable[..., Any],
    *args: Any,
    about: str,
    there: str,
    **shown: Any,
) -> Any:
    """Show a form about a child, named by `about`; the rest is as `small_page` says."""
    return small_page(form, action, *args, there=there, about=about, **shown)
