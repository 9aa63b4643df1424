"""The process that reads strangers' files: limited in memory and time, without network, killable.

`read_apart` starts it; `python -m consultation.documents.parsing.sandbox` is it. It reads its
request on standard input and answers there with one JSON object.
"""

import base64
import json
import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from consultation.documents.parsing.blocks import (
    Block,
    BlockKind,
    Finding,
    FindingCode,
    Options,
    ParsedDocument,
    Picture,
    Refusal,
    RefusalCode,
)

SECONDS = 10
BYTES = 512 * 1024 * 1024
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "shutil.",
)


def read_apart(path: Path, filename: str, options: Options) -> ParsedDocument:
    """Read a file in a process of its own; raises `Refusal`, whatever happens to that process."""
    request = json.dumps(
        {"path": str(path.resolve()), "filename": filename, "split_lists": options.split_lists}
    )
    process = subprocess.Popen(  # our own interpreter and module
        [sys.executable, "-I", "-m", "consultation.documents.parsing.sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        start_new_session=True,
        cwd="/",
    )
    try:
        out, _err = process.communicate(request.encode(), timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Refusal(RefusalCode.TOO_SLOW) from error
    return _answer(out, process.returncode)


def _answer(out: bytes, status: int) -> ParsedDocument:
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise Refusal(RefusalCode.TOO_SLOW)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError as error:
        raise Refusal(RefusalCode.UNREADABLE) from error
    if "refusal" in answer:
        raise Refusal(RefusalCode(answer["refusal"]))
    return ParsedDocument(
        title=answer["title"],
        language=answer["language"],
        blocks=tuple(
            Block(BlockKind(row["kind"]), row["level"], row["html"], row["text"])
            for row in answer["blocks"]
        ),
        findings=tuple(
            Finding(FindingCode(row["code"]), row["place"], row["count"], row["detail"])
            for row in answer["findings"]
        ),
        pictures=tuple(
            Picture(**{**row, "content": base64.b64decode(row["content"])})
            for row in answer["pictures"]
        ),
    )


def _confine() -> None:
    """Give up what a reader of files has no use for."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    sys.setrecursionlimit(3000)

    def refuse(event: str, _arguments: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _read(request: dict[str, Any]) -> dict[str, Any]:
    from consultation.documents.parsing.formats import read_here

    try:
        parsed = read_here(
            Path(request["path"]), request["filename"], Options(request["split_lists"])
        )
    except Refusal as refusal:
        return {"refusal": refusal.code.value}
    except MemoryError:
        return {"refusal": RefusalCode.TOO_MUCH_MEMORY.value}
    answer = asdict(parsed)
    for row in answer["pictures"]:
        row["content"] = base64.b64encode(row["content"]).decode()
    return answer


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    # What is needed is imported before the doors close.
    import bleach  # noqa: F401
    import PIL.Image
    import PIL.WebPImagePlugin

    PIL.Image.preinit()
    _confine()
    try:
        answer = json.dumps(_read(request))
    except MemoryError:
        answer = json.dumps({"refusal": RefusalCode.TOO_MUCH_MEMORY.value})
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
