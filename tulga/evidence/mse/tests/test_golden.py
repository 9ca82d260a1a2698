"""Every replicate that the published R packages computed, and every published number that the same method gives."""

from __future__ import annotations

import numpy as np
import pytest

from tulga.evidence.mse.existence import check_model
from tulga.evidence.mse.fitting import fit_model
from tulga.evidence.mse.intervals import bootstrap_from, normal_interval
from tulga.evidence.mse.models import space_of
from tulga.evidence.mse.selection import ALL_ORDERS, Kind, Method, count_admissible, select
from tulga.evidence.mse.tables import read_resamples

from .reference import FOLDER, golden, needs_reference, published, table

pytestmark = needs_reference

STEPWISE = Method(Kind.STEPWISE)


@pytest.mark.parametrize(("name", "replicates"), [("UKdat", 1000), ("UKdat_5", 1000), ("Ned_5", 200)])
def test_every_stepwise_replicate_and_limit_is_that_of_the_reference(name, replicates):
    expected = golden(f"R_SparseMSE_{name}.json")
    selection = select(table(name), STEPWISE)
    resamples = read_resamples(FOLDER / "golden" / f"R_bootcounts_{name}.csv", len(table(name).lists))

    estimates = selection.in_resamples(resamples[:replicates])
    boot = bootstrap_from(selection, estimates)

    assert len(expected["bootreps"]) == replicates
    np.testing.assert_allclose(estimates, expected["bootreps"], rtol=1e-6)
    assert selection.fit.estimate == pytest.approx(expected["popest"], rel=1e-6)
    assert boot.acceleration == pytest.approx(expected["ahat"], rel=1e-6)
    for tail in (0.025, 0.05, 0.1, 0.16):
        interval = boot.interval(1 - 2 * tail)
        assert interval.low == pytest.approx(expected["bca"][f"{tail:g}"], rel=1e-6)
        assert interval.high == pytest.approx(expected["bca"][f"{1 - tail:g}"], rel=1e-6)


def test_every_replicate_of_the_exhaustive_search_is_that_of_the_reference():
    expected = golden("R_MSE_Kosovo_bic_exhaustive60.json")
    resamples = np.zeros((60, 16))
    resamples[:, expected["code"]] = np.transpose(expected["counts"])

    estimates = select(table("Kosovo"), Method(Kind.BIC, ALL_ORDERS)).in_resamples(resamples)

    np.testing.assert_allclose(estimates, expected["best"], rtol=1e-6)


@pytest.mark.parametrize(
    ("dataset", "reference", "method", "generators"),
    [
        ("UKdat", "stepwise_p0.02", STEPWISE, None),
        ("UKdat_5", "stepwise_p0.02", STEPWISE, None),
        ("Ned_5", "stepwise_p0.02", STEPWISE, None),
        ("Korea", "BIC_all", Method(Kind.BIC, ALL_ORDERS), "12 23"),
        ("Kosovo", "BIC_all_maxorder3", Method(Kind.BIC, ALL_ORDERS), "123 14 34"),
        ("Kosovo", "BIC_maxorder2", Method(Kind.BIC), "12 13 14 23 34"),
        ("UKdat_5", "BIC_maxorder2", Method(Kind.BIC), "12 13 23 25 34"),
        ("UKdat_5", "BIC_maxorder4", Method(Kind.BIC, ALL_ORDERS), "123 25 34"),
        ("UKdat", "BIC_maxorder2_exhaustive", Method(Kind.BIC), None),
        ("Ned_5", "BIC_maxorder2", Method(Kind.BIC), "12 15 23 24 25 35 45"),
    ],
)
def test_the_estimate_of_each_method_is_the_published_one(dataset, reference, method, generators):
    selection = select(table(dataset), method)

    assert selection.proven
    assert selection.fit.estimate == pytest.approx(float(published(dataset, reference)["estimate"]), rel=1e-6)
    if generators:
        numbered = {name: str(place) for place, name in enumerate(table(dataset).lists, start=1)}
        found = {"".join(numbered[name] for name in names) for names in selection.fit.generators}
        assert found >= set(generators.split())
        assert {each for each in found if len(each) > 1} == set(generators.split())


@pytest.mark.parametrize(
    ("dataset", "method", "bic"),
    [
        ("Kosovo", Method(Kind.BIC), 225.21125),
        ("UKdat_5", Method(Kind.BIC), 196.5397556),
        ("UKdat_5", Method(Kind.BIC, ALL_ORDERS), 195.8791056),
        ("UKdat", Method(Kind.BIC), 244.119346),
        ("Ned_5", Method(Kind.BIC), 222.05391),
    ],
)
def test_the_criterion_is_the_measured_one(dataset, method, bic):
    assert select(table(dataset), method).fit.bic == pytest.approx(bic, rel=1e-6)


def test_deviance_and_aic_are_the_published_ones():
    stepwise = select(table("UKdat"), STEPWISE).fit
    korea = fit_model(table("Korea"), space_of(3, 2).key_of([0b011]), 2)

    assert (stepwise.deviance, stepwise.aic) == pytest.approx((22.99392, 162.6591), rel=1e-6)
    assert (korea.deviance, korea.aic) == pytest.approx((8.566946, 44.90767), rel=1e-6)
    assert korea.estimate == pytest.approx(float(published("Korea", "stepwise_p0.02")["estimate"]), rel=1e-6)


def test_the_normal_interval_is_the_measured_one():
    interval = normal_interval(select(table("UKdat"), STEPWISE).fit)

    assert (interval.low, interval.high) == pytest.approx((9977.2826397635, 13145.6565095762), rel=1e-6)


@pytest.mark.parametrize(
    ("dataset", "order", "admissible"),
    [("Korea", 2, 6), ("Kosovo", 3, 113), ("UKdat_5", 2, 1024), ("UKdat_5", 4, 6519)],
)
def test_as_many_models_are_admissible_as_were_counted(dataset, order, admissible):
    assert count_admissible(table(dataset), order) == admissible


@pytest.mark.parametrize(("effects", "code"), [((0b011, 0b101, 0b110), 2), ((0b011,), 1), ((0b101, 0b110), 0)], ids=str)
def test_the_published_codes_of_a_table_made_to_have_none(effects, code):
    assert check_model(table("Artificial_3"), space_of(3, 2).key_of(effects), 2) == code
