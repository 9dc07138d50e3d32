"""Whether the person at the door is on a roster: the evidence for and against, weighed and explained."""
