"""What somebody begins with: a first plan, and a package for a rule of their own."""
