"""Measurements that stand for the real one, which takes long."""


class Measured:
    """Counts the bytes of a release."""

    engine = "1.1-test"
    version = "1.1-test, twice"

    def can_read(self, report):
        return report.startswith('{"bytes": ')

    def measure(self, document):
        return f'{{"bytes": {len(document)}}}'


class Updated(Measured):
    """The same engine, measured in another way."""

    version = "1.1-test, three times"


class Failing(Measured):
    """Cannot measure anything."""

    def measure(self, document):
        raise ZeroDivisionError("secret")
