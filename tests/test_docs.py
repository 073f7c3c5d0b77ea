"""Documentation is run: code blocks, generated pages, and the tables of options, routes and errors."""

import doctest
import importlib.util
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def blocks(pattern: re.Pattern[str]) -> list[object]:
    found = [(page, block) for page in PAGES for block in pattern.findall(page.read_text(encoding="utf-8"))]
    return [pytest.param(block, id=f"{page.stem}-{n}") for n, (page, block) in enumerate(found)]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen([sys.executable, "-m", "copydesk", "serve", "--bind", bind], stderr=subprocess.DEVNULL)
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"http://{bind}/readyz", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    yield bind
    server.terminate()
    server.wait(30)


@pytest.mark.parametrize("block", blocks(CONSOLE))
def test_a_console_block_prints_what_it_says(block: str, address: str) -> None:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        command = command.replace("127.0.0.1:8000", address)
        done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=True)
        flat = " ".join(done.stdout.split())
        wanted = ".*".join(re.escape(" ".join(piece.split())) for piece in expected.split("..."))
        assert re.fullmatch(wanted, flat), f"{command}\n{done.stdout}"


@pytest.mark.parametrize("block", blocks(PYTHON))
def test_a_python_block_does_what_it_says(block: str) -> None:
    example = doctest.DocTestParser().get_doctest(block, {}, "block", None, 0)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


def test_the_readme_shows_what_the_cleaner_really_does() -> None:
    from copydesk import clean
    from copydesk.render import as_text

    before, after = re.findall(
        r"^```text\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )[:2]
    article = clean(before)
    assert as_text(article) == after
    assert article.byline == "Ann Lund"
    assert len(article.edits) == 10, "the README says ten"


def test_the_package_docstring_is_true() -> None:
    import copydesk

    assert doctest.testmod(copydesk).attempted > 0
    assert doctest.testmod(copydesk).failed == 0


def test_generated_pages_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    for name, page in generate.PAGES.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), f"run make docs: {name} is old"


def test_every_route_and_every_key_of_the_record_is_documented() -> None:
    from copydesk import Options, clean
    from copydesk.batch import Limits
    from copydesk.http.app import create_app
    from copydesk.record import record_of

    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    app = create_app(limits=Limits(workers=1))
    app.extensions["copydesk"]["workers"].close(finish=False)
    assert {str(rule) for rule in app.url_map.iter_rules()} == set(re.findall(r"`(?:GET|POST) (/[\w/]+)`", page))
    options = Options(source_text=True)
    record = record_of(clean("It rained. ,"), options)
    assert not [key for key in record if f"`{key}`" not in page]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
