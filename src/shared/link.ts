// The messages between the process that hosts the engine and the shell that supervises it. The same
// on a utilityProcess port and on a Node child's IPC; each end parses what it receives before acting.
import * as z from 'zod'
import { failureSchema } from './failure.ts'
import { engineCommandNames, eventNames } from './names.ts'

/** What the shell knows of the machine; null means unknown. */
export const systemFactsSchema = z.object({
  isOnline: z.boolean().nullable(),
  network: z.enum(['wifi', 'cable', 'cellular']).nullable(),
  isMetered: z.boolean().nullable(),
  isOnBattery: z.boolean().nullable(),
  /** Somebody is at the computer. */
  isInUse: z.boolean().nullable().optional(),
  isAsleep: z.boolean(),
})

/** Where the engine keeps its things and whom it talks to. */
export const engineOptionsSchema = z.object({
  dataFolder: z.string(),
  cacheFolder: z.string(),
  /** A loopback origin that stands in for Google, or null for Google itself. */
  googleOrigin: z.string().nullable(),
  builtInClient: z.object({ clientId: z.string(), clientSecret: z.string() }).nullable(),
  /** 'node': the engine forks its image worker itself. 'shell': it asks the shell, which owns utilityProcess. */
  imageWorker: z.enum(['node', 'shell']),
  /** The app's version. */
  appVersion: z.string(),
  /** Where Linux mounts what is put in; left out: in its usual places. */
  mountsFolder: z.string().exactOptional(),
})
/** Where the engine keeps its things and whom it talks to. */
export type EngineOptions = z.infer<typeof engineOptionsSchema>

/** Messages to the engine's process. */
export const toEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), options: engineOptionsSchema, facts: systemFactsSchema }),
  z.object({
    kind: z.literal('command'),
    id: z.number().int(),
    name: z.enum(engineCommandNames),
    input: z.unknown(),
  }),
  z.object({ kind: z.literal('facts'), facts: systemFactsSchema }),
  /** The answer to an `ask`; `isOk` false means that the port threw. */
  z.object({
    kind: z.literal('answer'),
    id: z.number().int(),
    isOk: z.boolean(),
    value: z.unknown(),
  }),
  z.object({ kind: z.literal('worker-message'), workerId: z.number().int(), message: z.unknown() }),
  z.object({
    kind: z.literal('worker-exit'),
    workerId: z.number().int(),
    code: z.number().nullable(),
  }),
  /** Stop cleanly within three seconds and exit. */
  z.object({ kind: z.literal('stop') }),
])
/** A message to the engine's process. */
export type ToEngine = z.infer<typeof toEngineSchema>

/** What the engine may ask of the shell. */
export const askNames = [
  'vault.load',
  'vault.save',
  'vault.clear',
  'vault.loadClient',
  'vault.saveClient',
  'vault.isLasting',
  'vault.keepInFile',
  'browser.open',
] as const

/** Messages from the engine's process. */
export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  /** The engine cannot run at all, for instance because the catalogue is from a newer version. */
  z.object({ kind: z.literal('cannot-run'), failure: failureSchema }),
  z.object({ kind: z.literal('result'), id: z.number().int(), result: z.unknown() }),
  z.object({ kind: z.literal('event'), name: z.enum(eventNames), payload: z.unknown() }),
  z.object({
    kind: z.literal('ask'),
    id: z.number().int(),
    name: z.enum(askNames),
    argument: z.unknown(),
  }),
  z.object({
    kind: z.literal('worker-start'),
    workerId: z.number().int(),
    env: z.record(z.string(), z.string()),
    execArgv: z.array(z.string()),
  }),
  z.object({ kind: z.literal('worker-post'), workerId: z.number().int(), message: z.unknown() }),
  z.object({ kind: z.literal('worker-kill'), workerId: z.number().int() }),
  z.object({ kind: z.literal('log'), level: z.enum(['info', 'error']), line: z.string() }),
])
/** A message from the engine's process. */
export type FromEngine = z.infer<typeof fromEngineSchema>
