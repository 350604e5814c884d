"""What manifests may hold, declared as data and written from the specifications; no schema file of others is used."""
