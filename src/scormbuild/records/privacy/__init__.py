"""What keeps a report from telling of single people: small groups, who exported what, and deletion that follows."""
