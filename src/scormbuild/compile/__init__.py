"""Course and theme become a Site: pages, media and the tracking plan, in no package format yet."""
