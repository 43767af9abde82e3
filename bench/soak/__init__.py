"""Half an hour of mixed use of real servers: nothing lost or out of order, flat memory."""
