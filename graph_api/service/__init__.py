"""What the software can do, one method per use case; every face calls these and nothing below.

No framework types: scenarios, views and results go in and out. Faces that ask several things of
one view take the view once (`Service.view`) and pass it to ``scoring`` themselves.

===============  ==================================================================
``reading``      what is kept: scenarios, views, the journal, files and tables out
``importing``    files and folders of tables in
``writing``      changes, variants, undo, deletion, cases of households
``asking``       scores and mechanisms of one view, and what an answer rests on
===============  ==================================================================
"""

from graph_api.service.asking import Asking, provenance
from graph_api.service.importing import Imported, Importing
from graph_api.service.reading import MOST_YAML_RELATIONS, Exported
from graph_api.service.writing import Writing

__all__ = ["MOST_YAML_RELATIONS", "Exported", "Imported", "Service", "provenance"]


class Service(Importing, Writing, Asking):
    """The use cases over one store."""
