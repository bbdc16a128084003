// The three ways in which the catalogue can keep from storing or telling anything, as thrown and as told.
import {
  CatalogueDamagedError,
  DiskFullError,
  type StoreTrouble,
} from '../../src/main/engine/ports/catalogue-trouble.ts'

/** Each with what it is told as. */
export const storeTroubles: [StoreTrouble['kind'], Error][] = [
  ['disk-full', new DiskFullError('full')],
  ['catalogue-damaged', new CatalogueDamagedError('damaged')],
  [
    'catalogue-unwritable',
    Object.assign(new Error('attempt to write'), { code: 'SQLITE_READONLY' }),
  ],
]
