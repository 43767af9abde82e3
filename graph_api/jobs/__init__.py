"""Work that may outlast a request: queued, done beside the service, its answer kept for a day.

A job is one GraphQL query. What executes it is passed in, so that nothing here knows GraphQL.

============  ====================================================================
``words``     the states of a job, and its limits
``errand``    one job while it is worked on: its time, how far it is, how it ends
``running``   the workers of this process: they take jobs, renew leases, stop
``jobs``      what can be done with jobs: start, cancel, list, find
============  ====================================================================
"""

from graph_api.jobs.errand import Answered, Errand, Execute
from graph_api.jobs.jobs import Jobs, New
from graph_api.jobs.words import JobLimits, JobState
from graph_api.stores.service_jobs import JobRow

__all__ = ["Answered", "Errand", "Execute", "JobLimits", "JobRow", "JobState", "Jobs", "New"]
