from __future__ import annotations

from django import forms


class MarkReadForm(forms.Form):
    """Nothing to fill in: sending it is the act."""
