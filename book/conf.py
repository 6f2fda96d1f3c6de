"""How Sphinx makes the site: which extensions read the pages, how the theme shows them.

`make book` runs it; lossbook_site/ holds what is ours, _toc.yml the order of the pages, _templates/ what stands around
them, _static/ the style sheet and the scripts.
"""

from lossbook_site import addresses
from lossbook_site.contents import ROOT

project = html_title = "Lossbook"
author = "the Lossbook authors"
copyright = "2026 · text CC BY 4.0 · code MIT"
language = "en"  # sphinx-build -D language=zh_CN builds another
locale_dirs = ["locale"]
gettext_compact = False
gettext_location = False
gettext_additional_targets = ["image"]
nitpicky = True

extensions = [
    "sphinx_external_toc",
    "myst_nb",
    "sphinx_design",
    "sphinx_exercise",
    "sphinx_proof",
    "sphinx_copybutton",
    "sphinxcontrib.bibtex",
    "sphinxext.opengraph",
    "notfound.extension",
    "lossbook_site",
]
external_toc_path = "../_toc.yml"
external_toc_exclude_missing = False
exclude_patterns = ["_*", "locale"]
templates_path = ["_templates"]

# Pages and their cells
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "linkify", "substitution", "tasklist"]
numfig = math_numfig = True
numfig_secnum_depth = 0  # a chapter has a number, but equations and definitions count through the book
nb_execution_mode = "cache"
nb_execution_cache_path = str(ROOT / "_build" / ".jupyter_cache")
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_ipywidgets_js = {}  # no page has a widget
suppress_warnings = ["mystnb.unknown_mime_type"]  # what only a notebook shows
copybutton_selector = "div.highlight pre:not(form pre)"  # in a form its button would send it
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
bibtex_default_style = "alpha"

# The reference: signatures and sections as in the docstrings, which say the types in words
autodoc_typehints = "none"
add_module_names = False
napoleon_numpy_docstring = False
napoleon_use_rtype = False
toc_object_entries_show_parents = "hide"

# The site
html_theme = "furo"
html_logo = "_static/logo.svg"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["lossbook.css"]
html_js_files = [(name, {"defer": "defer"}) for name in ("words.js", "page.js", "progress.js")]
html_math_renderer = "mathml"
html_search_language = "en"  # of every language: Sphinx cuts Chinese into words only with a package that is not kept
html_secnumber_suffix = " · "
html_use_index = html_domain_indices = False
html_show_sourcelink = html_copy_source = False
html_baseurl = addresses.site()
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
ogp_site_url = addresses.site() or "/"
ogp_site_name = "Lossbook"
ogp_image = "_static/social.png"
ogp_image_alt = "Lossbook: loss functions, explained and computed"
ogp_social_cards = {"enable": False}
ogp_enable_meta_description = True
ogp_description_length = 160
ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image">']
notfound_urls_prefix = addresses.path()
