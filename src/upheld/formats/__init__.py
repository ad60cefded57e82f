"""The files a company writes: YAML with source positions in, pure models out; JSON Schemas for editors."""
