// That whoever asks why gets an answer: no condition stands without a check that says no, and no check says yes unasked.
import { expect, it } from 'vitest'
import { diagnose } from '../../../src/main/engine/conditions/index.ts'
import { defaultSettings } from '../../../src/shared/model.ts'
import { conditionSchema, type Condition } from '../../../src/shared/status.ts'
import { samplesOf } from '../../renderer/words/samples.ts'
import { aStatus } from '../../shell/a-status.ts'

const known = {
  isOnline: true,
  network: 'wifi',
  isMetered: false,
  isOnBattery: false,
  isAsleep: false,
} as const
const storage = { limitBytes: 9, usedBytes: 1, at: 0 }
const answers = (conditions: Condition[]) =>
  diagnose(aStatus({ conditions, storage }), defaultSettings, known)

it.each(samplesOf(conditionSchema).map((condition) => [condition.kind, condition] as const))(
  'one check says what is in the way with %s',
  (_, condition) => {
    const inTheWay = answers([condition]).filter(({ answer }) => answer === 'no')
    expect(inTheWay).toHaveLength(1)
  },
)

it('nothing is in the way where nothing is, also after the catalogue was restored', () => {
  const status = aStatus({ storage, catalogue: 'restored-from-backup' })
  const said = diagnose(status, defaultSettings, known)
  expect(said.filter(({ answer }) => answer !== 'yes')).toEqual([])
})

it('what nobody knows is not said to be well', () => {
  const said = diagnose(aStatus(), defaultSettings, { ...known, isOnline: null })
  expect(said.filter(({ answer }) => answer === 'unknown').map(({ name }) => name)).toEqual([
    'online',
    'storage',
  ])
})
