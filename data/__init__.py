"""What Muster remembers: tables, queries, the outbox and the only BEGIN and COMMIT."""
