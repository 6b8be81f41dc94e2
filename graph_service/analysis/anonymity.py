# pyright: reportUnknownMemberType=false, reportMissingImports=false, reportUnknownVariableType=false
# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false
"""pyCANON (Sáinz-Pardo Díaz and López García, Scientific Data 9, 2022), which checks what the generaliser made."""

from __future__ import annotations

import polars as pl


def k_anonymity(told: pl.DataFrame) -> int:
    """The size of the smallest class of rows that are alike in all columns; a missing value is a value of its own.

    >>> k_anonymity(pl.DataFrame({"year": ["2010", "2010", None, None, None]}))
    2
    """
    import pandas as pd
    from pycanon import anonymity

    values = {name: told[name].cast(pl.String).fill_null("\0unknown").to_list() for name in told.columns}
    # pandas warns about groups of a single column; one more that everybody has alike changes nothing.
    values["\0everybody"] = [""] * told.height
    return int(anonymity.k_anonymity(pd.DataFrame(values), list(values)))
