"""How do several coders share the work and bring it together?"""
