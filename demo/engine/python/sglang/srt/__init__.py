"""The runtime: model, scheduler, HTTP server."""
