#!/usr/bin/python3
"""ReMix in PyTorch, to be measured beside ours. See README.md."""
import argparse
import ctypes
import gzip
import json
import math
import os
import resource
import time
from pathlib import Path
from statistics import median

early = argparse.ArgumentParser(add_help=False)
early.add_argument("--threads", default="1")
THREADS = early.parse_known_args()[0].threads
for name, value in dict(OMP_NUM_THREADS=THREADS, OPENBLAS_NUM_THREADS=THREADS, OMP_WAIT_POLICY="PASSIVE").items():
    os.environ.setdefault(name, value)                         # the libraries read them when they are loaded, below
for option, size in ((-1, 2 ** 31 - 1), (-4, 0)):              # M_TRIM_THRESHOLD, M_MMAP_MAX: arrays that are given back
    ctypes.CDLL(None).mallopt(option, size)                    # are used again, not fetched anew from the kernel page by page

import numpy as np
import torch

from adam import Adam
from clicks import batch, load
from model import Remix

KINDS = dict(F32=np.float32, F64=np.float64)


def safetensors(path):
    """-> tensors by name, metadata. Eight bytes of length, a header in JSON, the numbers."""
    raw = Path(path).read_bytes()
    begin = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:begin])
    metadata = header.pop("__metadata__", {})
    return {name: torch.from_numpy(np.frombuffer(raw, KINDS[t["dtype"]], math.prod(t["shape"]), begin + t["data_offsets"][0])
                                   .reshape(t["shape"]).copy()) for name, t in header.items()}, metadata


def read_model(path, items):
    """The model that a run of ours kept: its folder, or a file of weights."""
    path = Path(path)
    path = path / "model.safetensors" if path.is_dir() else path
    if not path.exists():
        raise SystemExit(f"there is no {path}")
    tensors, metadata = safetensors(path)
    settings = json.loads(metadata["model"])
    expected = dict(name="remix", attend="learned", follow="on", repeat="on", normalize="on")
    for name, value in expected.items():
        if settings[name] != value:
            raise SystemExit(f"{path}: {name} is {settings[name]}, and here it is always {value}")
    model = Remix(items, settings["hidden"], settings["ages"], settings["temperature"])
    rows = len(tensors["item_embedding.weight"])
    if rows != items + 1:
        raise SystemExit(f"{path}: of {rows - 1} items, the data of {items}")
    model.load_state_dict({name: tensors[name] for name in model.state_dict()})
    return model.eval()


def ranks(model, examples, size):
    """The rank of each target: 1 + items with a higher score + those with the same score and a lower number."""
    for ids in np.array_split(np.arange(len(examples)), math.ceil(len(examples) / size)):
        b = batch(examples, ids, model.ages, training=False)
        scores, target = model.scores(b), b.target[:, None]
        own = scores.gather(1, target)
        before = torch.arange(scores.shape[1]) < target
        yield 1 + ((scores > own) | (scores == own) & before).sum(1)


def check(args):
    """Figures of the test part from the weights of a run of ours."""
    _, test, items = load(args.data)
    rank = torch.cat(list(ranks(read_model(args.run, items), test, args.batch))).numpy()
    hit = rank <= 20
    result = dict(targets=len(rank), recall20=100 * hit.mean(), mrr20=100 * (hit / rank).mean())
    if args.ranks:
        ours = np.array(gzip.open(args.ranks, "rt").read().splitlines()[1:], dtype=np.int64)   # after a line with the epoch
        if len(ours) != len(rank):
            raise SystemExit(f"{args.ranks}: {len(ours)} ranks, and the data have {len(rank)} targets")
        result.update(other_ranks=int((ours != rank).sum()), furthest=int(np.abs(ours - rank).max()),
                      other_hits=int(((ours <= 20) != hit).sum()))
    show(args, result)


def timed(args):
    """Whole training steps, and their parts."""
    train, _, items = load(args.data)
    torch.manual_seed(args.seed)
    model = Remix(items, args.hidden)
    adam = Adam(model.parameters())
    order = np.random.default_rng(args.seed).permutation(len(train))
    times = {part: [] for part in ("build", "forward", "backward", "adam", "step", "cpu")}
    for k in range(args.warmup + args.steps):
        ids = np.take(order, np.arange(k * args.batch, (k + 1) * args.batch), mode="wrap")
        cpu, t = time.process_time(), [time.perf_counter()]
        b = batch(train, ids, model.ages, training=True)
        t.append(time.perf_counter())
        loss = model.loss(b)
        t.append(time.perf_counter())
        model.backward(loss)
        t.append(time.perf_counter())
        adam.step()
        t.append(time.perf_counter())
        if k >= args.warmup:
            for part, seconds in zip(times, np.append(np.diff(t), [t[-1] - t[0], time.process_time() - cpu])):
                times[part].append(1e3 * seconds)
    parts = {part: dict(min=round(min(ms), 3), median=round(median(ms), 3)) for part, ms in times.items()}
    show(args, dict(
        model="remix", layout="packed", threads=torch.get_num_threads(), torch=torch.__version__, batch=args.batch,
        hidden=args.hidden, peak_rss_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        load_average=[round(x, 2) for x in os.getloadavg()], data=Path(args.data).resolve().name, items=items, pairs=len(train),
        steps=args.steps, loss=loss.item(), samples_per_s=round(1e3 * args.batch / parts["step"]["median"], 1), ms=parts))


def show(args, result):
    """One line of JSON, or a line for people and one for each part."""
    if args.json:
        return print(json.dumps(result))
    parts = result.pop("ms", {})
    print(" ".join(f"{name}={value:.4f}" if isinstance(value, float) else f"{name}={value}" for name, value in result.items()))
    for part, ms in parts.items():
        print(f"  {part:9s} min {ms['min']:10.2f} ms   median {ms['median']:10.2f} ms")


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="time|check")
    for name, run in (("time", timed), ("check", check)):
        command = commands.add_parser(name, description=run.__doc__)
        command.set_defaults(call=run)
        add = command.add_argument
        add("--data", required=True, help="folder with train.txt.gz and test.txt.gz")
        add("--threads", type=int, default=1)
        add("--batch", type=int, default=512)
        add("--json", action="store_true", help="one line of JSON")
        if name == "check":
            add("--run", required=True, help="folder of a run of ours, or a file of its weights")
            add("--ranks", help="what sbr evaluate --ranks wrote for the same run and data: compare target by target")
        else:
            add("--steps", type=int, default=20, help="timed, after --warmup")
            add("--warmup", type=int, default=3)
            add("--hidden", type=int, default=128)
            add("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_flush_denormal(True)                             # before the first parallel operation, whose threads inherit it
    torch.set_num_threads(args.threads)
    args.call(args)


if __name__ == "__main__":
    main()
