"""A mail server for the tests: aiosmtpd, with the moods of real ones chosen by the recipient.

Prints its port, then one line of JSON for every message it took.
Usage: smtp_server.py [--starttls | --tls] [--certificate FILE --key FILE] [--login USER PASSWORD]
"""

import argparse
import asyncio
import json
import ssl
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult


class Moods:
    """`greylisted@` is refused once with 451, `nobody@` always with 550, `unanswered@` is taken without a word."""

    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        mood = address.split("@")[0]
        if mood == "nobody":
            return "550 5.1.1 no such mailbox"
        if mood == "greylisted" and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted, please try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        part = lambda kind: message.get_body(preferencelist=(kind,)).get_content()
        taken = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "type": message.get_content_type(),
            "text": part("plain"),
            "html": part("html"),
            "secured": session.ssl is not None or server.tls_context is None,
            "login": (session.auth_data.login.decode() if session.auth_data else None),
        }
        print(json.dumps(taken), flush=True)
        if envelope.rcpt_tos[0].startswith("unanswered@") and envelope.rcpt_tos[0] not in self.seen:
            self.seen.add(envelope.rcpt_tos[0])
            server.transport.abort()
        return "250 taken"


def authenticator(wanted):
    def check(server, session, envelope, mechanism, data):
        given = [data.login.decode(), data.password.decode()]
        return AuthResult(success=given == wanted, auth_data=data if given == wanted else None, handled=False)

    return check


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--login", nargs=2)
    args = parser.parse_args()
    context = None
    if args.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(args.certificate, args.key)
    moods = Moods()

    def session():
        return SMTP(
            moods,
            hostname="localhost",
            tls_context=context if args.starttls else None,
            require_starttls=args.starttls,
            authenticator=authenticator(args.login) if args.login else None,
            auth_required=bool(args.login),
            auth_require_tls=not args.tls,
        )

    listening = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", 0, ssl=context if args.tls else None
    )
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


asyncio.run(main())
