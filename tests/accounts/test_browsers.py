"""A list of devices is read by people."""

import pytest

from consultation.accounts.browsers import browser_name

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        (f"{MAC} Version/17.5 Safari/605.1.15", "Safari, macOS"),
        (f"{MAC} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge, macOS"),
        (f"{PHONE} Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        (f"{PHONE} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
         "Samsung Internet, Android"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_by_its_name_and_its_system(said: str, name: str) -> None:
    assert browser_name(said) == name
