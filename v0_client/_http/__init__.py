"""One exchange with the server: what is sent, what comes back, when it is retried."""
