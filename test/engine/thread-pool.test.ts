// The size of libuv's pool: who sets it, and how many calls that leaves for slow places.
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { callsFor } from '../../src/main/engine/scan/call-budget.ts'
import { widenThreadPool } from '../../src/main/engine/thread-pool.ts'

const after = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): NodeJS.ProcessEnv => {
  widenThreadPool(env, platform)
  return env
}

describe('the size of the pool', () => {
  it('is set where nobody else did, but on Windows, where libuv would not see it', () => {
    expect(after({}, 'linux')).toEqual({ UV_THREADPOOL_SIZE: '36' })
    expect(after({ UV_THREADPOOL_SIZE: '8' }, 'darwin')).toEqual({ UV_THREADPOOL_SIZE: '8' })
    expect(after({}, 'win32')).toEqual({})
  })

  it.each([
    [undefined, 0],
    ['', 0],
    ['many', 0],
    ['2', 0],
    ['4', 0],
    ['5', 1],
    ['36', 32],
    ['1024', 32],
  ])('of %s leaves %d calls beside the four for everybody', (size, calls) => {
    expect(callsFor(size === undefined ? {} : { UV_THREADPOOL_SIZE: size })).toBe(calls)
  })

  it.runIf(process.platform === 'linux')('is what libuv takes', () => {
    const script = `
      import { readdirSync } from 'node:fs'
      import { stat } from 'node:fs/promises'
      import { widenThreadPool } from ${JSON.stringify(new URL('../../src/main/engine/thread-pool.ts', import.meta.url).href)}
      const threads = () => readdirSync('/proc/self/task').length
      const before = threads()
      widenThreadPool()
      await stat('/')
      console.log(threads() - before)`
    const env = { ...process.env }
    delete env['UV_THREADPOOL_SIZE']
    const words = ['--input-type=module', '-e', script]
    expect(execFileSync(process.execPath, words, { encoding: 'utf8', env })).toBe('36\n')
  })
})
