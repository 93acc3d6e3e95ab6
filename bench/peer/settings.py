"""Settings of models by the names that ours have, from settings files and from the metadata of weights."""
from pathlib import Path
from types import SimpleNamespace


def read_file(path):
    """Lines NAME = VALUE of a settings file of ours, as a dict."""
    path = Path(path)
    if not path.exists():
        raise SystemExit(f"there is no settings file {path}")
    lines = [line.strip() for line in path.read_text().splitlines()]
    pairs = (line.partition("=") for line in lines if line and line[0] not in "#!")
    return {name.strip(): value.strip() for name, _, value in pairs}


def of(kind, given, where):
    """The settings of a kind of model: its defaults, but for what is given by name; names that are not its own are left alone."""
    values = dict(kind.SETTINGS)
    for name, value in given.items():
        name = name.replace("-", "_")
        if name in kind.FIXED and not same(value, kind.FIXED[name]):
            raise SystemExit(f"{where}: {name.replace('_', '-')} is {value}, and here it is always {kind.FIXED[name]}")
        if name in values:
            try:
                values[name] = type(values[name])(value)
            except ValueError:
                raise SystemExit(f"{where}: {name.replace('_', '-')} is no number: {value}") from None
    return SimpleNamespace(**values)


def same(value, fixed):
    """Whether they are equal as what is fixed is: a number or a text."""
    return type(fixed)(value) == fixed
