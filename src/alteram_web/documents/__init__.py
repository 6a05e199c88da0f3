"""Letters, evidence, bundles and decisions: rendering, and the store by digest."""
