"""What a text gives away, judged by the text alone: it knows neither its author nor its place."""
