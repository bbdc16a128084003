// The words of the model: what it knows of a source, what a command is, and where commands put their files.
import fc from 'fast-check'
import type { World } from './world.ts'

/** What should be: every file of the source, by its path in it, with its bytes. */
export interface Model {
  files: Map<string, Buffer>
  isPlugged: boolean
  /** A stranger's folder stands where the source was. */
  isStrangerThere: boolean
  /** What nobody may read now. */
  locked: string | null
}

/** The world, and the part of it that this sequence uses. */
export interface Real {
  world: World
  /** The source of this sequence. */
  folder: string
  /** Makes this sequence's contents its own. */
  firstSeed: number
}

/** One thing that may happen. */
export type Command = fc.AsyncCommand<Model, Real>

const folders = ['', 'a', 'a/b', 'holiday 2024'] as const
const names = ['one.jpg', 'two.jpg', 'Three.JPG', 'four.jpeg'] as const

/** Where a file may lie. */
export const path = fc
  .tuple(fc.constantFrom(...folders), fc.constantFrom(...names))
  .map(([folder, name]) => (folder === '' ? name : `${folder}/${name}`))
/** Which content a file may have. */
export const content = fc.nat({ max: 5 })

/** A command by its name, when it may run and what it does. */
export function command(
  name: string,
  may: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return { check: (model) => may(model), run, toString: () => name }
}

/** For what can happen at any time. */
export const always = (): boolean => true
/** For what people do with files: not where nothing may be read, since then nothing may be written either. */
export const isAtHand = (model: Model): boolean => model.isPlugged && model.locked === null
