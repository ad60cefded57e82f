"""Letters to people, sealed until they are delivered."""
