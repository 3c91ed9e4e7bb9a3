// Streams one chat with the vendor's client and prints what that took: CPU milliseconds, peak memory, and what came of it.
//
//     node benchmarks/vendor_client.mjs BASE_URL
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createV0Client } from "v0";

const client = createV0Client({ baseUrl: process.argv[2], auth: "key" });

const began = process.cpuUsage();
let events = 0;
let last;
const { stream } = await client.chats.createStream({ message: "A page" });
for await (const state of stream) {
  events += 1;
  last = state;
}
const spent = process.cpuUsage(began);
const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "ascii"));
const text = last.parts.map((part) => part.text).join("");
console.log(
  JSON.stringify({
    cpu: (spent.user + spent.system) / 1e6,
    memory: Number(peak[1]) * 1024,
    events,
    digest: createHash("sha256").update(text).digest("hex"),
  }),
);
