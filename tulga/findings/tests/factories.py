from __future__ import annotations

from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from tulga.findings.choices import Kind
from tulga.findings.labels import Labels
from tulga.findings.models import Assessment, Finding
from tulga.findings.services.entering import set_assessment_keys, set_keys, store_labels
from tulga.kit.i18n import I18nText


class AssessmentFactory(DjangoModelFactory[Assessment]):
    class Meta:
        model = Assessment

    code = Sequence(lambda n: f"TIP-{n}")
    title = LazyAttribute(lambda assessment: I18nText(en=f"Report {assessment.code}"))
    body_name = LazyFunction(lambda: I18nText(en="Department of State"))
    state = "MNG"
    year = 2017
    source = "report.example"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        assessment = model_class(*args, **kwargs)
        set_assessment_keys(assessment)
        assessment.save()
        return assessment


class FindingFactory(DjangoModelFactory[Finding]):
    class Meta:
        model = Finding

    assessment = SubFactory(AssessmentFactory)
    number = Sequence(lambda n: str(n + 1))
    kind = Kind.RECOMMENDATION
    text = "Carry out the national action plans"
    language = "en"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, labels: Labels | None = None, **kwargs: Any) -> Any:
        finding = model_class(*args, **{**kwargs, "number": str(kwargs["number"])})
        set_keys(finding)
        finding.save()
        store_labels([(finding, labels or Labels())])
        return finding
