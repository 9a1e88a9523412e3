"""A quarter in the life of the demo's programme, with every message expected by a separate, simple oracle."""
