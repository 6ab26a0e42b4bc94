import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { candidatePorts, listenAtOneOf, portsInRange } from './listen.js'

describe('candidatePorts', () => {
  it('begins with the first port, and leaves out what other machines have', () => {
    expect(candidatePorts(22_100, undefined, new Set([22_100, 22_102])).slice(0, 3)).toEqual([22_101, 22_103, 22_104])
  })
  it('goes on after the port that was given last, so that a deleted machine’s comes last', () => {
    const ports = candidatePorts(22_100, 22_105, new Set())
    expect([ports.length, ports[0], ports.at(-1)]).toEqual([portsInRange, 22_106, 22_105])
  })
  it('begins anew after the last of the range', () => {
    expect(candidatePorts(22_100, 22_100 + portsInRange - 1, new Set())[0]).toBe(22_100)
  })
  it.each([80, 60_000])('takes a last port outside the range (%i) for none', (last) => {
    expect(candidatePorts(22_100, last, new Set())[0]).toBe(22_100)
  })
  it('ends with the last port there is', () => {
    expect(candidatePorts(65_534, undefined, new Set())).toEqual([65_534, 65_535])
  })
  it('has no range when any port will do', () => expect(candidatePorts(0, undefined, new Set())).toEqual([]))
})

describe('listenAtOneOf', () => {
  const taken = async (): Promise<number> => {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => new Promise<void>((done) => server.close(() => done())))
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }
  it('passes over ports of other programs and takes any in the end, on loopback only', async () => {
    const other = await taken()
    const { server, port } = await listenAtOneOf([other])
    onTestFinished(() => new Promise<void>((done) => server.close(() => done())))
    expect([port === other, server.address()]).toEqual([false, { address: '127.0.0.1', family: 'IPv4', port }])
  })
})
