"""What is lost without each actor, relation or channel, where paths are followed."""
