"""Which states each pre-initializer keeps, refuses or loses: probes, tools, judgement, page."""
