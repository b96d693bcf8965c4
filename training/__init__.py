"""Scripts that rebuild every model pack from `../shared`: `make train`."""
