"""One page by its address: from the open internet alone, within bounds, kept as received."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.sources.base import Intake, Item
from riwaya.sources.fetch import Limits, fetch, parse_response, read_url
from riwaya.sources.fetch.addresses import Network, refusal
from riwaya.sources.fetch.target import target_of
from tests.sources import web_kit as kit
from tests.sources.web_server import Names, Server, certificate, redirect, response, serving

PAGE = kit.page("خبر الانتشال")
LIMITS = Limits(1_000_000, 20.0)
INTAKE = Intake(max_bytes=1_000_000, seconds=20.0)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/a": response(PAGE, "Server: test")}) as running:
        yield running


def names(**more: list[list[str]]) -> Names:
    return Names(shati_example=[["127.0.0.1"]], **more)


def url(server: Server, path: str, host: str = "shati.example") -> str:
    return f"http://{host}:{server.port}{path}"


def read(server: Server, path: str, intake: Intake = INTAKE) -> list[Item]:
    return list(read_url(url(server, path), intake, names().network()))


def complaint(server: Server, path: str, intake: Intake = INTAKE) -> str:
    (message,) = kit.errors(read(server, path, intake))
    return message


def test_a_page_becomes_a_document_with_the_response_for_evidence(server: Server) -> None:
    (item,) = kit.taken(read(server, "/a"))
    assert kit.TEXT in item.document.text
    assert item.document.title == "خبر الانتشال"
    assert item.document.url == url(server, "/a")
    assert item.document.outlet == "shati.example"
    assert item.evidence is not None
    assert item.evidence.raw.content == response(PAGE, "Server: test")
    assert (item.evidence.media_type, item.evidence.method) == ("application/http", "url")
    assert item.evidence.url == url(server, "/a")
    assert item.evidence.stated is not None
    assert item.evidence.stated.endswith("Z")
    assert item.evidence.extraction.startswith("trafilatura ")


def test_the_evidence_gives_the_document_again(server: Server) -> None:
    (item,) = kit.taken(read(server, "/a"))
    assert item.evidence is not None
    (again,) = kit.taken(parse_response(item.evidence.raw.content, item.where, INTAKE))
    assert again.document == item.document


def test_the_request_names_the_host_and_no_more_than_needed(server: Server) -> None:
    fetched = fetch(url(server, "/a"), LIMITS, names().network())
    assert (fetched.status, fetched.address, fetched.body) == (200, "127.0.0.1", PAGE)
    (head,) = server.asked
    assert f"Host: shati.example:{server.port}\r\n" in head
    assert "Cookie" not in head
    assert "Referer" not in head


def test_proxies_of_the_environment_are_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(url(server, "/a"), LIMITS, names().network()).status == 200


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8",
        "168.63.129.16", "169.254.169.254", "172.16.0.1", "192.168.1.1", "192.0.0.192",
        "192.88.99.1", "198.18.0.1", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
        "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "4000::1", "no address",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "185.15.59.224", "2a02:ec80:300:ed1a::1"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert refusal(address) is None


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=300)
def test_what_python_holds_private_is_refused(number: int) -> None:
    import ipaddress

    address = ipaddress.ip_address(number)
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert refusal(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
        "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "2852039166", "0xa9fea9fe", "0",
        "localhost", "①②⑦.0.0.1", "[fd00:ec2::254]",
    ],
)  # fmt: skip
def test_no_spelling_of_a_local_address_is_asked(host: str, server: Server) -> None:
    (error,) = kit.errors(read_url(f"http://{host}:{server.port}/a", INTAKE))
    assert "not on the open internet" in error or "cannot be resolved" in error
    assert not server.asked


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("file:///etc/passwd", "does not begin with http"),
        ("ftp://shati.example/", "does not begin with http"),
        ("gopher://shati.example/", "does not begin with http"),
        ("shati.example/a", "does not begin with http"),
        ("http://", "names no host"),
        ("http://user:secret@shati.example/", "a user name or a password"),
        ("http://shati.example@127.0.0.1/", "a user name or a password"),
        ("http://shati.example\\@127.0.0.1/", "a backslash"),
        ("http://shati.example/a b", "a space"),
        ("http://shati.example/\r\nX: y", "a control character"),
        ("http://shati.example:99999/", "no address of the web"),
        ("http://shati.example:0/", "port 0"),
        ("http://%31%32%37.0.0.1/", "names no host"),
        ("http://[fe80::1%25lo]/", "names no host"),
        ("http://a..b/", "names no host"),
        ("http://shati.example/" + "a" * 2000, "longer than"),
    ],
)
def test_addresses_that_are_none_of_a_page_are_refused(address: str, message: str) -> None:
    (error,) = kit.errors(read_url(address, INTAKE))
    assert message in error
    assert "secret" not in error


def test_arabic_hosts_and_paths_are_written_as_servers_expect() -> None:
    target = target_of("http://مثال.إختبار/أخبار/١?س=ص#هنا")
    assert target.host == "xn--mgbh0fb.xn--kgbechtv"
    assert target.path.isascii()
    assert target.path.endswith("?%D8%B3=%D8%B5")
    assert "#" not in target.url


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_characters_make_a_target_or_an_error(address: str) -> None:
    try:
        target = target_of(f"http://{address}")
    except InputError:
        return
    assert target.path.isascii()
    assert "\r" not in target.path + target.host_header
    assert " " not in target.path + target.host_header


def test_redirects_are_followed_and_noted(server: Server) -> None:
    server.answers["/old"] = redirect("/older")
    server.answers["/older"] = redirect(url(server, "/a", host="other.example"))
    network = names(other_example=[["127.0.0.1"]]).network()
    (item,) = kit.taken(read_url(url(server, "/old"), INTAKE, network))
    assert item.evidence is not None
    assert item.evidence.url == url(server, "/a", host="other.example")
    assert item.evidence.raw.content == response(PAGE, "Server: test")
    assert "which leads to" in item.document.notes[-1]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
        "http://2130706434/", "http://0x7f000002/", "http://0177.0.0.2/", "http://10.0.0.1/",
        "//192.168.0.1/", "http://[::ffff:10.0.0.1]/", "file:///etc/passwd", "http://u:p@x.example/",
        "http://inner.example/",
    ],
)  # fmt: skip
def test_redirects_into_private_networks_are_refused(location: str, server: Server) -> None:
    server.answers["/r"] = redirect(location)
    network = names(inner_example=[["127.0.0.1", "10.0.0.1"]]).network()
    (error,) = kit.errors(read_url(url(server, "/r"), INTAKE, network))
    assert any(
        words in error for words in ("not on the open internet", "does not begin", "a user name")
    )


def test_endless_redirects_end(server: Server) -> None:
    server.answers["/r"] = redirect("/r")
    assert "more than 5 redirects" in complaint(server, "/r")
    assert len(server.asked) == 6


def test_a_name_is_asked_for_once_whatever_its_second_answer(server: Server) -> None:
    known = Names(turn_example=[["127.0.0.1"], ["10.0.0.1"]])
    server.answers["/r"] = redirect("/a")
    start = url(server, "/r", host="turn.example")
    assert fetch(start, LIMITS, known.network()).status == 200
    assert known.asked == ["turn.example"]


def test_one_private_address_among_several_is_enough_to_refuse(server: Server) -> None:
    known = Names(mixed_example=[["127.0.0.1", "192.168.0.5"]])
    start = url(server, "/a", host="mixed.example")
    (error,) = kit.errors(read_url(start, INTAKE, known.network()))
    assert "192.168.0.5" in error
    assert not server.asked


def test_a_name_that_is_resolved_too_slowly_is_given_up() -> None:
    def slowly(_host: str, _port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    started = time.monotonic()
    intake = Intake(seconds=0.3)
    (error,) = kit.errors(read_url("http://slow.example/", intake, Network(resolve=slowly)))
    assert "not resolved in time" in error
    assert time.monotonic() - started < 2


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def endless(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"a" * 65_536)


def drop_by_drop(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"a")
        time.sleep(0.05)


def head_without_end(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"a" * 1000 + b"\r\n")


def silent(connection: socket.socket) -> None:
    time.sleep(5)
    connection.close()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (endless, "is larger than 1 MB"),
        (drop_by_drop, "not received whole within 1 seconds"),
        (silent, "not received whole within 1 seconds"),
        (head_without_end, "does not begin with the head of an HTTP response"),
        (HEAD + b"Content-Length: 99999999999\r\n\r\n", "larger than 1 MB"),
        (response(gzip.compress(b"a" * 30_000_000), "Content-Encoding: gzip"), "when unpacked"),
        (response(PAGE, "Content-Encoding: rot13"), "packed in a way"),
        (response(PAGE)[:-50], "ended before the page was whole"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "does not begin with the head of an HTTP response"),
        (b"", "does not begin with the head of an HTTP response"),
        (response(b"no", status="404 Not Found"), "answered with status 404"),
        (response(b"no", status="500 Oops"), "answered with status 500"),
        (response(b"", status="302 Found"), "answered with status 302"),
        (response(b"%PDF", kind="application/pdf"), "but application/pdf"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "but of no stated kind"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "chunks that do not fit"),
        (response(b"<p>Only a few words that are not Arabic</p>"), "Arabic"),
    ],
)  # fmt: skip
def test_answers_beyond_bounds_are_errors(answer: bytes, message: str, server: Server) -> None:
    server.answers["/x"] = answer
    slow = answer in (drop_by_drop, silent)
    error = complaint(server, "/x", replace(INTAKE, seconds=1.0) if slow else INTAKE)
    assert message in error
    assert url(server, "/x") in error


def test_packed_and_chunked_pages_are_read_and_kept_as_they_came(server: Server) -> None:
    packed = gzip.compress(PAGE)
    body = b"%x\r\n" % len(packed) + packed + b"\r\n0\r\n\r\n"
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )

    def keep_open(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + head)
        for place in range(0, len(body), 7):
            connection.sendall(body[place : place + 7])
        time.sleep(5)  # the end is seen in the chunks, not by the connection's

    server.answers["/c"] = keep_open
    started = time.monotonic()
    (item,) = kit.taken(read(server, "/c"))
    assert time.monotonic() - started < 4
    assert kit.TEXT in item.document.text
    assert item.evidence is not None
    assert item.evidence.raw.content == head + body


def test_the_charset_of_the_header_counts(server: Server) -> None:
    page = PAGE.decode().encode("cp1256")
    server.answers["/w"] = response(page, kind="text/html; charset=windows-1256")
    (item,) = kit.taken(read(server, "/w"))
    assert kit.TEXT in item.document.text


def test_plain_text_is_taken_as_it_is(server: Server) -> None:
    server.answers["/t"] = response(kit.TEXT.encode(), kind="text/plain; charset=utf-8")
    (item,) = kit.taken(read(server, "/t"))
    assert item.document.text == kit.TEXT
    assert item.evidence is not None
    assert item.evidence.extraction == ""


def test_a_closed_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (error,) = kit.errors(read_url(f"http://shati.example:{port}/", INTAKE, names().network()))
    assert "connection to shati.example failed" in error


def test_certificates_are_checked(tmp_path: Path) -> None:
    made = certificate(tmp_path, "shati.example")
    if made is None:
        pytest.skip("openssl is not installed")
    serving_with = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving_with.load_cert_chain(*made)

    def trusting() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(made[0]))

    answers = {"/a": response(PAGE), "/down": redirect("http://shati.example/a")}
    with serving(dict(answers), serving_with) as server:
        base = f"https://shati.example:{server.port}"
        known = names(other_example=[["127.0.0.1"]])
        assert fetch(f"{base}/a", LIMITS, known.network(trusting)).body == PAGE
        (untrusted,) = kit.errors(read_url(f"{base}/a", INTAKE, known.network()))
        assert "cannot prove that it is shati.example" in untrusted
        other = f"https://other.example:{server.port}/a"
        (misnamed,) = kit.errors(read_url(other, INTAKE, known.network(trusting)))
        assert "cannot prove that it is other.example" in misnamed
        (down,) = kit.errors(read_url(f"{base}/down", INTAKE, known.network(trusting)))
        assert "from https to http" in down
