import json
import logging
import socket
import threading
import time
from contextlib import suppress
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default

import pytest
import requests
from aiosmtpd.controller import Controller
from apprise.plugins.wecombot import NotifyWeComBot

from scheduler.remind.channels import Arrival, of_response, service_names
from scheduler.remind.send import BrokenOffError, parts, send
from tests.scheduler.receiver import Receiver

#: A dependency of apprise still imports it; Python 3.13 has none, and there it does without.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

LINES = ["新增（1件）", "· 青石村《台账》第4行｜2026-001｜简单事项｜期限2026-03-20｜逾期14天"]


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


def test_a_digest_arrives_whole(receiver):
    assert send(receiver.url, "督办提醒", LINES) is Arrival.SENT
    assert receiver.bodies[0]["title"] == "督办提醒"
    assert receiver.bodies[0]["message"] == "\n".join(LINES)


@pytest.mark.parametrize(
    ("answer", "arrival"),
    [
        pytest.param(400, Arrival.FAILED, id="refused"),
        pytest.param(404, Arrival.FAILED, id="no such robot"),
        pytest.param(503, Arrival.FAILED, id="not now"),
        pytest.param(500, Arrival.UNKNOWN, id="broke after it took the message"),
        pytest.param(502, Arrival.UNKNOWN, id="a gateway that lost the answer"),
        pytest.param("cut", Arrival.UNKNOWN, id="the line was cut before the answer"),
        pytest.param(("json", {"code": 1000, "msg": "well"}), Arrival.SENT, id="a robot whose well is 1000"),
        pytest.param(("json", {"errcode": 45009}), Arrival.SENT, id="another service's errcode"),
        pytest.param(("json", {"StatusCode": 0, "code": 0}), Arrival.SENT, id="Feishu: well"),
        pytest.param(("json", ["text"]), Arrival.SENT, id="an answer of another kind"),
    ],
)
def test_how_an_answer_is_read(receiver, answer, arrival):
    receiver.answers = [answer]
    assert send(receiver.url, "督办提醒", LINES) is arrival


def test_no_answer_in_time_is_not_known(receiver):
    receiver.answers = ["hang"]
    assert send(receiver.url + "?rto=0.3", "督办提醒", LINES) is Arrival.UNKNOWN


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("json://127.0.0.1:{port}/x", id="nobody listens"),
        pytest.param("mailto://127.0.0.1:{port}?from=a@x.invalid&to=b@x.invalid", id="no mail server"),
        pytest.param("nonsense://x", id="no such service"),
        pytest.param("not an address", id="no address"),
    ],
)
def test_what_cannot_have_arrived_has_failed(url):
    assert send(url.format(port=closed_port()), "督办提醒", LINES) is Arrival.FAILED


def test_a_digest_in_parts_that_breaks_off_is_not_begun_again(receiver, monkeypatch):
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.body_maxlen", 700)
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.request_rate_per_sec", 0)
    receiver.answers = [None, 400]
    with pytest.raises(BrokenOffError) as broken:
        send(receiver.url, "督办提醒", LINES * 20)
    assert len(receiver.bodies) == 1
    assert receiver.bodies[0]["message"].startswith("(1/")
    assert broken.value.heard == receiver.bodies[0]["message"].split("\n")
    assert send(receiver.url, "督办提醒", LINES * 20) is Arrival.SENT


def test_of_one_that_trickles_after_its_first_part_that_part_was_heard(receiver, monkeypatch):
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.body_maxlen", 700)
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.request_rate_per_sec", 0)
    monkeypatch.setattr("scheduler.remind.send.TOTAL_S", 1.5)
    receiver.answers = [None, "hang"]
    with pytest.raises(BrokenOffError) as broken:
        send(receiver.url, "督办提醒", LINES * 20)
    assert broken.value.heard[:2] == ["(1/4)", LINES[0]]


def test_parts_hold_every_line_once_and_stay_below_the_limit():
    lines = [f"{number}｜青石村《台账》" for number in range(100)]
    texts = parts(lines, 300)
    assert all(len(text.encode()) < 300 + 20 for text in texts)
    assert [line for text in texts for line in text.split("\n")[1:]] == lines
    assert parts(["一"], 300) == ["一"]


