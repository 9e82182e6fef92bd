"""Communication hooks and joins."""
