"""Our executor: an operation is compiled once into functions, and executed by them.

graphql-core looks up, for every field of every object, what the document and the schema say of it.
That is the same for all objects of one type, so it is done once per operation here. The rules of
GraphQL hold as they stand: null propagation, errors with path and place, the order of fields,
interfaces and unions, conditions, mutations one after the other. What is not compiled
(introspection, directives of others) is executed by graphql-core; both give the same answers, which
``tests/api/executor`` proves on every document of the tests, of the docs, and on made-up ones.

==============  ==================================================================
``plans``       an operation, compiled and executed
``compiling``   selections: which fields, of which type, under which conditions
``calling``     how the value of a field is got
``answering``   the fields of one object
``completing``  lists, objects, interfaces and unions
``leaves``      scalars and enums
``running``     the state of one execution
==============  ==================================================================
"""

from graph_api.api.executor.plans import Executed, Plan
from graph_api.api.executor.running import Asked

__all__ = ["Asked", "Executed", "Plan"]
