// The bridge between the window and the shell, bundled to one sandboxed script. It passes on commands and
// events by name and nothing else: no Electron object, no event object, no channel of the window's choosing.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import {
  commandChannel,
  eventChannel,
  eventNames,
  initialFactsFlag,
  type EventName,
} from '../shared/names.ts'

type Listener = (payload: unknown) => void

const listeners = new Map<EventName, Set<Listener>>(eventNames.map((name) => [name, new Set()]))
const latest = new Map<EventName, unknown>()
const droppedPaths = new Set<string>()
/** A page to go to, and the question before the end: nobody is to hear them again. */
const meantOnce: ReadonlySet<EventName> = new Set(['navigate', 'leaveAsked'])

const isEventName = (name: unknown): name is EventName =>
  (eventNames as readonly unknown[]).includes(name)

ipcRenderer.on(eventChannel, (_event, name: unknown, payload: unknown) => {
  if (!isEventName(name)) return
  const heard = listeners.get(name) ?? new Set()
  // What is meant once waits only for a window that is not listening yet.
  if (!meantOnce.has(name) || heard.size === 0) latest.set(name, payload)
  for (const listener of heard) listener(payload)
})

function on(name: unknown, listener: Listener): () => void {
  if (!isEventName(name)) throw new Error('There is no such event.')
  // Its own function for each call, so that the same listener given twice is ended one at a time.
  const own: Listener = (payload) => listener(payload)
  const heard = listeners.get(name)
  heard?.add(own)
  if (latest.has(name)) {
    const payload = latest.get(name)
    if (meantOnce.has(name)) latest.delete(name)
    queueMicrotask(() => {
      if (heard?.has(own)) own(payload)
    })
  }
  return () => {
    heard?.delete(own)
  }
}

function call(name: unknown, input: unknown): Promise<unknown> {
  // Only a real drop makes a path; what page script makes up does not get as far as the shell.
  const path = name === 'dropFolder' ? (input as { path?: unknown } | null)?.path : undefined
  if (name === 'dropFolder' && (typeof path !== 'string' || !droppedPaths.has(path)))
    return Promise.resolve({ ok: false, failure: { kind: 'not-found' } })
  return ipcRenderer.invoke(commandChannel, { name, input })
}

function pathForDrop(file: File): string {
  const path = webUtils.getPathForFile(file)
  if (path !== '') droppedPaths.add(path)
  return path
}

const readInitial = (): unknown => {
  const argument = process.argv.find((text) => text.startsWith(initialFactsFlag))
  return JSON.parse(decodeURIComponent(argument?.slice(initialFactsFlag.length) ?? 'null'))
}

contextBridge.exposeInMainWorld('shoebox', { call, on, pathForDrop, initial: readInitial() })
