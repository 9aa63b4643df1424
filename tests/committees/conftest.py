"""What most tests of the committee begin with."""

import pytest
from flask.testing import FlaskClient

from tests.committees.steps import Scene, make_scene
from tests.conftest import SignIn


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; its organiser is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("organiser"))
    return made
