"""Logistic regression on grouped observations, by statsmodels: the only module that knows it."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Fit(NamedTuple):
    """Coefficients (k,), their covariance matrix (k, k) by maximum likelihood, and whether the search came to rest."""

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    converged: bool


def logistic(design: NDArray[np.float64], successes: NDArray[np.int64], failures: NDArray[np.int64]) -> Fit:
    """A logistic regression of counts on the rows of a design matrix (g, k), one row for each kind of observation.

    The same as a regression of the single observations, at the price of the kinds. Source: McCullagh and Nelder,
    Generalized Linear Models, 1989, chapter 4.
    """
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    model = GLM(np.stack([successes, failures], axis=1), design, family=Binomial())
    with warnings.catch_warnings():
        # Perfect separation is told by `converged`, by huge coefficients and their errors.
        warnings.simplefilter("ignore")
        found = model.fit(maxiter=100)
    return Fit(np.asarray(found.params), np.asarray(found.cov_params()), bool(found.converged))
