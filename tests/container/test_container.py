"""The image and the compose file, on a real engine. `.ci/engine.sh pytest tests/container` brings one where none runs."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import docker
import pytest

from copydesk import Options, clean
from copydesk.record import dumps, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker import DockerClient
    from docker.models.containers import Container

ROOT = Path(__file__).parents[2]
IMAGE = "copydesk"
SEEDS = sorted(path.name for path in (ROOT / "seeds").iterdir() if path.suffix in (".html", ".txt"))
DIRTY = [name for name in SEEDS if not name.endswith(".expected.txt")]
START = 60  # seconds a container may take until it is healthy
STOP = 30  # seconds it may take to stop; it takes less than one when no request is in flight


@pytest.fixture(scope="module")
def engine() -> Iterator[DockerClient]:
    if shutil.which("docker") is None:
        pytest.skip("the docker command is not installed")
    # The command is asked first: it knows contexts, and an SDK client that finds no engine leaves its socket open.
    if _docker("version").returncode:
        pytest.skip("no docker engine answers")
    host = _docker("context", "inspect", "--format", "{{.Endpoints.docker.Host}}").stdout.strip()
    client = docker.from_env(environment={**os.environ, "DOCKER_HOST": host})
    yield client
    client.close()


@pytest.fixture(scope="module")
def image(engine: DockerClient) -> str:
    _compose("build", "--quiet")  # the SDK knows nothing of build secrets
    return IMAGE


@pytest.fixture(scope="module")
def service(engine: DockerClient, image: str) -> Iterator[Container]:
    with _running(engine) as container:
        yield container


def test_the_service_lives(service: Container) -> None:
    assert _ask(_port(service), "GET", "/livez")[0] == 200


@pytest.mark.parametrize("name", DIRTY)
def test_an_article_comes_back_as_the_library_cleans_it_byte_for_byte(service: Container, name: str) -> None:
    source = (ROOT / "seeds" / name).read_bytes()
    if name.endswith(".html"):
        options, kind, body = Options(input="html"), "text/html", source
        expected = record_of(clean(source, options), options)
    else:
        text = source.decode()
        options, kind, body = Options(input="text"), "application/json", json.dumps({"text": text}).encode()
        expected = record_of(clean(text, options), options)
    assert _ask(_port(service), "POST", "/v1/clean", body, kind) == (200, dumps(expected))


def test_it_runs_as_nobody_in_particular(service: Container) -> None:
    assert service.exec_run("id -u").output == b"10001\n"


def test_even_root_cannot_write_to_the_root_file_system(service: Container) -> None:
    found = service.exec_run("touch /opt/copydesk/mark", user="root")
    assert found.exit_code == 1
    assert b"Read-only file system" in found.output


def test_the_image_has_neither_pip_nor_a_compiler(service: Container) -> None:
    for python in ("/opt/copydesk/bin/python", "/usr/bin/python3"):
        assert b"No module named pip" in service.exec_run([python, "-m", "pip"]).output
    for command in ("pip", "pip3", "cc", "gcc", "curl"):
        assert service.exec_run(["sh", "-c", f"command -v {command}"]).exit_code, command


def test_sigterm_ends_it_in_good_order(engine: DockerClient, image: str) -> None:
    with _running(engine) as container:
        started = time.monotonic()
        container.stop(timeout=STOP)
        assert time.monotonic() - started < STOP
        assert container.wait()["StatusCode"] == 0, container.logs(tail=20).decode()


def test_compose_brings_it_up_and_takes_it_down(engine: DockerClient, image: str) -> None:
    project = f"copydesk-test-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _compose("config", "--quiet")
    try:
        _compose("up", "--detach", "--no-build", "--wait", "--wait-timeout", str(START), project=project, port=port)
        assert _ask(port, "GET", "/readyz")[0] == 200
        (container,) = engine.containers.list(filters={"label": f"com.docker.compose.project={project}"})
        host = container.attrs["HostConfig"]
        assert host["ReadonlyRootfs"]
        assert host["CapDrop"] == ["ALL"]
        assert host["SecurityOpt"] == ["no-new-privileges:true"]
        assert host["PortBindings"] == {"8000/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(port)}]}
    finally:
        _compose("down", "--volumes", project=project)
    assert not engine.containers.list(all=True, filters={"label": f"com.docker.compose.project={project}"})


@contextmanager
def _running(engine: DockerClient) -> Iterator[Container]:
    container = engine.containers.run(
        IMAGE,
        detach=True,
        read_only=True,
        tmpfs={"/tmp": ""},  # noqa: S108  the container's own
        cap_drop=["ALL"],
        security_opt=["no-new-privileges:true"],
        ports={"8000/tcp": ("127.0.0.1", 0)},
        environment={"COPYDESK_WORKERS": "1"},
    )
    try:
        _wait_until_healthy(container)
        yield container
    finally:
        container.remove(force=True, v=True)


def _wait_until_healthy(container: Container) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        container.reload()
        state = container.attrs["State"]
        if state["Status"] != "running":
            break
        if state["Health"]["Status"] == "healthy":
            return
        time.sleep(0.2)
    pytest.fail(f"not healthy within {START} seconds: {state}\n{container.logs(tail=40).decode()}")


def _port(container: Container) -> int:
    published = container.ports["8000/tcp"]
    assert published
    return int(published[0]["HostPort"])


def _ask(port: int, method: str, path: str, body: bytes | None = None, kind: str = "text/plain") -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {"Content-Type": kind})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _compose(*arguments: str, project: str = IMAGE, port: int = 8000) -> None:
    done = _docker("compose", "--project-directory", str(ROOT), "--project-name", project, *arguments, port=port)
    if done.returncode:
        pytest.fail(f"docker compose {arguments[0]} failed:\n{done.stderr[-4000:]}")


def _docker(*arguments: str, port: int = 8000) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COPYDESK_PORT": str(port), "COPYDESK_WORKERS": "1"}
    return subprocess.run(["docker", *arguments], env=environment, capture_output=True, text=True, check=False)
