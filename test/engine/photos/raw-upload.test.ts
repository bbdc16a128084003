import { execFileSync } from 'node:child_process'
import { utimesSync } from 'node:fs'
import { appendFile, chmod, rm, utimes, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { fileReader } from '../../builders/file-reader.ts'
import { plainUserIt, posixIt } from '../../builders/posix.ts'
import { sha256Of, uploadBench } from './upload-bench.ts'

describe('sending a small file', () => {
  it('costs one request', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(200_000)
    const sent = await bench.send(path)
    expect(bench.operations).toEqual(['upload'])
    const [row] = (await bench.emulator.control.ledger()).filter(
      (r) => r.operation === 'upload.raw',
    )
    expect(row).toMatchObject({ status: 200, requestBytes: bytes.length })
    expect(await bench.createdHash(sent.ok ? sent.value.token : '')).toBe(sha256Of(bytes))
  })

  it('is read at once up to 1 MiB, and in pieces above', async () => {
    const asked: string[] = []
    const reader = {
      ...fileReader,
      readStart: (...given: Parameters<typeof fileReader.readStart>) => {
        asked.push('start')
        return fileReader.readStart(...given)
      },
      open: (...given: Parameters<typeof fileReader.open>) => {
        asked.push('open')
        return fileReader.open(...given)
      },
    }
    const bench = await uploadBench({ reader, resumableFromBytes: 2 ** 23 })
    for (const lengthBytes of [2 ** 20, 2 ** 20 + 1])
      expect(await bench.send((await bench.aFile(lengthBytes)).path)).toMatchObject({ ok: true })
    expect(asked).toEqual(['start', 'open'])
  })

  it('streams what is too large for a buffer, byte for byte', async () => {
    const bench = await uploadBench({ resumableFromBytes: 2 ** 23 })
    const { path, bytes } = await bench.aFile(3 * 2 ** 20 + 17)
    const told: number[] = []
    const sent = await bench.send(path, { onProgress: (sentBytes) => told.push(sentBytes) })
    expect(bench.operations).toEqual(['upload'])
    expect(told.length).toBeGreaterThan(5)
    expect(await bench.createdHash(sent.ok ? sent.value.token : '')).toBe(sha256Of(bytes))
  })

  it('keeps the bytes right when the line takes them more slowly than they are read', async () => {
    const bench = await uploadBench({ resumableFromBytes: 2 ** 25 })
    const { path, bytes } = await bench.aFile(12 * 2 ** 20 + 17)
    await bench.emulator.control.addFault({
      on: 'upload.raw',
      action: { kind: 'slow', bytesPerSecond: 16_000_000 },
    })
    const sent = await bench.send(path)
    expect(await bench.createdHash(sent.ok ? sent.value.token : '')).toBe(sha256Of(bytes))
  })

  it('leaves a broken line to the queue', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(200_000)
    await bench.emulator.control.addFault({
      on: 'upload.raw',
      action: { kind: 'cut', afterRequestBytes: 'half' },
    })
    expect(await bench.send(path)).toEqual({ ok: false, failure: { kind: 'cut-off' } })
    expect(bench.operations).toEqual(['upload'])
  })

  it.each([
    ['HTML', '<!doctype html><title>Wi-Fi</title>', 'offline'],
    ['JSON', '{"hello":"world"}', 'unexpected-answer'],
    ['several words', 'no token here', 'unexpected-answer'],
    ['nothing', '', 'unexpected-answer'],
  ])('never takes %s for a token', async (_, body, kind) => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(1000)
    await bench.emulator.control.addFault({ on: 'upload.raw', action: { kind: 'garbage', body } })
    expect(await bench.send(path)).toEqual({ ok: false, failure: { kind } })
  })

  it('counts a line without a byte as stalled', async () => {
    const bench = await uploadBench({ noProgressMs: 300 })
    const { path } = await bench.aFile(1000)
    await bench.emulator.control.addFault({
      on: 'upload.raw',
      action: { kind: 'stall', afterRequestBytes: 'all' },
    })
    expect(await bench.send(path)).toEqual({ ok: false, failure: { kind: 'stalled' } })
  })

  it('does not take a line for stalled while bytes move', async () => {
    const bench = await uploadBench({ noProgressMs: 1_000, speedLimit: 100_000 })
    const { path } = await bench.aFile(150_000)
    expect(await bench.send(path)).toMatchObject({ ok: true })
  })
})

