"""The small pieces every screen is made of: words, key caps, buttons, fields, notices."""
