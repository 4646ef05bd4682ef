"""Answers of OAI-PMH with made-up records, for tests."""

from __future__ import annotations

V1 = '<version version="v1"><date>Mon, 01 Jan 2024 00:00:01 GMT</date><size>14kb</size></version>'
V2 = (
    '<version version="v2"><date>Sat, 3 Feb 2024 10:11:12 GMT</date><size>15kb</size>'
    "<source_type>D</source_type></version>"
)
CLOCK = "<responseDate>2024-02-07T01:02:03Z</responseDate>"


def answer(inner: str, verb: str = "ListRecords") -> bytes:
    """Wrap records as arXiv's service does."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{CLOCK}'
        f'<request verb="{verb}">http://oaipmh.arxiv.org/oai</request>'
        f"<{verb}>{inner}</{verb}></OAI-PMH>"
    ).encode()


def refusal(code: str, text: str = "Made up. Reason: a test") -> bytes:
    """Write one of the protocol's errors."""
    return (
        f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{CLOCK}'
        "<request>http://oaipmh.arxiv.org/oai</request>"
        f'<error code="{code}">{text}</error></OAI-PMH>'
    ).encode()


def record(
    metadata: str, identifier: str = "2401.00001", stamp: str = "2024-02-06", status: str = ""
) -> str:
    """Write a record in the sets of machine learning."""
    deleted = f' status="{status}"' if status else ""
    return (
        f"<record><header{deleted}><identifier>oai:arXiv.org:{identifier}</identifier>"
        f"<datestamp>{stamp}</datestamp><setSpec>cs:cs:LG</setSpec>"
        "<setSpec>stat:stat:ML</setSpec></header>"
        f"{f'<metadata>{metadata}</metadata>' if metadata else ''}</record>"
    )


def raw(inner: str = "", identifier: str = "2401.00001", versions: str = V1) -> str:
    """Write what ``arXivRaw`` says of a paper."""
    return (
        f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{identifier}</id>'
        f"<submitter>Ada Example</submitter>{versions}{inner}</arXivRaw>"
    )


def papers(*numbers: int, day: str = "2024-02-06") -> str:
    """Write records of small papers."""
    names = [f"2401.{number:05}" for number in numbers]
    return "".join(record(raw(identifier=name), name, day) for name in names)
