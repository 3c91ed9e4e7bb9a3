"""Generated from openapi/v0.yaml by `make generate`. Do not edit: change the document or the templates instead."""
