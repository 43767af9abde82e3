"""What the service tells of itself: numbers, traces, the lag of its event loop, what still runs.

===============  ==================================================================
``metrics``      every number by name; any module may count
``instruments``  how such a number is declared, kept and shown
``traces``       spans of OpenTelemetry, without query text or data
``loop``         a watchdog of the event loop, and of the process
``running``      writes that are being done, which a stop waits for
===============  ==================================================================

Nothing is kept and nothing is loaded until the service switches it on.
"""

from graph_api.observing import metrics, traces

__all__ = ["metrics", "traces"]
