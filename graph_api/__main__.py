"""``python -m graph_api`` is ``empower``."""

from graph_api.cli.main import main

if __name__ == "__main__":
    main()
