"""What a browser meets: the public API, the privacy centre, the console and the banner."""
