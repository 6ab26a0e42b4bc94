/** The commands about access, as people and scripts run them: what is printed, where, and the exit status. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultLauncher, isBuilt, LazuliteProcess, subscriptionId } from './lazulite-process.js'

const group = `/subscriptions/${subscriptionId}/resourceGroups/dock`
const read = 'Microsoft.Compute/virtualMachines/read'
const write = 'Microsoft.Compute/virtualMachines/write'
const blobRead = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

describe.skipIf(!isBuilt)('commands about access', () => {
  let server: LazuliteProcess
  /** Object id of the machine's identity. */
  let crane: string
  beforeAll(async () => {
    const environment = { ...process.env, LAZULITE_COMPUTE_DRIVER: 'metadata-only' }
    server = await LazuliteProcess.start(LazuliteProcess.newData(), [], { ...defaultLauncher, environment })
    const made = await server.must(...['vm', 'create', '-g', 'dock', '-n', 'crane', '--assign-identity', '--json'])
    crane = JSON.parse(made).identity.principalId
    await assign(reader, '11111111-2222-4333-8444-000000000001')
  }, 60_000)
  afterAll(() => server?.destroy())

  const assign = (role: string, name: string) =>
    server.arm('PUT', `${group}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`, {
      properties: {
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        ...{ principalId: crane, principalType: 'ServicePrincipal' },
      },
    })
  const machine = ['--vm', 'dock/crane']
  const explain = (...args: string[]) => server.run('explain', ...args)

  describe('explain', () => {
    it('says the answer and its cause first, in lines of 80 columns but for ids and commands', async () => {
      const { status, stdout, stderr } = await explain(...machine, '--action', write, '--scope', 'dock')
      expect([status, stderr]).toEqual([0, ''])
      const [first, ...rest] = stdout.split('\n')
      expect(first).toBe('Denied: Reader does not have the action.')
      expect(rest).toContain(`  principal  crane (${crane})`)
      expect(rest.filter((line) => line.length > 80 && !line.includes(group))).toEqual([])
      expect(stdout).toMatch(/ {2}az role assignment create \\\n {4}--assignee-object-id /)
    }, 60_000)

    it.each<[string, string, string[], number]>([
      ['what is allowed', read, ['--exit-code'], 0],
      ['what is denied', write, ['--exit-code'], 1],
      ['what is denied, when nobody wants a status', write, [], 0],
    ])(
      'ends with a status for scripts: %s',
      async (_what, action, options, status) =>
        expect((await explain(...machine, '--action', action, '--scope', 'dock', ...options)).status).toBe(status),
      60_000,
    )

    it('prints one JSON object, whoever it is about', async () => {
      const { stdout } = await explain('--principal', crane, '--action', read, '--scope', group, '--json')
      expect(JSON.parse(stdout)).toMatchObject({
        ...{ decision: 'allowed', reason: 'roleAssignment', mode: 'enforce' },
        ...{ summary: 'Reader at resource group dock grants it', nearMisses: [], remedies: [] },
        principal: { principalId: crane, kind: 'ServicePrincipal', displayName: 'crane' },
        grantedBy: { role: 'Reader', pattern: '*/read' },
      })
    }, 60_000)

    it('says of an allowed question that it is not the one that was meant', async () => {
      const { stdout } = await explain(...machine, '--action', blobRead, '--scope', 'dock')
      expect(stdout).toMatch(/^Allowed: /)
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('is a data action, and was asked as an action')
    }, 60_000)

    it.each([
      ['a principal that is none', ['--principal', 'Dock hands', '--scope', 'dock'], 1, 'there is no user Dock hands'],
      ['nobody', ['--scope', 'dock'], 2, 'name somebody with --principal'],
      ['a machine that is not there', ['--vm', 'dock/winch', '--scope', 'dock'], 1, 'there is no virtual machine'],
      [
        'an identity it does not have',
        [...machine, '--identity', 'other', '--scope', 'dock'],
        1,
        'crane has no identity other; it has system',
      ],
      [
        'an id without its slash',
        [...machine, '--scope', group.slice(1)],
        2,
        `is neither an id, nor GROUP, nor GROUP/Namespace/type/name; did you mean ${group}?`,
      ],
      [
        'an attribute of nothing',
        [...machine, '--scope', 'dock', '--attribute', 'colour=red'],
        2,
        'must be SOURCE:NAME=VALUE',
      ],
    ])(
      'refuses %s on one line of standard error',
      async (_what, args, status, message) => {
        const outcome = await explain('--action', read, ...args)
        expect([outcome.status, outcome.stdout]).toEqual([status, ''])
        expect(outcome.stderr).toMatch(/^error: [^\n]+\n$/)
        expect(outcome.stderr).toContain(message)
      },
      60_000,
    )
  })

  describe('access mode', () => {
    const mode = (...args: string[]) => server.run('access', 'mode', ...args)

    it('is set, shown to everybody who looks, and taken back', async () => {
      const shown = async () => {
        const explained = await server.must('explain', ...machine, '--action', write, '--scope', 'dock')
        const listed: unknown[] = JSON.parse(await server.must('access', 'mode', '--json'))
        return [(await server.must('status')).includes('not enforced'), explained.slice(0, 8), listed.length]
      }
      const before = await shown()
      expect((await mode('audit', ...machine)).stdout).toBe('crane: audit\n')
      const audited = await shown()
      expect((await mode(...machine)).stdout).toBe('crane: audit\n')
      expect((await mode('enforce', '--principal', crane)).stdout).toBe('crane: enforce\n')
      expect([before, audited, await shown()]).toEqual([
        [false, 'Denied: ', 0],
        [true, 'Allowed:', 1],
        [false, 'Denied: ', 0],
      ])
    }, 60_000)

    it.each([
      ['a word that is none', ['lenient', '--principal', 'x'], 'Allowed choices are enforce, audit, off'],
      ['nobody to set it for', ['audit'], 'name whose mode to set with --principal'],
    ])(
      'refuses %s',
      async (_what, args, message) => {
        const outcome = await mode(...args)
        expect([outcome.status, outcome.stdout]).toEqual([2, ''])
        expect(outcome.stderr).toContain(message)
      },
      60_000,
    )
  })

  describe('access report', () => {
    it('has nothing of who did nothing', async () => {
      expect(await server.run('access', 'report', ...machine)).toEqual({
        ...{ status: 0, stderr: '' },
        stdout: `crane, service principal ${crane}\neverything on record\n\nnothing was asked for\n`,
      })
    }, 60_000)

    it('writes the role that the operator used, for az', async () => {
      await server.arm('GET', `${group}?api-version=2021-04-01`)
      const file = join(server.data, 'role.json')
      const { operator } = JSON.parse(await server.must('credentials', '--json'))
      const whom = ['--principal', operator.clientId, '--since', '1h']
      const printed = JSON.parse(await server.must('access', 'report', ...whom, '--role'))
      const report = await server.must('access', 'report', ...whom, '--role-file', file)
      expect(report).toContain(`az role definition create --role-definition @${file}`)
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(printed)
      expect(printed).toMatchObject({ IsCustom: true, NotActions: [], DataActions: [] })
      expect(printed.Actions).toContain('Microsoft.Resources/subscriptions/resourcegroups/read')
      expect(await server.run('access', 'report', ...whom, '--role-file', '/nowhere/role.json')).toMatchObject({
        ...{ status: 1, stderr: 'error: /nowhere/role.json: no such file or directory\n' },
      })
    }, 60_000)

    it.each([
      ['a time that is none', ['--since', 'never'], 2, '--since never is neither'],
      ['a role of nothing', ['--role'], 1, 'nothing was used that a custom role can grant'],
    ])(
      'refuses %s',
      async (_what, args, status, message) => {
        const outcome = await server.run('access', 'report', ...machine, ...args)
        expect([outcome.status, outcome.stderr]).toEqual([status, expect.stringContaining(message)])
      },
      60_000,
    )
  })

  it('need a server', async () => {
    const nowhere = join(server.data, 'nowhere')
    for (const command of [
      ['explain', ...machine, '--action', read, '--scope', 'dock'],
      ['access', 'report', ...machine],
      ['access', 'mode'],
    ]) {
      const outcome = await server.run(...command, '--data', nowhere)
      expect([outcome.status, outcome.stdout, outcome.stderr]).toEqual([
        1,
        '',
        `error: no server runs on ${nowhere}; start one with: lazulite start\n`,
      ])
    }
    expect(existsSync(nowhere)).toBe(false)
  }, 60_000)
})

