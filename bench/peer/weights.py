"""Weights that a run of ours kept."""
import json
import math
from pathlib import Path

import numpy as np
import torch

import settings

KINDS = dict(F32=np.float32, F64=np.float64)


def safetensors(path):
    """-> tensors by name, metadata. Eight bytes of length, a header in JSON, the numbers."""
    raw = Path(path).read_bytes()
    begin = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:begin])
    metadata = header.pop("__metadata__", {})
    return {name: torch.from_numpy(np.frombuffer(raw, KINDS[t["dtype"]], math.prod(t["shape"]), begin + t["data_offsets"][0])
                                   .reshape(t["shape"]).copy()) for name, t in header.items()}, metadata


def read_model(path, kinds, items):
    """The model that a run kept: its folder, or a file of weights. kinds: by name."""
    path = Path(path)
    path = path / "model.safetensors" if path.is_dir() else path
    if not path.exists():
        raise SystemExit(f"there is no {path}")
    tensors, metadata = safetensors(path)
    given = json.loads(metadata["model"])
    if given["name"] not in kinds:
        raise SystemExit(f"{path}: a model {given['name']}; here are {', '.join(kinds)}")
    kind = kinds[given["name"]]
    table, padding = getattr(kind, "TABLE", ("item_embedding.weight", 1))
    rows = len(tensors[table]) - padding
    if rows != items:
        raise SystemExit(f"{path}: of {rows} items, the data of {items}")
    model = kind(items, settings.of(kind, given, path))
    model.load_state_dict({name: tensors[name] for name in model.state_dict()})
    return model.eval()
