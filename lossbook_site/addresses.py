"""Where the course lives: its repository and its site, both known only to whoever publishes it.

REPOSITORY_URL=https://github.com/OWNER/NAME, set when the site is built, adds links to Colab and Binder, which open
the chapter's notebook from ``notebooks/``, and full addresses for search engines and link previews. The site's address
is then that of GitHub Pages; SITE_URL says another. Set for ``make notebooks``, it lets each notebook install in Colab
what it needs.
"""

import os
from urllib.parse import urlsplit


def repository() -> str:
    """The repository's address, or nothing."""
    return os.environ.get("REPOSITORY_URL", "").rstrip("/").removesuffix(".git")


def site() -> str:
    """The address of the site, with a slash at the end, or nothing."""
    if given := os.environ.get("SITE_URL", ""):
        return given.rstrip("/") + "/"
    if urlsplit(repository()).netloc != "github.com":
        return ""
    owner, name = urlsplit(repository()).path.strip("/").split("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def path() -> str:
    """Under which path of its host the site lies; the root, as long as nobody knows."""
    return urlsplit(site()).path or "/"


def launch(notebook: str) -> dict[str, str]:
    """Where a notebook opens ready to run, by name."""
    if urlsplit(repository()).netloc != "github.com":
        return {}
    project = urlsplit(repository()).path.strip("/")
    return {
        "Open in Colab": f"https://colab.research.google.com/github/{project}/blob/main/notebooks/{notebook}",
        "Open in Binder": f"https://mybinder.org/v2/gh/{project}/main?labpath=notebooks/{notebook}",
    }
