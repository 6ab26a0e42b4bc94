/**
 * What a decision about access costs in a cloud of a million resources and 100,000 role assignments, against the same on
 * an empty one: in this process over the real database on disk, and over HTTP with two servers. Empty and full are asked
 * in turn, so that a busy machine slows both. Ratios and memory are held against `budget.json`.
 * Run: `node bench/access.mjs` after a build. Takes a minute and 2 GB in the temporary folder, which are given back.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../e2e/support/start-server.ts'
import './access/register-sources.mjs'

const sources = '../packages/lazulite/src'
const { checkAccess, createAccessLens } = await import(`${sources}/operations/access/check-access.ts`)
const { openSqliteStore } = await import(`${sources}/stores/sqlite-handle/open-sqlite-store.ts`)

const run = promisify(execFile)
const bin = resolve(import.meta.dirname, '../packages/lazulite/bin/lazulite.mjs')
const budget = JSON.parse(readFileSync(join(import.meta.dirname, 'budget.json'), 'utf8'))
const work = mkdtempSync(join(tmpdir(), 'lazulite-bench-'))
const rules = {
  ...{ managedIdentityTokenLifetime: 86_400, applicationTokenLifetime: 3_599 },
  ...{ rolePropagationDelay: 0, groupMembershipDelay: 0 },
}
const expected = {
  ...{ group: 'roleAssignment', subscription: 'roleAssignment', managementGroup: 'roleAssignment' },
  ...{ member: 'roleAssignment', condition: 'roleAssignment', denied: 'denyAssignment' },
}
const kinds = ['group', 'subscription', 'managementGroup', 'member', 'condition', 'denied', 'refused']

const start = (data) => startServer({ bin, data, environment: { LAZULITE_COMPUTE_DRIVER: 'metadata-only' } })
const stop = async (data, { exit }) => {
  await run(process.execPath, [bin, 'stop', '--data', data])
  await exit
}

/** Starts a cloud for the first time, ends it, and fills its database. */
async function prepare(size) {
  const data = join(work, size)
  await stop(data, await start(data))
  const credentials = JSON.parse((await run(process.execPath, [bin, 'credentials', '--json', '--data', data])).stdout)
  const population = join(work, `${size}.json`)
  const fill = join(import.meta.dirname, 'access/fill-cloud.mjs')
  const database = join(data, 'lazulite.db')
  await run(process.execPath, ['--no-warnings', fill, database, credentials.subscriptionId, size, population])
  return { data, database, credentials, ...JSON.parse(readFileSync(population, 'utf8')) }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[Math.floor(sorted.length * 0.5)], p99: sorted[Math.floor(sorted.length * 0.99)] }
}

/** Asks both clouds in turn; times in milliseconds. */
async function inTurn({ warmUp, count, before = async () => {} }, ask) {
  const times = { small: [], large: [] }
  for (let index = 0; index < warmUp + count; index++) {
    const order = index % 2 === 0 ? ['small', 'large'] : ['large', 'small']
    for (const size of order) {
      await before(size, index)
      const begin = performance.now()
      await ask(size, index)
      if (index >= warmUp) times[size].push(performance.now() - begin)
    }
  }
  return { small: percentiles(times.small), large: percentiles(times.large), times }
}

const show = ({ p50, p99 }) => `p50 ${(p50 * 1000).toFixed(0)} µs, p99 ${(p99 * 1000).toFixed(0)} µs`
const report = (what, { small, large }) =>
  console.log(
    `     ${what}: empty ${show(small)}; full ${show(large)}; ${(large.p50 / small.p50).toFixed(2)} and ${(large.p99 / small.p99).toFixed(2)} times`,
  )

function hold(name, figure) {
  const ok = figure <= budget[name]
  console.log(`${ok ? 'ok  ' : 'OVER'} ${name}: ${figure.toFixed(2)} (budget ${budget[name]})`)
  if (!ok) process.exitCode = 1
}

const residentMegabytes = (pid) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

