"""The process that reads strangers' files: limited in memory and time, without network, killable.

`read_apart` starts it; `python -m consultation.documents.parsing.sandbox` is it. It reads its
request on standard input and answers with one JSON object on standard output.
"""

import base64
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

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
MAX_ANSWER = 128 * 1024 * 1024
CHUNK = 1 << 20
CODE_ROOT = Path(__file__).resolve().parents[3]
FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.utime", "os.kill", "os.putenv", "os.unsetenv",
    "shutil.", "ctypes.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "pty.",
)  # fmt: skip
"""What a reader of files has no use for, by the beginning of the interpreter's audit events."""
DEATHS = {-signal.SIGXCPU: RefusalCode.TOO_SLOW, -signal.SIGALRM: RefusalCode.TOO_SLOW}
"""What an end by a signal means; the kernel kills what takes too much memory."""


def read_apart(path: Path, filename: str, options: Options) -> ParsedDocument:
    """Read a file in a process of its own; raises `Refusal`, whatever happens to that process."""
    request = {
        "path": str(path.resolve()),
        "filename": filename,
        "split_lists": options.split_lists,
    }
    process = subprocess.Popen(  # our own interpreter and module
        [sys.executable, "-P", "-s", "-m", "consultation.documents.parsing.sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(CODE_ROOT)},
        start_new_session=True,
        cwd="/",
    )
    try:
        answer = _exchange(process, json.dumps(request).encode())
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return _document(answer, process.returncode)


def _exchange(process: "subprocess.Popen[bytes]", request: bytes) -> bytes:
    """Give the request and wait for the answer, for so long and of such a size at most."""
    end = time.monotonic() + SECONDS
    assert process.stdin is not None  # noqa: S101  # both pipes were asked for
    assert process.stdout is not None  # noqa: S101
    with process.stdin, process.stdout:
        with suppress(BrokenPipeError):
            # A request is far smaller than a pipe holds: this never waits.
            process.stdin.write(request)
            process.stdin.close()
        answer = _answer(process.stdout, end)
    try:
        process.wait(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise Refusal(RefusalCode.TOO_SLOW) from error
    return answer


def _answer(stream: IO[bytes], end: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while True:
            left = end - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise Refusal(RefusalCode.TOO_SLOW)
            part = os.read(stream.fileno(), CHUNK)
            if not part:
                return b"".join(parts)
            size += len(part)
            if size > MAX_ANSWER:
                raise Refusal(RefusalCode.TOO_LARGE_UNPACKED)
            parts.append(part)


def _document(out: bytes, status: int) -> ParsedDocument:
    if status < 0:
        raise Refusal(DEATHS.get(status, RefusalCode.TOO_MUCH_MEMORY))
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


def _confine(path: str) -> None:
    """Give up what a reader of files has no use for. There is no way back."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    # At the first limit comes a signal that tells why; at the second, the end.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(3000)
    code = [folder for folder in sys.path if folder and not CODE_ROOT.is_relative_to(folder)]
    readable = (path, f"{CODE_ROOT / 'consultation'}", sys.prefix, sys.base_prefix, *code)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            _must_be_readable(arguments, readable)
        elif event.startswith(FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _must_be_readable(arguments: tuple[Any, ...], readable: tuple[str, ...]) -> None:
    """The file itself, and the code that reads it: nothing else is opened, and nothing written."""
    opened, mode = arguments[0], arguments[1]
    is_written = isinstance(mode, str) and bool(set(mode) & set("wax+"))
    if isinstance(opened, int) and not is_written:
        return
    name = os.fsdecode(opened) if isinstance(opened, str | bytes) else ""
    if is_written or not name.startswith(readable):
        raise PermissionError("open")


def _read(request: dict[str, Any]) -> dict[str, Any]:
    from consultation.documents.parsing.formats import read_here

    try:
        parsed = read_here(
            Path(request["path"]), request["filename"], Options(request["split_lists"])
        )
    except Refusal as refusal:
        return {"refusal": refusal.code.value}
    answer = asdict(parsed)
    for row in answer["pictures"]:
        row["content"] = base64.b64encode(row["content"]).decode()
    return answer


def main() -> None:
    """Answer one request."""
    # If whoever waits for the answer dies, this process does not outlive its time either.
    signal.alarm(SECONDS + 2)
    request = json.load(sys.stdin)
    _confine(request["path"])
    try:
        answer = json.dumps(_read(request))
    except MemoryError:
        answer = json.dumps({"refusal": RefusalCode.TOO_MUCH_MEMORY.value})
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
