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

async function workspace1() {
  const v0 = createClient({ baseUrl: `${baseUrl}/v1`, apiKey })
  const { projects, deployments, hooks, integrations, mcpServers, rateLimits, reports, user } = v0
  const variables = [{ key: 'KEY', value: 'secret' }]
  const project = await projects.create({ name: 'Bakery', environmentVariables: variables })
  const projectId = project.id
  const chat = await v0.chats.create({ message })
  const chatId = chat.id
  const versionId = chat.latestVersion.id
  await projects.assign({ projectId, chatId })
  await projects.update({ projectId, name: 'Brot' })
  const added = await projects.createEnvVars({ projectId, environmentVariables: [{ key: 'OTHER', value: '1' }] })
  const [{ id }] = added.data
  await projects.updateEnvVars({ projectId, environmentVariables: [{ id, value: '2' }] })
  const updated = await projects.getEnvVar({ projectId, environmentVariableId: id, decrypted: 'true' })
  await projects.deleteEnvVars({ projectId, environmentVariableIds: [id] })
  const linked = await integrations.vercel.projects.create({ projectId, name: 'bakery' })
  const deployment = await deployments.create({ chatId, versionId })
  const deploymentId = deployment.id
  const hook = await hooks.create({ name: 'mine', events: ['chat.created'], url: 'https://example.com', chatId })
  const auth = { type: 'bearer', token: 'secret' }
  const server = await mcpServers.create({ name: 'docs', url: 'https://example.com', auth })
  const gone = await hooks.create({ name: 'gone', events: [], url: 'https://example.com' })
  const limits = await rateLimits.find()
  return {
    projectId,
    chatId,
    versionId,
    linked,
    limits,
    decrypted: { updated, left: await projects.findEnvVars({ projectId, decrypted: 'true' }) },
    deleted: await hooks.delete({ hookId: gone.id }),
    read: {
      '/projects': await projects.find(),
      [`/projects/${projectId}`]: await projects.getById({ projectId }),
      [`/chats/${chatId}/project`]: await projects.getByChatId({ chatId }),
      [`/projects/${projectId}/env-vars`]: await projects.findEnvVars({ projectId }),
      '/integrations/vercel/projects': await integrations.vercel.projects.find(),
      [`/deployments?chatId=${chatId}&versionId=${versionId}`]: await deployments.find({ chatId, versionId }),
      [`/deployments/${deploymentId}`]: await deployments.getById({ deploymentId }),
      [`/deployments/${deploymentId}/logs`]: await deployments.findLogs({ deploymentId }),
      [`/deployments/${deploymentId}/errors`]: await deployments.findErrors({ deploymentId }),
      '/hooks': await hooks.find(),
      [`/hooks/${hook.id}`]: await hooks.update({ hookId: hook.id, name: 'yours' }),
      '/mcp-servers': await mcpServers.find(),
      [`/mcp-servers/${server.id}`]: await mcpServers.getById({ mcpServerId: server.id }),
      '/user': await user.get(),
      '/user/billing': await user.getBilling(),
      '/user/plan': await user.getPlan(),
      '/user/scopes': await user.getScopes(),
      '/reports/usage?limit=1': await reports.getUsage({ limit: 1 }),
      '/reports/usage/ai': await reports.getAIUsage(),
      '/reports/user-activity': await reports.getUserActivity(),
    },
  }
}

async function workspace2() {
  const { webhooks, mcpServers } = createV0Client({ baseUrl, auth: apiKey, throwOnError: true })
  const data = async (answer) => (await answer).data
  const url = 'https://example.com'
  const hook = await data(webhooks.create({ name: 'mine', events: ['message.finished'], url, chatId: null }))
  const auth = { type: 'bearer', token: 'secret' }
  const server = await data(mcpServers.create({ name: 'docs', url, auth, scope: 'user' }))
  const gone = await data(webhooks.create({ name: 'gone', events: [], url, chatId: null }))
  return {
    deleted: await data(webhooks.delete({ hookId: gone.id })),
    read: {
      [`/hooks/${hook.id}`]: await data(webhooks.update({ hookId: hook.id, name: 'yours' })),
      '/hooks': await data(webhooks.list()),
      [`/mcp-servers/${server.id}`]: await data(mcpServers.update({ mcpServerId: server.id, enabled: false })),
      '/mcp-servers': await data(mcpServers.list()),
    },
  }
}

const chats = { v1: await version1(), v2: await version2() }
const workspace = { v1: await workspace1(), v2: await workspace2() }
console.log(JSON.stringify({ ...chats, workspace }))
