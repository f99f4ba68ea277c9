"""Opens the bundle for a complaint with the archive reader of this language, and checks what is in it.

At the first deviation it prints one line and exits with 1.
"""

import argparse
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request
import zipfile

NAMES = ["README.txt", "history.ndjson", "views.ndjson", "result.json"]


def expect(holds, otherwise):
    if not holds:
        print(otherwise)
        sys.exit(1)


def get(url, path, token):
    request = urllib.request.Request(url + path, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        return answer.headers, answer.read()


def put_together(lines):
    """The state that a reader of the messages has at the end; a member that is null says the same as none."""
    first, rest, last = lines[0], lines[1:-1], lines[-1]
    expect(first["type"] == "lot", f"the first line is {first['type']}")
    expect(last["type"] == "page" and last["next"] is None, f"the last line is {last}")
    state = first
    for line in rest:
        expect(line["type"] in ("update", "message"), f"a line is {line['type']}")
        expect(first["seq"] <= line["seq"] <= last["to"] or line["type"] == "message", f"{line['seq']} is out of order")
        if line["type"] == "update":
            state = {**state, **line}
    return without_own(state)


def without_own(state):
    return {name: value for name, value in state.items() if name not in ("type", "seq", "now") and value is not None}


def main():
    arguments = argparse.ArgumentParser()
    for name in ("--url", "--lot", "--auditor", "--acme", "--fairlot"):
        arguments.add_argument(name, required=True)
    args = arguments.parse_args()
    lot = f"/api/v1/lots/{args.lot}"

    headers, body = get(args.url, f"{lot}/bundle.zip?as=bidder:acme", args.auditor)
    expect(headers["Content-Type"] == "application/zip", f"the type is {headers['Content-Type']}")
    expect(headers["Content-Disposition"].startswith("attachment; filename="), "it is no file to keep")
    archive = zipfile.ZipFile(io.BytesIO(body))
    expect(archive.testzip() is None, f"{archive.testzip()} is damaged")
    expect(archive.namelist() == NAMES, f"the files are {archive.namelist()}")

    with tempfile.TemporaryDirectory() as folder:
        history = archive.extract("history.ndjson", folder)
        verified = subprocess.run([args.fairlot, "verify", history], capture_output=True, text=True, check=False)
        expect(verified.returncode == 0, f"verify says {verified.stdout} {verified.stderr}")
        expect("not closed" not in verified.stdout, f"verify says {verified.stdout}")
        whole = get(args.url, f"{lot}/history", args.auditor)[1]
        expect(pathlib.Path(history).read_bytes() == whole, "the history is another one")

    lines = [json.loads(line) for line in archive.read("views.ndjson").splitlines()]
    shown = without_own(json.loads(get(args.url, lot, args.acme)[1]))
    expect(put_together(lines) == shown, "the messages make another state than the bidder is shown")
    result = get(args.url, f"{lot}/result", args.auditor)[1]
    expect(archive.read("result.json") == result, "the result is another one")
    expect(b"fairlot verify history.ndjson" in archive.read("README.txt"), "README.txt does not say how to check")


main()
