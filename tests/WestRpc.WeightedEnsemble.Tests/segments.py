"""Redoes the analysis of a run from its segments.h5 alone, as any tool could, and prints what came of it as JSON."""
import hashlib
import json
import sys

import h5py
import numpy

with h5py.File(sys.argv[1]) as file:
    attributes = dict(file.attrs)
    rows = file["first_row"][:]
    column = {name: file[name][:] for name in ("iteration", "id", "parent", "weight", "start", "end")}
    compressed = all(file[name].compression == "gzip" for name in column)

fluxes, hashes, weights = [], [], []
packed = numpy.dtype([("parent", "<i4"), ("weight", "<f8"), ("end", "<f8")])
before = None
for iteration, (first, last) in enumerate(zip(rows[:-1], rows[1:]), start=1):
    segment = {name: values[first:last] for name, values in column.items()}
    assert (segment["iteration"] == iteration).all()
    assert (segment["id"] == numpy.arange(last - first)).all()
    assert (segment["weight"] > 0).all()

    # A parent below 0 is -1 - id of one that arrived; its child began at the source.
    parent = segment["parent"]
    recycled = parent < 0
    assert (segment["start"][recycled] == attributes["source"]).all()
    if before is not None:
        assert (segment["start"][~recycled] == before["end"][parent[~recycled]]).all()
        assert before["arrived"][-1 - parent[recycled]].all()

    arrived = segment["end"] > attributes["target_above"] if "target_above" in attributes else segment["end"] < attributes["target_below"]
    fluxes.append(sum(segment["weight"][arrived].tolist()))
    weights.append(sum(segment["weight"].tolist()))
    table = numpy.empty(last - first, packed)
    for name in packed.names:
        table[name] = segment[name]
    hashes.append(hashlib.sha256(table.tobytes()).hexdigest())
    before = {"end": segment["end"], "arrived": arrived}

counted = fluxes[int(attributes["discard"]):]
print(json.dumps({
    "rate": sum(counted) / len(counted), "fluxes": fluxes, "weights": weights, "hashes": hashes, "compressed": compressed,
    "seed": int(attributes["seed"]), "iterations": int(attributes["iterations"]), "input": attributes["input"],
    "bins": attributes["bin_boundaries"].tolist(), "segment_time": float(attributes["segment_time"]),
}))
