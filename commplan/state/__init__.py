"""What earlier audits found, so that this one can say what is new, known and gone."""