async function measureDecisions(clouds) {
  const ports = {}
  for (const [size, { database }] of Object.entries(clouds)) {
    ports[size] = { store: await openSqliteStore({ file: database }), clock: { nowMillis: () => Date.now() }, rules }
  }
  const draw = (size, kind, index) => {
    const population = clouds[size].populations[kind]
    return population[(index * 7919) % population.length]
  }
  const decide = async (size, kind, index) => {
    const { principalId, question } = draw(size, kind, index)
    const { reason } = await checkAccess(ports[size], { principalId }, question)
    if (expected[kind] !== undefined && reason !== expected[kind]) {
      throw new Error(`${kind} in the ${size} cloud: ${reason}, ${JSON.stringify({ principalId, question })}`)
    }
  }

  for (let index = 0; index < 2000; index++) {
    for (const kind of kinds) for (const size of ['small', 'large']) await decide(size, kind, index)
  }
  const ofKinds = []
  const all = { small: [], large: [] }
  for (const kind of kinds) {
    const figures = await inTurn({ warmUp: 100, count: 3000 }, (size, index) => decide(size, kind, index))
    report(`decision, ${kind}`, figures)
    ofKinds.push(figures)
    for (const size of ['small', 'large']) all[size].push(...figures.times[size])
  }
  report('decision', { small: percentiles(all.small), large: percentiles(all.large) })
  // The median of the kinds, so that another process at work during one of them does not decide.
  const decisions = {
    ratioP50: median(ofKinds.map(({ small, large }) => large.p50 / small.p50)),
    ratioP99: median(ofKinds.map(({ small, large }) => large.p99 / small.p99)),
    p99: median(ofKinds.map(({ large }) => large.p99)),
  }

  const touch = async (size, index) => {
    const { question } = draw(size, 'group', index)
    await ports[size].store.transaction(async (tx) => {
      const resource = await tx.resources.get(question.scope)
      await tx.resources.update({ ...resource, tags: { index: `${index}` } })
    })
  }
  const afterWrite = await inTurn({ warmUp: 20, count: 200, before: touch }, (size, index) =>
    decide(size, 'group', index),
  )
  report('decision right after a write', afterWrite)

  const list = await inTurn({ warmUp: 50, count: 500 }, async (size, index) => {
    const { principalId, question } = draw(size, 'group', index)
    const lens = await createAccessLens(ports[size], { principalId })
    const scopes = Array.from({ length: 100 }, (_, number) => `${question.scope}${number}`)
    const visible = scopes.filter((scope) => lens.check({ action: question.action, scope }).allowed)
    if (visible.length !== 100) throw new Error(`a list of 100 shows ${visible.length}`)
  })
  report('filtering a list of 100', list)

  const memory = residentMegabytes(process.pid)
  for (const { store } of Object.values(ports)) await store.close()
  return { decisions, afterWrite, list, memory }
}

async function connect(cloud, { ready: { origin } }) {
  const { operator, tenantId } = cloud.credentials
  const ca = readFileSync(join(cloud.data, 'ca.pem'))
  const agent = new Agent({ keepAlive: true, ca })
  const call = (method, path, { body, headers = {} } = {}) =>
    new Promise((done, fail) => {
      const request = httpsRequest(`${origin}${path}`, { method, agent, headers }, (response) => {
        let text = ''
        response.on('data', (chunk) => (text += chunk))
        response.on('end', () => {
          if (response.statusCode < 300) done(text)
          else fail(new Error(`${method} ${path} answered ${response.statusCode}: ${text}`))
        })
      })
      request.on('error', fail)
      request.end(body)
    })
  const form = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: operator.clientId, client_secret: operator.clientSecret },
    scope: 'https://management.azure.com/.default',
  })
  const issued = await call('POST', `/${tenantId}/oauth2/v2.0/token`, {
    body: `${form}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const headers = {
    authorization: `Bearer ${JSON.parse(issued).access_token}`,
    'content-type': 'application/json',
  }
  return {
    arm: (method, path, body) =>
      call(method, path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    close: () => agent.destroy(),
  }
}

async function measureRequests(clouds) {
  const servers = {}
  const clients = {}
  try {
    for (const [size, cloud] of Object.entries(clouds)) {
      servers[size] = await start(cloud.data)
      clients[size] = await connect(cloud, servers[size])
    }
    const groupOf = (size, index) => {
      const own = clouds[size].groups.filter((id) => id.includes(clouds[size].credentials.subscriptionId))
      return own[index % own.length]
    }
    const read = await inTurn({ warmUp: 100, count: 1000 }, (size, index) =>
      clients[size].arm('GET', `${groupOf(size, index)}?api-version=2021-04-01`),
    )
    report('ARM read of a group', read)
    const assign = await inTurn({ warmUp: 5, count: 60 }, (size, index) => {
      const name = `70000000-0000-4000-8000-${String(index).padStart(12, '0')}`
      return clients[size].arm(
        'PUT',
        `${groupOf(size, index)}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`,
        {
          properties: {
            roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
            principalId: `71000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
            principalType: 'ServicePrincipal',
          },
        },
      )
    })
    report('ARM write of a role assignment', assign)
    const memory = residentMegabytes(servers.large.child.pid)
    return { memory }
  } finally {
    for (const [size, server] of Object.entries(servers)) {
      clients[size]?.close()
      await stop(clouds[size].data, server)
    }
  }
}

try {
  const begin = performance.now()
  const clouds = { small: await prepare('small'), large: await prepare('large') }
  const { counts } = clouds.large
  console.log(
    `     full: ${counts.resources} resources, ${counts.assignments} role assignments, ${counts.denies} deny assignments; made in ${((performance.now() - begin) / 1000).toFixed(0)} s`,
  )
  const { decisions, afterWrite, list, memory } = await measureDecisions(clouds)
  const requests = await measureRequests(clouds)
  hold('accessRatioP50', decisions.ratioP50)
  hold('accessRatioP99', decisions.ratioP99)
  hold('accessAfterWriteRatioP50', afterWrite.large.p50 / afterWrite.small.p50)
  hold('accessListRatioP50', list.large.p50 / list.small.p50)
  hold('accessMsP99', decisions.p99)
  hold('accessMemoryMegabytes', memory)
  hold('accessServerMemoryMegabytes', requests.memory)
} finally {
  rmSync(work, { recursive: true, force: true })
}
