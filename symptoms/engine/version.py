"""The engine's own version: with the release it names what an outcome came from."""

#: Raised with every change that can change an outcome's bytes.
ENGINE_VERSION = "1.5.0"
