"""The HTTP face. Only here is Flask imported; parse, call, dump."""
