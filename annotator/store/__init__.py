"""The only room that speaks SQL: tables, connections, reading, writing, checking."""
