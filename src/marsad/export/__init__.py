"""Events and claims into the forms of others: `export(store, filters, format, out, protection)`."""

from .protect import Protection
from .run import FORMATS, Report, export

__all__ = ["FORMATS", "Protection", "Report", "export"]
