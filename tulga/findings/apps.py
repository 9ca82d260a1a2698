from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingsConfig(AppConfig):
    name = "tulga.findings"
    verbose_name = _("findings")

    def ready(self) -> None:
        from django.urls import register_converter

        from tulga.audit import verbs
        from tulga.findings.choices import VERB_SENTENCES
        from tulga.findings.importing import Findings
        from tulga.findings.numbers import NumberConverter
        from tulga.kit.imports import targets

        verbs.register(VERB_SENTENCES)
        targets.register(Findings())
        register_converter(NumberConverter, "finding_number")  # pages of higher apps use it too
