// A relay on the vendor's client: each browser gets the new text of a stream of its own as server-sent events.
//
//     node benchmarks/vendor_relay.mjs BASE_URL
//
// Prints the port; GET /figures returns CPU seconds and resident memory.
import { createServer } from "node:http";
import { createV0Client } from "v0";

const client = createV0Client({ baseUrl: process.argv[2], auth: "key" });

async function relay(response) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const { stream } = await client.chats.createStream({ message: "A page" });
  let sent = 0;
  for await (const state of stream) {
    const text = state.parts.map((part) => part.text).join("");
    if (text.length === sent) continue;
    response.write(`data: ${JSON.stringify({ text: text.slice(sent) })}\n\n`);
    sent = text.length;
  }
  response.end();
}

const server = createServer((request, response) => {
  if (request.url === "/figures") {
    const { user, system } = process.cpuUsage();
    response.end(JSON.stringify({ cpu: (user + system) / 1e6, memory: process.memoryUsage.rss() }));
  } else {
    relay(response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  }
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 8192 }, () => console.log(server.address().port));
