"""The workbench: server-rendered pages on the store, Arabic first, complete in English."""
