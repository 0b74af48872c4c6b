"""The scenario `queued` of the benchmark of delivery."""


def queued(folder, arguments):
    return 77
