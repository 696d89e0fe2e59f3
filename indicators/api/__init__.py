"""The API for other programs: published values as JSON, read-only, under the reader's own rights."""
