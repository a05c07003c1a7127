"""The accuracy programs."""
