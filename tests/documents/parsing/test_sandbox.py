"""The process apart: confined, and ended when it takes too long."""

import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from consultation.documents.parsing import Options, Refusal, RefusalCode, parse_file, sandbox
from tests.documents.parsing.making import docx, odt, word

ROOT = Path(__file__).parents[3]


def confined(code: str, path: Path) -> str:
    """What a piece of code says that runs under the limits of the sandbox."""
    script = (
        "from consultation.documents.parsing.sandbox import _confine\n"
        "import os, socket, subprocess, sys, urllib.request\n"
        f"_confine({str(path)!r})\n"
        "try:\n"
        f"{textwrap.indent(textwrap.dedent(code), '    ')}\n"
        "    print('done')\n"
        "except BaseException as error:\n"
        "    print(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return done.stdout.strip() or f"status {done.returncode}"


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('exemple.fr', 80)",
        "urllib.request.urlopen('http://127.0.0.1:9')",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "open('/etc/passwd')",
        "os.open('/etc/passwd', os.O_RDONLY)",
        "open('/tmp/written', 'w')",
        "os.remove('/tmp/absent')",
        "os.mkdir('/tmp/made')",
        "os.kill(os.getppid(), 0)",
        "import ctypes; ctypes.CDLL(None)",
    ],
)
def test_it_reaches_nothing_but_its_file(code: str, tmp_path: Path) -> None:
    assert confined(code, tmp_path / "file") == "PermissionError"


def test_it_reads_its_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mot")
    assert confined(f"open({str(tmp_path / 'file')!r}).read()", tmp_path / "file") == "done"


def test_it_has_so_much_memory_and_no_more(tmp_path: Path) -> None:
    assert confined("x = bytearray(300_000_000)", tmp_path) == "done"
    assert confined("x = bytearray(600_000_000)", tmp_path) == "MemoryError"


class Listener:
    """Counts who connects to a port of this machine."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(0.2)
        self.port = self.server.getsockname()[1]
        self.count = 0
        self.is_open = True
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        while self.is_open:
            try:
                connection, _address = self.server.accept()
            except TimeoutError:
                continue
            self.count += 1
            connection.close()

    def close(self) -> None:
        self.is_open = False
        self.thread.join()
        self.server.close()


def test_no_file_makes_a_connection(tmp_path: Path) -> None:
    listener = Listener()
    address = f"http://127.0.0.1:{listener.port}"
    image = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="i"/><a:graphic><a:graphicData>'
        '<pic:pic><pic:blipFill><a:blip r:link="i"/></pic:blipFill></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    links = [
        ("i", "image", f"{address}/i.png", True),
        ("t", "attachedTemplate", f"{address}/t.dotm", True),
        ("o", "oleObject", f"{address}/o", True),
    ]
    frame = (
        f'<text:p>mot<draw:frame><draw:image xlink:href="{address}/i.png"/></draw:frame></text:p>'
    )
    page = (
        f'<html><head><link rel=stylesheet href="{address}/s.css"><base href="{address}"></head>'
        f'<p>mot<img src="{address}/i.png"><script src="{address}/s.js"></script>'
        f'<iframe src="{address}"></iframe><object data="{address}"></object>'
    )
    files = {
        "a.docx": docx(word("mot") + image, links=links),
        "a.odt": odt(frame),
        "a.html": page.encode(),
        "a.md": f"mot ![i]({address}/i.png)".encode(),
        "b.odt": odt("", parts={"content.xml": f'<!DOCTYPE x SYSTEM "{address}/x.dtd"><x>mot</x>'}),
    }
    refusals = set()
    try:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
            try:
                assert "mot" in parse_file(tmp_path / name, name, Options()).blocks[0].text
            except Refusal as refusal:
                refusals.add((name, refusal.code))
    finally:
        listener.close()
    assert listener.count == 0
    assert refusals == {("b.odt", RefusalCode.DECLARES_ENTITIES)}


def fake(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put `code` in the place of the sandbox's module."""
    package = folder / "consultation" / "documents" / "parsing"
    package.mkdir(parents=True)
    for each in (package, package.parent, package.parent.parent):
        (each / "__init__.py").touch()
    (package / "sandbox.py").write_text(code)
    monkeypatch.setattr(sandbox, "CODE_ROOT", folder)


def refused(folder: Path) -> RefusalCode:
    path = folder / "file.md"
    path.write_text("mot")
    with pytest.raises(Refusal) as caught:
        parse_file(path, "file.md", Options())
    return caught.value.code


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_one_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"""
    import os, subprocess, sys, time
    child = subprocess.Popen(["sleep", "60"])
    open({str(tmp_path / "pids")!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
    time.sleep(60)
    """
    fake(textwrap.dedent(code), tmp_path, monkeypatch)
    monkeypatch.setattr(sandbox, "SECONDS", 1.5)
    start = time.monotonic()
    assert refused(tmp_path) is RefusalCode.TOO_SLOW
    assert time.monotonic() - start < 4
    time.sleep(0.2)
    assert not any(is_running(int(pid)) for pid in (tmp_path / "pids").read_text().split())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import sys; sys.stdin.read(); print('{')", RefusalCode.UNREADABLE),
        ("raise SystemExit(3)", RefusalCode.UNREADABLE),
        ("import os; os.close(1); import time; time.sleep(60)", RefusalCode.TOO_SLOW),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", RefusalCode.TOO_SLOW),
        ("import os, signal; os.kill(os.getpid(), 9)", RefusalCode.TOO_MUCH_MEMORY),
        ("import os; os.abort()", RefusalCode.TOO_MUCH_MEMORY),
        ("while True: print('x' * 1_000_000)", RefusalCode.TOO_LARGE_UNPACKED),
    ],
)
def test_whatever_becomes_of_it_the_answer_is_plain(
    code: str, expected: RefusalCode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(code, tmp_path, monkeypatch)
    monkeypatch.setattr(sandbox, "SECONDS", 3)
    assert refused(tmp_path) is expected


def test_it_knows_nothing_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    seen = tmp_path / "seen"
    fake(f"import os; open({str(seen)!r}, 'w').write(str(dict(os.environ)))", tmp_path, monkeypatch)
    refused(tmp_path)
    assert "PATH" in seen.read_text()
    assert "secret" not in seen.read_text()
