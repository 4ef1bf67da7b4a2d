// Opens a report in a headless Chromium by its debugging protocol, and checks what a reader meets: width of the page on a
// phone, filters, the page without JavaScript. Usage: node --experimental-websocket check-page.mjs PORT FILE FOLDER
import { writeFileSync } from "node:fs";

const [port, file, folder] = process.argv.slice(2);
const response = await fetch(`http://127.0.0.1:${port}/json/new?about:blank`, { method: "PUT" });
const socket = new WebSocket((await response.json()).webSocketDebuggerUrl);
await new Promise((resolve) => (socket.onopen = resolve));
const waiting = new Map();
let count = 0;
let loaded = () => {};
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.id) waiting.get(message.id)(message);
  else if (message.method === "Page.loadEventFired") loaded();
};
const send = (method, params = {}) =>
  new Promise((resolve) => {
    waiting.set(++count, resolve);
    socket.send(JSON.stringify({ id: count, method, params }));
  });
const evaluate = async (expression) => {
  const reply = await send("Runtime.evaluate", { expression, returnByValue: true });
  return reply.result.result.value;
};
const open = async (width, scheme) => {
  await send("Emulation.setDeviceMetricsOverride", {
    width, height: 900, deviceScaleFactor: 1, mobile: width < 500,
  });
  await send("Emulation.setEmulatedMedia", {
    features: [{ name: "prefers-color-scheme", value: scheme }],
  });
  const ready = new Promise((resolve) => (loaded = resolve));
  await send("Page.navigate", { url: `file://${file}` });
  await ready;
};
const shoot = async (name) => {
  const { result } = await send("Page.captureScreenshot", { format: "png" });
  writeFileSync(`${folder}/${name}.png`, Buffer.from(result.data, "base64"));
};
let failures = 0;
const check = (what, holds) => {
  console.log(`${holds ? "ok" : "FAILED"}: ${what}`);
  if (!holds) failures++;
};

await send("Page.enable");
await send("Runtime.enable");
for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
  const begun = Date.now();
  await open(width, scheme);
  const time = Date.now() - begun;
  const all = 'document.querySelectorAll("details").forEach((d) => (d.open = true))';
  await shoot(`${width}-${scheme}`);
  await evaluate(`${all}; 0`);
  const wide = await evaluate("[document.documentElement.scrollWidth, innerWidth]");
  check(`${width} ${scheme}: page ${wide[0]} in ${wide[1]} pixels, loaded in ${time} ms`, wide[0] <= wide[1]);
  await evaluate('document.querySelector("details.cert").scrollIntoView(); 0');
  await shoot(`${width}-${scheme}-open`);
}
const rows = 'document.querySelectorAll("tr[data-v]:not([hidden])")';
const before = await evaluate(`${rows}.length`);
const set = (id, value) =>
  evaluate(`{const e = document.getElementById("${id}"); e.value = ${JSON.stringify(value)};
    e.dispatchEvent(new Event("input", { bubbles: true })); 0}`);
await set("f-verdict", "pass");
check("filter by verdict", await evaluate(`[...${rows}].every((r) => r.dataset.v === "pass") && ${rows}.length < ${before}`));
await set("f-text", "no such words");
check("filter by text hides all", (await evaluate(`${rows}.length`)) === 0);
await evaluate('document.querySelector("button[type=reset]").click(); 0');
await new Promise((resolve) => setTimeout(resolve, 100));
check("reset shows all", (await evaluate(`${rows}.length`)) === before);
// In pieces: the socket takes no message of megabytes.
const print = await send("Page.printToPDF", { transferMode: "ReturnAsStream" });
const pieces = [];
for (let isEnd = false; !isEnd; ) {
  const { result } = await send("IO.read", { handle: print.result.stream, size: 65536 });
  pieces.push(Buffer.from(result.data, result.base64Encoded ? "base64" : "utf8"));
  isEnd = result.eof;
}
writeFileSync(`${folder}/print.pdf`, Buffer.concat(pieces));
check("prints", Buffer.concat(pieces).subarray(0, 4).toString() === "%PDF");
await send("Emulation.setScriptExecutionDisabled", { value: true });
await open(1280, "light");
check("without JavaScript no filters", await evaluate('document.getElementById("filters").hidden'));
await shoot("no-script");
await send("Page.close").catch(() => {});
process.exit(failures ? 1 : 0);
