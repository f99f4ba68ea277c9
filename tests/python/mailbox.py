"""A mail server for tests: takes mail over SMTP and prints each one as a line of JSON.

The first line says the port. `--refuse CODE` answers each mail with that code; `--starttls CERT KEY` offers STARTTLS and
asks for it; `--user NAME PASSWORD` asks for that sign-in. It ends when its standard input is closed.
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Printer:
    """Prints what it takes."""

    def __init__(self, refuse):
        self.refuse = refuse

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            say({"refused": self.refuse})
            return f"{self.refuse} not this one"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        headers = {name.lower(): str(value) for name, value in mail.items()}
        say({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "headers": headers,
            "text": mail.get_content().replace("\r\n", "\n").rstrip("\n") + "\n",
        })
        return "250 taken"


def say(line):
    print(json.dumps(line), flush=True)


def options(args):
    """What the server asks of its clients."""
    asked = {}
    if args.starttls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*args.starttls)
        asked.update(tls_context=context, require_starttls=True)
    if args.user:
        expected = LoginPassword(args.user[0].encode(), args.user[1].encode())

        def check(server, session, envelope, mechanism, given):
            return AuthResult(success=given == expected, handled=False)

        asked.update(authenticator=check, auth_required=True, auth_require_tls=bool(args.starttls))
    return asked


async def serve(args):
    loop = asyncio.get_running_loop()
    printer, asked = Printer(args.refuse), options(args)
    server = await loop.create_server(lambda: SMTP(printer, hostname="mailbox", **asked), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    await loop.run_in_executor(None, sys.stdin.read)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--refuse", type=int)
    parser.add_argument("--starttls", nargs=2)
    parser.add_argument("--user", nargs=2)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
