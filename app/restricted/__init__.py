"""Who knows whom: records that are shut to those who work here and know the people in them."""
