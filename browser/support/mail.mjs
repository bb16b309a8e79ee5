// A mail server that takes letters or refuses them, as it is told.

import { once } from "node:events";
import { createServer } from "node:net";

/** Opens it: `mail.port`, `mail.letters` (the text of each taken), `mail.refuse(reason)`, `mail.accept()`, `mail.close()`. */
export async function openMail() {
  const letters = [];
  let refusal;
  const server = createServer((socket) => talk(socket, letters, () => refusal)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: server.address().port,
    letters,
    refuse: (reason) => (refusal = reason),
    accept: () => (refusal = undefined),
    close: () => server.close(),
  };
}

/** One conversation of RFC 5321. */
function talk(socket, letters, refusal) {
  const say = (line) => socket.write(`${line}\r\n`);
  let received = "";
  let letter;
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  say("220 mail.test");
  socket.on("data", (chunk) => {
    received += chunk;
    for (let end = received.indexOf("\r\n"); end >= 0; end = received.indexOf("\r\n")) {
      const line = received.slice(0, end);
      received = received.slice(end + 2);
      if (letter) {
        if (line !== ".") letter.push(line);
        else {
          letters.push(letter.join("\n"));
          letter = undefined;
          say("250 taken");
        }
        continue;
      }
      const word = line.slice(0, 4).toUpperCase();
      if (word === "RCPT" && refusal()) say(`550 5.1.1 ${refusal()}`);
      else if (word === "DATA") {
        letter = [];
        say("354 go on");
      } else if (word === "QUIT") {
        say("221 good day");
        socket.end();
      } else say(word === "EHLO" ? "250 mail.test" : "250 fine");
    }
  });
}
