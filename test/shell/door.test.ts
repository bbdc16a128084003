import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  engineCommandNames,
  shellCommandNames,
  shellOnlyCommandNames,
} from '../../src/shared/names.ts'
import { ok } from '../../src/shared/result.ts'
import {
  answer,
  windowCommandNames,
  type Caller,
  type WindowHandlers,
} from '../../src/main/shell/door.ts'

const own: Caller = { isMainFrame: true, url: 'app://shoebox/index.html' }

/** Handlers that note what reached them. */
function recording(): { handlers: WindowHandlers; calls: [string, unknown][] } {
  const calls: [string, unknown][] = []
  const handlers = Object.fromEntries(
    windowCommandNames.map((name) => [
      name,
      (input: unknown) => {
        calls.push([name, input])
        return Promise.resolve(ok({}))
      },
    ]),
  ) as unknown as WindowHandlers
  return { handlers, calls }
}

const noBug = (error: unknown): void => {
  throw error
}

describe('the door', () => {
  it('is open for the window’s commands and closed for those that carry paths', () => {
    expect([...windowCommandNames].sort()).toEqual(
      [...engineCommandNames, ...shellCommandNames]
        .filter((name) => !(shellOnlyCommandNames as readonly string[]).includes(name))
        .sort(),
    )
  })

  const strangers: Caller[] = [
    { isMainFrame: false, url: own.url },
    { isMainFrame: true, url: 'https://example.test/' },
    { isMainFrame: true, url: 'app://shoebox.example.test/' },
    { isMainFrame: true, url: 'file:///app://shoebox/index.html' },
    { isMainFrame: true, url: 'about:blank' },
    { isMainFrame: true, url: '' },
  ]

  it.each(windowCommandNames)('refuses %s from every stranger by throwing', async (name) => {
    const { handlers, calls } = recording()
    for (const stranger of strangers)
      await expect(answer(handlers, stranger, { name, input: {} }, noBug)).rejects.toThrow()
    expect(calls).toEqual([])
  })

  it('answers bad-request to anything that is not a request, and calls nobody', async () => {
    const { handlers, calls } = recording()
    for (const name of [
      ...shellOnlyCommandNames,
      'constructor',
      '__proto__',
      'toString',
      7,
      null,
    ]) {
      const result = await answer(handlers, own, { name, input: { path: '/' } }, noBug)
      expect(result).toMatchObject({ ok: false, failure: { kind: 'bad-request' } })
    }
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (request) => {
        const result = await answer(handlers, own, request, noBug)
        expect(result).toMatchObject({ ok: false, failure: { kind: 'bad-request' } })
      }),
    )
    expect(calls).toEqual([])
  })

  it.each(windowCommandNames)('lets nothing but parsed input through to %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (input) => {
        const { handlers, calls } = recording()
        const result = await answer(handlers, own, { name, input }, noBug)
        if (result.ok) expect(calls).toHaveLength(1)
        else {
          expect(result.failure.kind).toBe('bad-request')
          expect(calls).toEqual([])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('hands over what the contract knows and drops the rest', async () => {
    const { handlers, calls } = recording()
    await answer(handlers, own, { name: 'retryItem', input: { fileId: '1', extra: 2 } }, noBug)
    expect(calls).toEqual([['retryItem', { fileId: '1' }]])
  })

  it('turns a bug into a failure that tells nothing, and notes it', async () => {
    const { handlers } = recording()
    const bug = new Error('token=secret')
    handlers.getStatus = () => Promise.reject(bug)
    const noted: unknown[] = []
    const result = await answer(handlers, own, { name: 'getStatus', input: {} }, (error) =>
      noted.push(error),
    )
    expect(result).toEqual({
      ok: false,
      failure: { kind: 'unexpected', message: 'getStatus failed.' },
    })
    expect(noted).toEqual([bug])
  })
})
