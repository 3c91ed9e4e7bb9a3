// Sends requests with the vendor's own clients and prints what they received as one JSON object.
// Needs the packages `v0-sdk` (version 1) and `v0` (version 2): node vendor_clients.mjs URL KEY
import { createV0Client } from 'v0'
import { createClient, parseStreamingResponse } from 'v0-sdk'

const [baseUrl, apiKey] = process.argv.slice(2)
const message = 'a todo list'
const files = [{ name: 'a.txt', content: 'A' }]

async function version1() {
  const { chats } = createClient({ baseUrl: `${baseUrl}/v1`, apiKey })
  const created = await chats.create({ message, metadata: { made: 'by vendor' } })
  const chatId = created.id
  const versionId = created.latestVersion.id
  const events = []
  const stream = await chats.create({ message, responseMode: 'experimental_stream' })
  for await (const { data } of parseStreamingResponse(stream)) events.push(JSON.parse(data))
  return {
    created,
    streamed: events.at(-1),
    initialised: await chats.init({ type: 'files', files }),
    sent: await chats.sendMessage({ chatId, message: 'make it blue' }),
    got: await chats.getById({ chatId }),
    found: await chats.find({ limit: 1, metadata: { made: 'by vendor' } }),
    messages: await chats.findMessages({ chatId }),
    version: await chats.getVersion({ chatId, versionId }),
    downloaded: (await chats.downloadVersion({ chatId, versionId, format: 'zip' })).byteLength,
  }
}

async function version2() {
  const { chats, messages } = createV0Client({ baseUrl, auth: apiKey, throwOnError: true })
  const data = async (answer) => (await answer).data
  const created = await data(chats.create({ message, metadata: { made: 'by vendor' } }))
  const chatId = created.chat.id
  const streamed = await (await chats.createStream({ message })).final
  const sent = await (await messages.sendStream({ chatId, message: 'make it blue' })).final
  const asked = await data(chats.create({ message: 'a page sandbox:ask' }))
  const task = {
    type: 'answered-questions',
    answers: [{ questionId: 'q1', questionText: 'Which?', selectedLabels: ['Dark'] }],
  }
  return {
    created,
    streamed,
    sent,
    resolved: await data(messages.resolve({ chatId: asked.chat.id, task })),
    got: await data(chats.get({ chatId })),
    listed: await data(chats.list({ limit: 1, metadata: { made: 'by vendor' } })),
    messages: await data(messages.list({ chatId })),
    files: await data(chats.getFiles({ chatId })),
    preview: await data(chats.getPreview({ chatId })),
    downloaded: (await data(chats.downloadFiles({ chatId }))).size,
  }
}

console.log(JSON.stringify({ v1: await version1(), v2: await version2() }))