describe('a file that is not what it was', () => {
  it('is noticed while it is sent, and its bytes never become a token', async () => {
    const bench = await uploadBench({ resumableFromBytes: 2 ** 23 })
    const { path } = await bench.aFile(3 * 2 ** 20)
    let isChanged = false
    const request = await bench.request(path, {
      onProgress: () => {
        if (isChanged) return
        isChanged = true
        utimesSync(path, new Date(), new Date('2001-01-01'))
      },
    })
    const sent = await bench.photos.sendBytes(request)
    expect(sent).toEqual({ ok: false, failure: { kind: 'file-changed' } })
    const rows = await bench.emulator.control.ledger()
    expect(rows.filter((row) => row.operation === 'upload.raw' && row.status === 200)).toEqual([])
  })

  it.each([
    ['a small file', 1_000, 2 ** 23],
    ['a stream', 3 * 2 ** 20, 2 ** 23],
    ['a session', 3 * 2 ** 20, 2 ** 20],
  ])(
    'goes with other bytes where it is to, and is held to what comes of it: %s',
    async (_, lengthBytes, resumableFromBytes) => {
      const bench = await uploadBench({ resumableFromBytes })
      const { path, bytes } = await bench.aFile(lengthBytes)
      const [date, end] = [Buffer.from('a date'), Buffer.from('at the end')]
      const whole = Buffer.concat([bytes.subarray(0, 20), date, bytes.subarray(25), end])
      const splices = [
        { at: 20, removes: 5, bytes: date.toString('base64') },
        { at: lengthBytes, removes: 0, bytes: end.toString('base64') },
      ]
      const { length: sizeBytes } = whole
      const request = { ...(await bench.request(path)), sizeBytes, splices }
      const sent = await bench.photos.sendBytes({ ...request, sha256: sha256Of(whole) })
      expect(await bench.createdHash(sent.ok ? sent.value.token : '')).toBe(sha256Of(whole))
      const changed = { ok: false, failure: { kind: 'file-changed' } }
      expect(await bench.photos.sendBytes({ ...request, sha256: sha256Of(bytes) })).toEqual(changed)
      await appendFile(path, 'x')
      const { mtimeUs } = await bench.request(path)
      const longer = { ...request, mtimeUs, sha256: sha256Of(whole) }
      expect(await bench.photos.sendBytes(longer)).toEqual(changed)
      expect(await bench.emulator.control.library()).toHaveLength(1)
    },
  )

  it.each([
    ['a small file', 1_000, 2 ** 23],
    ['a stream', 3 * 2 ** 20, 2 ** 23],
    ['a session', 3 * 2 ** 20, 2 ** 20],
  ])(
    'is noticed when its bytes are others under the same size and times: %s',
    async (_, lengthBytes, resumableFromBytes) => {
      const bench = await uploadBench({ resumableFromBytes })
      const { path, bytes } = await bench.aFile(lengthBytes)
      const request = await bench.request(path, { sha256: sha256Of(bytes) })
      const edited = Buffer.from(bytes)
      edited.writeUInt8(edited.readUInt8(900) ^ 1, 900)
      await writeFile(path, edited)
      await utimes(path, new Date(), new Date((request.mtimeUs ?? 0) / 1_000))
      const mtimeUs = (await bench.request(path)).mtimeUs
      const sent = await bench.photos.sendBytes({ ...request, mtimeUs })
      expect(sent).toEqual({ ok: false, failure: { kind: 'file-changed' } })
      const rows = await bench.emulator.control.ledger()
      const isFinal = (row: (typeof rows)[number]): boolean =>
        row.operation === 'upload.raw' && row.status === 200
      expect(rows.filter(isFinal)).toEqual([])
    },
  )

  it('is noticed when it has become shorter', async () => {
    const bench = await uploadBench({ resumableFromBytes: 2 ** 23 })
    const { path } = await bench.aFile(3 * 2 ** 20)
    const request = await bench.request(path, { onProgress: () => void writeFile(path, 'short') })
    const sent = await bench.photos.sendBytes(request)
    expect(sent).toEqual({ ok: false, failure: { kind: 'file-changed' } })
  })

  it('is noticed when it has grown before its turn', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(1000)
    const request = await bench.request(path)
    await appendFile(path, 'more')
    const sent = await bench.photos.sendBytes(request)
    expect(sent).toEqual({ ok: false, failure: { kind: 'file-changed' } })
    expect(bench.operations).toEqual([])
  })

  posixIt(
    'is noticed when a named pipe has taken its place, without waiting for a writer',
    async () => {
      const bench = await uploadBench()
      const { path } = await bench.aFile(1000)
      const request = await bench.request(path)
      await rm(path)
      execFileSync('mkfifo', [path])
      const sent = await bench.photos.sendBytes(request)
      expect(sent).toEqual({ ok: false, failure: { kind: 'file-changed' } })
    },
  )

  plainUserIt('is said to be unreadable when it is', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(1000)
    await chmod(path, 0)
    const sent = await bench.send(path)
    expect(sent).toEqual({ ok: false, failure: { kind: 'file-unreadable', code: 'EACCES' } })
  })
})
