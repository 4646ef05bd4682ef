"""Every error that paperlode raises on purpose.

::

    PaperlodeError                exit code 1: the work could not be done
    ├── InputError                exit code 2: something the user gave is wrong
    │   ├── QueryError            a query does not parse, or arXiv would refuse it
    │   ├── RecordError           a line is not a paper record
    │   ├── SettingsError         a settings file is wrong
    │   ├── MarkersError          a README without the two markers in their order
    │   ├── ArchiveError          an archive shard is damaged
    │   ├── StoreError            the store is of a newer format or damaged
    │   └── TrackerError          an existing tracker cannot be adopted
    ├── FetchError                the network did not give an answer
    │   ├── ThrottledError        arXiv asks us to wait longer than we may
    │   ├── OutOfTimeError        the run's time budget is used up
    │   ├── TooLargeError         an answer is larger than we are willing to read
    │   └── StatusError           one address is refused; others may be answered
    ├── AnswerError               an answer is not what the interface promises
    │   ├── RefusedError          the service says that the request is wrong
    │   └── IncompleteError       a listing could not be read whole; what arrived is kept
    ├── DeliveryError             files could not be written; nothing is half-written
    └── BusyError                 another run holds the store
"""

from __future__ import annotations


class PaperlodeError(Exception):
    """The work could not be done; the message is one clear sentence for a person."""

    exit_code = 1


class InputError(PaperlodeError):
    """Something the user gave is wrong: what, where, and what to do about it."""

    exit_code = 2


class QueryError(InputError):
    """A query that does not parse or that arXiv would refuse.

    ``position`` is the zero-based offset in the text that was given, ``status`` the HTTP status
    with which arXiv's service answers such a query (400, or 500 for the mistakes it overlooks).
    """

    def __init__(self, message: str, *, position: int = 0, status: int = 400) -> None:
        super().__init__(message)
        self.position = position
        self.status = status


class RecordError(InputError):
    """A line that is not a paper record; the message names the field, callers add the place."""


class SettingsError(InputError):
    """A settings file that is wrong: file, line, what is allowed, the nearest right spelling."""


class MarkersError(InputError):
    """A README without the two markers, or with them twice or in the wrong order."""


class ArchiveError(InputError):
    """An archive shard with a damaged line or a checksum that does not fit."""


class StoreError(InputError):
    """A store of a newer format, or one that SQLite cannot read."""


class TrackerError(InputError):
    """An existing tracker that cannot be adopted; nothing was written."""


class FetchError(PaperlodeError):
    """The network did not give an answer."""


class ThrottledError(FetchError):
    """The service asks us to wait longer than this run may."""


class OutOfTimeError(FetchError):
    """The run's time budget is used up; what arrived so far is kept."""


class TooLargeError(FetchError):
    """An answer is larger than we are willing to read."""


class StatusError(FetchError):
    """One address is refused, for a reason that no patience mends; others may be answered."""


class AnswerError(PaperlodeError):
    """An answer that is not what the interface promises: HTML, broken XML, an empty body."""


class RefusedError(AnswerError):
    """The service says that the request is wrong (an error feed); asking again does not help."""


class IncompleteError(AnswerError):
    """A listing that could not be read whole; what arrived of it stands, something is missing."""


class DeliveryError(PaperlodeError):
    """Files could not be written; what was there before is still there, whole."""


class BusyError(PaperlodeError):
    """Another run holds the store."""
