/**
 * How long one request takes: a token from the metadata service (cached, as nearly all are) and a read of a resource
 * group over ARM, each asked one after another. Holds the 99th percentile against `budget.json`. Loopback only.
 * Run: `node bench/requests.mjs`.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent as HttpAgent, get as httpGet } from 'node:http'
import { Agent as HttpsAgent, get as httpsGet } from 'node:https'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../e2e/support/start-server.ts'

const run = promisify(execFile)
const bin = resolve(import.meta.dirname, '../packages/lazulite/bin/lazulite.mjs')
const budget = JSON.parse(readFileSync(join(import.meta.dirname, 'budget.json'), 'utf8'))
const data = mkdtempSync(join(tmpdir(), 'lazulite-bench-'))
const requests = 2000
const warmUp = 200

const lazulite = async (...args) => (await run(process.execPath, [bin, ...args, '--data', data])).stdout

const ask = (get, url, options) =>
  new Promise((done, fail) => {
    get(url, options, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => {
        if (response.statusCode === 200) done(text)
        else fail(new Error(`${url} answered ${response.statusCode}: ${text}`))
      })
    }).on('error', fail)
  })

async function measure(request) {
  const times = []
  for (let index = 0; index < warmUp + requests; index++) {
    const begin = performance.now()
    await request()
    if (index >= warmUp) times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  return { p50: times[Math.floor(requests * 0.5)], p99: times[Math.floor(requests * 0.99)] }
}

const { ready, exit } = await startServer({ bin, data, environment: { LAZULITE_COMPUTE_DRIVER: 'metadata-only' } })
try {
  await lazulite('vm', 'create', '-g', 'bench', '-n', 'vm1', '--assign-identity')
  const machine = JSON.parse(await lazulite('env', '-g', 'bench', '-n', 'vm1', '--format', 'json'))
  const { operator, tenantId, subscriptionId } = JSON.parse(await lazulite('credentials', '--json'))
  const ca = readFileSync(join(data, 'ca.pem'))
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: operator.clientId,
    client_secret: operator.clientSecret,
    scope: 'https://management.azure.com/.default',
  })
  const issued = await run('curl', [
    '-sS',
    '--cacert',
    join(data, 'ca.pem'),
    '-d',
    `${form}`,
    `${ready.origin}/${tenantId}/oauth2/v2.0/token`,
  ])
  const authorization = `Bearer ${JSON.parse(issued.stdout).access_token}`

  const plain = new HttpAgent({ keepAlive: true })
  const tokenUrl = `${machine.AZURE_POD_IDENTITY_AUTHORITY_HOST}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/`
  const token = await measure(() => ask(httpGet, tokenUrl, { agent: plain, headers: { Metadata: 'true' } }))
  const secure = new HttpsAgent({ keepAlive: true, ca })
  const groupUrl = `${ready.origin}/subscriptions/${subscriptionId}/resourceGroups/bench?api-version=2021-04-01`
  const group = await measure(() => ask(httpsGet, groupUrl, { agent: secure, headers: { authorization } }))
  plain.destroy()
  secure.destroy()

  for (const [name, figure] of Object.entries({ tokenMs: token, armReadMs: group })) {
    const ok = figure.p99 <= budget[`${name}P99`]
    console.log(
      `${ok ? 'ok  ' : 'OVER'} ${name}: p50 ${figure.p50.toFixed(2)}, p99 ${figure.p99.toFixed(2)} (budget ${budget[`${name}P99`]})`,
    )
    if (!ok) process.exitCode = 1
  }
} finally {
  await lazulite('stop')
  await exit
  rmSync(data, { recursive: true, force: true })
}
