#!/usr/bin/python3
"""Models without a graph in PyTorch, to be measured beside ours. See README.md."""
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
WIDE = " avx512vl " in Path("/proc/cpuinfo").read_text()        # of those that PyTorch's widest loops need the latest
for name, value in dict(OMP_NUM_THREADS=THREADS, OPENBLAS_NUM_THREADS=THREADS, OMP_WAIT_POLICY="PASSIVE",
                        **(dict(ATEN_CPU_CAPABILITY="avx512") if WIDE else {})).items():
    os.environ.setdefault(name, value)                         # the libraries read them when they are loaded, below
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):         # OpenBLAS knows its processor better than who sets these for
    os.environ.pop(name, None)                                 # several machines: the kernels of another take up to twice as long
for option, size in ((-1, 2 ** 31 - 1), (-4, 0)):              # M_TRIM_THRESHOLD, M_MMAP_MAX: arrays that are given back
    ctypes.CDLL(None).mallopt(option, size)                    # are used again, not fetched anew from the kernel page by page

import numpy as np
import torch

import settings
from adam import Adam
from clicks import load, plan
from core import Core
from gru4rec import Gru4Rec
from narm import Narm
from remix import Remix
from sasrec import Sasrec
from stamp import Stamp
from weights import read_model

KINDS = {kind.NAME: kind for kind in (Remix, Sasrec, Core, Stamp, Narm, Gru4Rec)}


def ranks(model, examples, size):
    """The rank of each target: 1 + items with a higher score + those with the same score and a lower number."""
    for ids in np.array_split(np.arange(len(examples)), math.ceil(len(examples) / size)):
        b = model.batch(examples, ids, training=False)
        scores, target = model.scores(b), b.target[:, None]
        own = scores.gather(1, target)
        before = torch.arange(scores.shape[1]) < target
        yield 1 + ((scores > own) | (scores == own) & before).sum(1)


def check(args):
    """Figures of the test part from the weights of a run of ours."""
    _, test, items = load(args.data)
    rank = torch.cat(list(ranks(read_model(args.run, KINDS, items), test, args.batch or 512))).numpy()
    hit = rank <= 20
    result = dict(targets=len(rank), recall20=100 * hit.mean(), mrr20=100 * (hit / rank).mean())
    if args.ranks:
        ours = np.array(gzip.open(args.ranks, "rt").read().splitlines()[1:], dtype=np.int64)   # after a line with the epoch
        if len(ours) != len(rank):
            raise SystemExit(f"{args.ranks}: {len(ours)} ranks, and the data have {len(rank)} targets")
        result.update(other_ranks=int((ours != rank).sum()), furthest=int(np.abs(ours - rank).max()),
                      other_hits=int(((ours <= 20) != hit).sum()))
    show(args, result)


def asked(args):
    """The kind of model, its settings and its batch: options, before them the settings file, before that what was published."""
    given = settings.read_file(args.settings) if args.settings else {}
    name = args.model or given.get("model")
    if name not in KINDS:
        raise SystemExit(f"--model {name}: here are {', '.join(KINDS)}")
    own = dict(given, **({} if args.hidden is None else dict(hidden=args.hidden)))
    return KINDS[name], settings.of(KINDS[name], own, args.settings), args.batch or int(given.get("batch-size", KINDS[name].BATCH))


def timed(args):
    """Whole training steps, and their parts."""
    kind, chosen, size = asked(args)
    train, _, items = load(args.data)
    torch.manual_seed(args.seed)
    model = kind(items, chosen)
    lanes = hasattr(model, "plan")                             # sessions side by side, and an optimizer of its own
    adam = model.optimizer() if lanes else Adam(model.parameters())
    batches = model.plan(train, size, args.seed) if lanes else plan(len(train), size, args.seed)
    times = {part: [] for part in ("build", "forward", "backward", "adam", "step", "cpu")}
    for k in range(args.warmup + args.steps):
        ids = next(batches)
        cpu, t = time.process_time(), [time.perf_counter()]
        b = model.batch(train, ids, training=True)
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
    file = dict(settings=Path(args.settings).stem) if args.settings else {}
    show(args, dict(
        model=kind.NAME, **file, layout="packed", threads=torch.get_num_threads(), torch=torch.__version__, blas=kernels(), batch=size,
        hidden=chosen.hidden, peak_rss_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        load_average=[round(x, 2) for x in os.getloadavg()], data=Path(args.data).resolve().name, items=items, pairs=len(train),
        steps=args.steps, loss=loss.item(), samples_per_s=round(1e3 * size / parts["step"]["median"], 1), ms=parts))


def kernels():
    """The processor that OpenBLAS takes this one for; null of another library."""
    try:
        name = ctypes.CDLL("libblas.so.3").openblas_get_corename
    except (OSError, AttributeError):
        return None
    name.restype = ctypes.c_char_p
    return name().decode()


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
        add("--batch", type=int, help="default: that of the settings file, or what the model was published with")
        add("--json", action="store_true", help="one line of JSON")
        if name == "check":
            add("--run", required=True, help="folder of a run of ours, or a file of its weights")
            add("--ranks", help="what sbr evaluate --ranks wrote for the same run and data: compare target by target")
        else:
            add("--model", help=", ".join(KINDS))
            add("--settings", help="a settings file of ours: model, its settings, batch-size")
            add("--hidden", type=int)
            add("--steps", type=int, default=20, help="timed, after --warmup")
            add("--warmup", type=int, default=3)
            add("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_flush_denormal(True)                             # before the first parallel operation, whose threads inherit it
    torch.set_num_threads(args.threads)
    args.call(args)


if __name__ == "__main__":
    main()
