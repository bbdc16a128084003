// A walk over a real file system whose calls take long: they go side by side, and while it hangs they keep nobody else waiting.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { WalkRequest } from '../../../src/main/engine/ports/files.ts'
import { createCallBudget } from '../../../src/main/engine/scan/call-budget.ts'
import { createWalker } from '../../../src/main/engine/scan/index.ts'
import { onShare, whyNoShare } from '../../bench/slow-share.ts'
import { eventually } from '../../builders/eventually.ts'
import { tempFolder } from './temp-folder.ts'

const why = whyNoShare()
if (why !== null) console.info(`A slow share is skipped: ${why}`)

const request = (root: string): WalkRequest => ({
  ...{ root, folders: [''], isRecursive: true, includeSubfolders: true, ignorePatterns: [] },
  signal: new AbortController().signal,
})

it.skipIf(why !== null)(
  'a share that hangs in the middle of many looks keeps only its own walk waiting',
  async () => {
    const names = Array.from({ length: 300 }, (_, at) => `${at % 10}/${at}.jpg`)
    const root = tempFolder(...names)
    const local = tempFolder('a.jpg')
    // One of libuv's usual four is left for others.
    const calls = createCallBudget(3)
    const walker = createWalker({ calls, stallLimitMs: 3_000 })
    const slow = { delayMs: 4, keptSeconds: 0, isTyped: true }
    await onShare(root, join(tempFolder(), 'share'), slow, async (share) => {
      // What the kernel has not met yet it may look up one after another.
      expect(await walker.walk(request(share.path), () => undefined)).toMatchObject({
        ...{ ok: true, value: { files: 300 } },
      })
      expect(calls.free()).toBe(3)
      const hung = walker.walk(request(share.path), () => undefined)
      await eventually(() => expect(calls.free()).toBeLessThan(2))
      share.hang(true)
      expect(await walker.walk(request(local), () => undefined)).toMatchObject({ ok: true })
      expect((await stat(local)).isDirectory()).toBe(true)
      expect(await hung).toMatchObject({ ok: false, failure: { code: 'ETIMEDOUT' } })
      expect(calls.free()).toBeLessThan(2)
      share.hang(false)
      await eventually(() => expect(calls.free()).toBe(3))
      expect(await walker.walk(request(share.path), () => undefined)).toMatchObject({ ok: true })
    })
    await walker.close()
  },
)
