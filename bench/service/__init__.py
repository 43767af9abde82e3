"""Our GraphQL service against the servers that users would take instead, side by side."""