describe.skipIf(!isBuilt)('a cloud whose changes take time', () => {
  let server: LazuliteProcess
  const delays = ['--role-propagation-delay', '300', '--group-membership-delay', '60', '--allow-controls']
  beforeAll(async () => {
    const environment = { ...process.env, LAZULITE_COMPUTE_DRIVER: 'metadata-only' }
    server = await LazuliteProcess.start(LazuliteProcess.newData(), delays, { ...defaultLauncher, environment })
  }, 60_000)
  afterAll(() => server?.destroy())

  it('says so in its status, and names the assignment that is not in effect yet', async () => {
    expect(await server.must('status')).toMatch(/^delays +role changes 300 s, group changes 60 s$/m)
    const made = await server.must('vm', 'create', '-g', 'dock', '-n', 'crane', '--assign-identity', '--json')
    const { principalId } = JSON.parse(made).identity
    const assignment = `${group}/providers/Microsoft.Authorization/roleAssignments/11111111-2222-4333-8444-000000000002`
    const { status } = await server.arm('PUT', `${assignment}?api-version=2022-04-01`, {
      properties: {
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
        ...{ principalId, principalType: 'ServicePrincipal' },
      },
    })
    const ask = () => server.must('explain', '--vm', 'dock/crane', '--action', read, '--scope', 'dock')
    const before = await ask()
    await server.arm('POST', '/_lazulite/clock', { advance: 301 })
    expect([status, before.split('\n').slice(0, 2), (await ask()).split('\n')[0]]).toEqual([
      201,
      [
        'Denied: Reader at resource group dock would grant it, but is not in effect yet:',
        '  changes take their time here.',
      ],
      'Allowed: Reader at resource group dock grants it.',
    ])
  }, 60_000)
})