def test_a_robot_that_refuses_politely_is_not_called_sent(receiver, monkeypatch):
    address = f"http://127.0.0.1:{receiver.port}/cgi-bin/webhook/send"
    monkeypatch.setattr(
        NotifyWeComBot, "api_url", property(lambda _self: address, lambda _self, _url: None), raising=False
    )
    receiver.answers = [("json", {"errcode": 93000, "errmsg": "invalid webhook url"})]
    assert send("wecombot://0123456789abcdef", "督办提醒", LINES) is Arrival.FAILED
    assert send("wecombot://0123456789abcdef", "督办提醒", LINES) is Arrival.SENT


class Post:
    """Takes mail, or refuses it."""

    def __init__(self):
        self.mails = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  aiosmtpd's name
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@pytest.fixture
def post():
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=closed_port())
    controller.start()
    handler.url = (
        f"mailto://127.0.0.1:{controller.port}?from=duesheet@x.invalid&to=desk@x.invalid&format=text"
    )
    yield handler
    controller.stop()


def test_a_digest_arrives_by_mail(post):
    assert send(post.url, "【青石镇】督办提醒", LINES) is Arrival.SENT
    mail = post.mails[0]
    assert str(make_header(decode_header(mail["Subject"]))) == "【青石镇】督办提醒"
    assert "第4行" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("answer", ["550 no such box", "451 try later"])
def test_a_mail_that_was_refused_has_failed(post, answer):
    post.answer = answer
    assert send(post.url, "督办提醒", LINES) is Arrival.FAILED
    assert post.mails == []


def test_neither_address_nor_message_reaches_the_log(receiver, caplog):
    caplog.set_level(logging.DEBUG)
    receiver.answers = [500]
    send(f"json://user:secret@127.0.0.1:{receiver.port}/digest", "督办提醒", LINES)
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("duesheet", "apprise"))]
    assert ours == []


@pytest.mark.parametrize(
    ("service", "answer", "arrival"),
    [
        pytest.param("wecombot", {"errcode": 45009}, Arrival.FAILED, id="WeCom: too many messages"),
        pytest.param("wecombot", {"errcode": 0, "code": 7}, Arrival.SENT, id="WeCom: its own word counts"),
        pytest.param("dingtalk", {"errcode": 130101}, Arrival.FAILED, id="DingTalk: too fast"),
        pytest.param("feishu", {"code": 19001, "msg": "x"}, Arrival.FAILED, id="Feishu: no such robot"),
        pytest.param("feishu", {"StatusCode": 0, "code": 0}, Arrival.SENT, id="Feishu: well"),
    ],
)
def test_a_services_own_word_for_a_refusal(service, answer, arrival):
    response = requests.Response()
    response.status_code, response.url = 200, "https://robot.invalid/hook"
    response._content = json.dumps(answer).encode()
    assert of_response(response, service_names(service)) is arrival
    hosts = {"wecombot": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com", "feishu": "open.feishu.cn"}
    response.url = f"https://{hosts[service]}/hook"
    assert of_response(response, ()) is arrival


def trickling():
    """A server that never ends its answer, a byte at a time."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            talk, _ = listener.accept()
            talk.recv(65536)
            talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while True:
                talk.sendall(b"x")
                time.sleep(0.02)

    threading.Thread(target=serve, daemon=True).start()
    return listener


def test_a_channel_that_trickles_is_given_up(monkeypatch):
    monkeypatch.setattr("scheduler.remind.send.TOTAL_S", 0.5)
    with trickling() as listener:
        url = f"json://127.0.0.1:{listener.getsockname()[1]}/x"
        assert send(url, "督办提醒", LINES) is Arrival.UNKNOWN


def test_the_next_message_does_not_wait_for_one_that_was_given_up(receiver, monkeypatch):
    monkeypatch.setattr("scheduler.remind.send.TOTAL_S", 5.0)
    with trickling() as listener:
        url = f"json://127.0.0.1:{listener.getsockname()[1]}/x"
        waiting = threading.Thread(target=lambda: send(url, "督办提醒", LINES), daemon=True)
        waiting.start()
        assert send(receiver.url, "督办提醒", LINES) is Arrival.SENT
        waiting.join()
