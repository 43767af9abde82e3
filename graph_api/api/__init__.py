"""GraphQL over HTTP: thin resolvers over the service, one file per noun in ``types``.

``app`` puts the routes together behind ``guard``, ``http`` reads a request and writes its answer,
``schema`` holds the schema with its limits (``cost``) and the shape of its errors (``errors``);
``queries`` and ``mutations`` are the two roots. ``ids`` and ``cursors`` are the two opaque texts
that clients carry about.
"""
