"""The longer sub-commands of ``alteram``, one module a matter; ``cli`` lists them."""
