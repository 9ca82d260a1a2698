"""Readers of one layout each: to rows with their positions. No database, no rules about findings."""
