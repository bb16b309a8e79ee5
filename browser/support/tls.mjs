// The reverse proxy of an operator: it ends TLS before a shop, with a certificate made for the test.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";

import { freePort } from "./browser.mjs";

/** Opens it: `url`, `authority` (the file of who signs its certificate), `shop` (how the one behind it is opened), `close()`. */
export async function openTls() {
  const folder = mkdtempSync(path.join(tmpdir(), "comptoir-tls-"));
  const [key, certificate] = ["key.pem", "certificate.pem"].map((name) => path.join(folder, name));
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-keyout", key, "-out", certificate];
  execFileSync("openssl", [...made, ...names], { stdio: "pipe" });
  const [hostname, port] = ["127.0.0.1", await freePort()];
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (asked, answer) => {
    const { url, method } = asked;
    // The host stays the one that was asked for; whoever asks is written down.
    const headers = { ...asked.headers, "x-forwarded-for": asked.socket.remoteAddress, "x-forwarded-proto": "https" };
    const onward = request({ hostname, port, path: url, method, headers }, (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  }).listen(0, "localhost");
  await once(server, "listening");
  const url = `https://localhost:${server.address().port}`;
  return {
    url,
    authority: certificate,
    shop: {
      listen: `${hostname}:${port}`,
      settings: { COMPTOIR_BASE_URL: url, COMPTOIR_HTTP_IS_BEHIND_PROXY: "true" },
    },
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
