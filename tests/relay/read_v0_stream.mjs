// Reads responses with the vendor's own reader, and prints the updates of each and how it ended.
// Standard input: a JSON list of {body, chunk}: base64, and how many bytes the reader gets at a time; or of {url, body}.
import { readFileSync } from 'node:fs'
import { createV0Client, readV0Stream } from 'v0'

function respond({ body, chunk }) {
  const bytes = Buffer.from(body, 'base64')
  let at = 0
  const stream = new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(new Uint8Array(bytes.subarray(at, (at += chunk))))
    },
  })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
}

function request({ url, body }) {
  const headers = { 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body: body && JSON.stringify(body) })
}

async function stream({ vendor, message }) {
  const { chats } = createV0Client({ baseUrl: vendor.url, auth: vendor.key, throwOnError: true })
  return (await chats.createStream({ message })).toResponse()
}

async function read(response) {
  if (response.status === 204) return { status: 204 }
  const result = readV0Stream(response)
  const updates = []
  try {
    for await (const update of result.stream) updates.push(update)
    return { status: response.status, updates, final: await result.final }
  } catch (error) {
    const { name, message, code, id } = error
    return { status: response.status, updates, error: { name, message, code, id } }
  }
}

const responses = []
for (const each of JSON.parse(readFileSync(0))) {
  const open = each.vendor ? stream : each.url ? request : respond
  responses.push(await read(await open(each)))
}
console.log(JSON.stringify(responses))
