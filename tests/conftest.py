"""What every test shares: how many random cases a property test tries."""

from hypothesis import HealthCheck, settings

# On a busy two-core machine slowness says nothing about the code under test.
_PATIENT = [HealthCheck.too_slow]

# The same cases on every machine, so that a red run is everybody's red run.
settings.register_profile(
    "steady", deadline=None, derandomize=True, max_examples=60, suppress_health_check=_PATIENT
)
# New cases every time: `make reliability`.
settings.register_profile(
    "soak",
    deadline=None,
    derandomize=False,
    max_examples=5000,
    print_blob=True,
    suppress_health_check=_PATIENT,
)
settings.load_profile("steady")
