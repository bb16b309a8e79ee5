#!/usr/bin/env python3
"""An endpoint for the provisioner `webhook`, to start from: Python's standard library and nothing else.

    SECRET=whsec_$(openssl rand -base64 32) PLANS=vps-1,vps-2 python3 delivery_endpoint.py

and in the configuration of Comptoir, with the same secret:

    [delivery]
    provisioner = "webhook"
    webhook = "http://127.0.0.1:8700/"
    webhook_secret = "whsec_…"

Replace `build`, `close`, `open_again` and `remove` by what your platform does. The rest keeps the promises that Comptoir
relies on: a question is believed only when it is signed, the same service is made once however often it is asked for, and
what was made is remembered across a restart. Put it behind HTTPS unless both run on one machine.
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["SECRET"].removeprefix("whsec_"))
PLANS = os.environ.get("PLANS", "").split(",")
STATE = os.environ.get("STATE", "services.sqlite")
PORT = int(os.environ.get("PORT", "8700"))


# ---- What your platform does ----------------------------------------------------------------------------------------

def build(question):
    """Makes the service and answers how to use it. May take minutes."""
    return [
        {"label": "IPv4", "value": "192.0.2.7"},
        {"label": "Password", "value": base64.b32encode(os.urandom(15)).decode(), "secret": True},
    ]


def close(question):
    """Stops the service and keeps its data: it is unpaid."""


def open_again(question):
    """Starts it again: it is paid."""


def remove(question):
    """Removes it with its data."""


# ---- What is remembered ---------------------------------------------------------------------------------------------

def memory():
    known = sqlite3.connect(STATE, timeout=10)
    known.execute("create table if not exists services (id text primary key, question text, access text)")
    return known


def find(service):
    """The access of a service that is made, `None` while it is being made; nothing at all when it was never asked for."""
    with memory() as known:
        row = known.execute("select access from services where id = ?", [service]).fetchone()
    return row and (json.loads(row[0]) if row[0] else None,)


def begin(question):
    """Whether nobody asked for this service before."""
    with memory() as known:
        new = known.execute(
            "insert or ignore into services values (?, ?, null)", [question["service"], json.dumps(question)]
        )
        return new.rowcount == 1


def finish(question):
    """Makes the service, remembers it, and says so."""
    access = build(question)
    with memory() as known:
        made = "update services set access = ? where id = ?"
        known.execute(made, [json.dumps(access), question["service"]])
    tell(question, {"status": "delivered", "access": access})


def forget(service):
    with memory() as known:
        known.execute("delete from services where id = ?", [service])


def go_on():
    """What was being made when this program was stopped."""
    with memory() as known:
        rows = known.execute("select question from services where access is null").fetchall()
    for (question,) in rows:
        threading.Thread(target=finish, args=[json.loads(question)]).start()


# ---- What is said ---------------------------------------------------------------------------------------------------

def answer(question):
    """The answer to a question, or `None`: it is told later."""
    service, action = question["service"], question["action"]
    if action == "deliver":
        if question["plan_code"] not in PLANS:
            return {"status": "refused", "reason": f"no such plan here: {question['plan_code']}"}
        if begin(question):
            threading.Thread(target=finish, args=[question]).start()
            return None
    found = find(service)
    if found is None:
        return {"status": "absent"}
    if action in ("deliver", "progress"):
        (access,) = found
        return {"status": "delivered", "access": access} if access else {"status": "in_progress", "after_seconds": 5}
    {"suspend": close, "resume": open_again, "delete": remove}[action](question)
    if action == "delete":
        forget(service)
    return {"status": "done"}


def signature(identifier, timestamp, body):
    signed = f"{identifier}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()


def is_signed(headers, body):
    identifier, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    wanted = signature(identifier, timestamp, body)
    return any(hmac.compare_digest(given, wanted) for given in headers.get("webhook-signature", "").split(" "))


def tell(question, told):
    """Sends an answer to the callback of its question until it is kept. Comptoir asks by itself when it never comes."""
    kept = {name: question[name] for name in ("action", "service", "customer", "revision") if name in question}
    body = json.dumps({**kept, **told}).encode()
    for pause in (1, 5, 30, 120, 600):
        timestamp = str(int(time.time()))
        identifier = f"{question['service']}_{question['action']}_told"
        headers = {
            "content-type": "application/json",
            "webhook-id": identifier,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature(identifier, timestamp, body),
        }
        try:
            urllib.request.urlopen(urllib.request.Request(question["callback"], body, headers), timeout=30)
            return
        except OSError as error:
            print("the callback was not taken:", error, flush=True)
            time.sleep(pause)


class Endpoint(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not is_signed(self.headers, body):
            return self.send(401, {"error": "not signed"})
        told = answer(json.loads(body))
        return self.send(202, {}) if told is None else self.send(200, told)

    def send(self, status, told):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    go_on()
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Endpoint)
    print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
