import pytest

from reports.models import Policy


@pytest.fixture
def published_at_once(db: None) -> Policy:
    """The bureau has switched on that accepted figures are published without another step."""
    return Policy.objects.create(pk=1, publish_on_accept=True)
