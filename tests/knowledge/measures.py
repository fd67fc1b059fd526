"""Measurements that stand for the real one, which takes long."""


class Measured:
    """Counts the bytes of a release."""

    engine = "1.1-test"

    def measure(self, document):
        return f'{{"bytes": {len(document)}}}'


class Failing:
    """Cannot measure anything."""

    engine = "1.1-test"

    def measure(self, document):
        raise ZeroDivisionError("secret")
