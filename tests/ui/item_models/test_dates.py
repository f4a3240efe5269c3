"""Are dates written for readers, partial ones too?"""

from __future__ import annotations

import pytest

from annotator_ui.item_models.dates import long_date, short_date


@pytest.mark.parametrize(
    ("iso", "long", "short"),
    [
        ("2023-11-28", "28 November 2023", "28 Nov 2023"),
        ("2023-11-28T16:04", "28 November 2023", "28 Nov 2023"),
        ("2023-07-03", "3 July 2023", "3 Jul 2023"),
        ("2023-11", "November 2023", "Nov 2023"),
        ("2023", "2023", "2023"),
        ("", "", ""),
        ("about 1950", "about 1950", "about 1950"),
        ("2023-13-01", "2023-13-01", "2023-13-01"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(iso: str, long: str, short: str) -> None:
    assert (long_date(iso), short_date(iso)) == (long, short)
