"""Show both sides of an assertion that fails inside commplan's helpers."""

import pytest

pytest.register_assert_rewrite("commplan.testing.rules")
