"""An arXiv to run against: real or synthetic papers, a clock that can be set, faults on demand.

::

    with serve(Collection(synthetic(3000, seed=1, until=...)), now=...) as replica:
        fetch(request(replica.search_url, ...))
"""
