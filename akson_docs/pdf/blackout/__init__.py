"""Blackout: an attachment as the public gets it, with places of it covered; made of pictures and words alone."""
