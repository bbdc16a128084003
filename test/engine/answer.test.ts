// What a command answers when the catalogue takes or tells nothing, and what else that stops.
import { expect, it } from 'vitest'
import { createAnswer } from '../../src/main/engine/answer.ts'
import type { StoreTrouble } from '../../src/main/engine/ports/catalogue-trouble.ts'
import type { EngineHandlers } from '../../src/shared/contract.ts'
import { fail } from '../../src/shared/result.ts'
import { storeTroubles } from '../fakes/store-troubles.ts'

function answering(thrown: Error) {
  const told: StoreTrouble[] = []
  const handlers = { verify: () => Promise.reject(thrown) } as unknown as EngineHandlers
  return { told, call: createAnswer(handlers, (trouble) => told.push(trouble)) }
}

it.each(storeTroubles)(
  '"%s" is a failure, and told to whom it stops, too',
  async (kind, thrown) => {
    const { told, call } = answering(thrown)
    expect(await call('verify', {})).toEqual(fail({ kind }))
    expect(told).toEqual([{ kind }])
  },
)

it('a bug is thrown, and stops nothing else', async () => {
  const { told, call } = answering(new Error('a bug'))
  await expect(call('verify', {})).rejects.toThrow('a bug')
  expect(told).toEqual([])
})
