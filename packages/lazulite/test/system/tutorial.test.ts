/**
 * The first tutorial, word for word, by an unmodified curl inside real machines; then everything around it that must not
 * work. Needs user namespaces and curl; says so where they are missing.
 */
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectCompute } from '../../src/compute/detect.js'
import { execute, isBuilt, LazuliteProcess, subscriptionId } from './lazulite-process.js'

const support = await detectCompute()
const hasCurl = (await execute('curl', ['--version'])).status === 0
const obstacle = !isBuilt
  ? 'the product is not built (npm run build)'
  : !hasCurl
    ? 'there is no curl'
    : support.driver === 'netns'
      ? undefined
      : support.reason

const tokenUrl =
  'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/'
const groupUrl = `https://management.azure.com/subscriptions/${subscriptionId}/resourceGroups/DevTest?api-version=2016-09-01`
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

describe.skipIf(obstacle !== undefined)(
  `the Linux system-assigned tutorial${obstacle === undefined ? '' : ` (skipped: ${obstacle})`}`,
  () => {
    let server: LazuliteProcess
    beforeAll(async () => {
      server = await LazuliteProcess.start(LazuliteProcess.newData())
      for (const name of ['web-1', 'web-2']) {
        await server.must('vm', 'create', '-g', 'DevTest', '-n', name, '--location', 'westus', '--assign-identity')
      }
    }, 60_000)
    afterAll(() => server?.destroy())

    const vmPath = (name: string) =>
      `/subscriptions/${subscriptionId}/resourceGroups/DevTest/providers/Microsoft.Compute/virtualMachines/${name}`
    const identityOf = async (name: string): Promise<{ principalId: string }> => {
      const { body } = await server.arm('GET', `${vmPath(name)}?api-version=2024-03-01`)
      return (body as { identity: { principalId: string } }).identity
    }
    const token = async (name: string, query = ''): Promise<Record<string, string>> =>
      JSON.parse(
        (await server.inside('DevTest', name, 'curl', '-sS', `${tokenUrl}${query}`, '-H', 'Metadata:true')).stdout,
      )
    const readGroup = async (name: string, accessToken: string) => {
      const { stdout } = await server.inside(
        'DevTest',
        name,
        'curl',
        '-sS',
        '-w',
        '\n%{http_code}',
        groupUrl,
        '-H',
        `Authorization: Bearer ${accessToken}`,
      )
      const lines = stdout.split('\n')
      return { status: Number(lines.at(-1)), body: JSON.parse(lines.slice(0, -1).join('\n')) }
    }

    it('plays by the tutorial command, with exit status 0', async () => {
      const { status, stdout, stderr } = await server.run('tutorial', 'linux-vm-system-assigned')
      expect(status, `${stdout}${stderr}`).toBe(0)
      expect(stdout).toContain('169.254.169.254')
    }, 60_000)

    it('is refused before Reader is assigned, reads the group after, is refused again when it is removed', async () => {
      const { principalId } = await identityOf('web-1')
      const issued = await token('web-1')
      expect(Object.keys(issued).sort()).toEqual(
        [
          'access_token',
          'client_id',
          'expires_in',
          'expires_on',
          'ext_expires_in',
          'not_before',
          'refresh_token',
          'resource',
          'token_type',
        ].sort(),
      )
      expect(issued).toMatchObject({
        refresh_token: '',
        resource: 'https://management.azure.com/',
        token_type: 'Bearer',
      })
      const accessToken = issued.access_token ?? ''

      const refusal = {
        status: 403,
        body: {
          error: {
            code: 'AuthorizationFailed',
            message: `The client '${issued.client_id}' with object id '${principalId}' does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourcegroups/read' over scope '/subscriptions/${subscriptionId}/resourceGroups/DevTest' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
          },
        },
      }
      expect(await readGroup('web-1', accessToken)).toEqual(refusal)

      const assignment = `/subscriptions/${subscriptionId}/resourceGroups/DevTest/providers/Microsoft.Authorization/roleAssignments/44444444-4444-4444-8444-444444444444?api-version=2022-04-01`
      const roleDefinitionId = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${reader}`
      const granted = await server.arm('PUT', assignment, { properties: { roleDefinitionId, principalId } })
      expect(granted.status).toBe(201)
      expect(await readGroup('web-1', accessToken)).toEqual({
        status: 200,
        body: {
          id: `/subscriptions/${subscriptionId}/resourceGroups/DevTest`,
          name: 'DevTest',
          location: 'westus',
          properties: { provisioningState: 'Succeeded' },
        },
      })
      expect((await server.arm('DELETE', assignment)).status).toBe(200)
      expect(await readGroup('web-1', accessToken)).toEqual(refusal)
    }, 60_000)

    it("gives each machine only its own identity's token", async () => {
      const [one, two] = await Promise.all([token('web-1'), token('web-2')])
      const [identityOne, identityTwo] = await Promise.all([identityOf('web-1'), identityOf('web-2')])
      expect(claimsOf(one.access_token ?? '').oid).toBe(identityOne.principalId)
      expect(claimsOf(two.access_token ?? '').oid).toBe(identityTwo.principalId)
      expect(identityOne.principalId).not.toBe(identityTwo.principalId)
      expect(await token('web-1', `&client_id=${two.client_id}`)).toEqual({
        error: 'invalid_request',
        error_description: 'Identity not found',
      })
    }, 60_000)

    it('signs tokens that a library which is not ours verifies against the published keys', async () => {
      const { access_token: accessToken = '' } = await token('web-1')
      const keys = await server.inside(
        'DevTest',
        'web-1',
        'curl',
        '-sS',
        'https://login.microsoftonline.com/common/discovery/keys',
      )
      const { payload, protectedHeader } = await jwtVerify(accessToken, createLocalJWKSet(JSON.parse(keys.stdout)), {
        algorithms: ['RS256'],
        audience: 'https://management.azure.com/',
      })
      expect(protectedHeader.kid).toBe(protectedHeader.x5t)
      expect(payload).toMatchObject({
        appidacr: '2',
        idtyp: 'app',
        ver: '1.0',
        oid: expect.stringMatching(guid),
        xms_mirid: `/subscriptions/${subscriptionId}/resourcegroups/DevTest/providers/Microsoft.Compute/virtualMachines/web-1`,
      })
    }, 60_000)

    it('caches: the same token comes back, and passes for other clients than curl', async () => {
      const [first, second] = [await token('web-2'), await token('web-2')]
      expect(second.access_token).toBe(first.access_token)
      const script = `fetch(${JSON.stringify(tokenUrl)},{headers:{Metadata:'true'}}).then(r=>r.json()).then(j=>fetch('https://management.azure.com/subscriptions?api-version=2020-01-01',{headers:{authorization:'Bearer '+j.access_token}})).then(r=>console.log(r.status))`
      const node = await server.inside('DevTest', 'web-2', process.execPath, '-e', script)
      expect([node.stdout.trim(), node.stderr]).toEqual(['200', ''])
    }, 60_000)

    it('refuses a request without the header, or through a proxy', async () => {
      const ask = async (...args: string[]) =>
        (await server.inside('DevTest', 'web-1', 'curl', '-sS', tokenUrl, ...args)).stdout
      expect(await ask()).toBe(
        '{"error":"invalid_request","error_description":"Required metadata header not specified"}',
      )
      expect(JSON.parse(await ask('-H', 'Metadata:true', '-H', 'X-Forwarded-For: 10.0.0.1'))).toMatchObject({
        error: 'invalid_request',
      })
    }, 60_000)

    it('passes exit status and arguments of programs through', async () => {
      const { status, stdout } = await server.inside(
        'DevTest',
        'web-1',
        'sh',
        '-c',
        'echo "$1"; exit 7',
        'sh',
        "it's --fine",
      )
      expect([status, stdout]).toEqual([7, "it's --fine\n"])
    }, 60_000)

    it('leads the public names to this cloud without a machine too, but then has no metadata service', async () => {
      const arm = await server.run(
        'exec',
        '--',
        'curl',
        '-sS',
        '-o',
        '/dev/null',
        '-w',
        '%{http_code}',
        'https://management.azure.com/subscriptions?api-version=2020-01-01',
      )
      expect([arm.status, arm.stdout]).toEqual([0, '401'])
      const metadata = await server.run(
        'exec',
        '--',
        'curl',
        '-sS',
        '--max-time',
        '5',
        'http://169.254.169.254/metadata/versions',
      )
      expect(metadata.status).not.toBe(0)
    }, 60_000)
  },
)
