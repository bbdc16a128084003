// The rooms of the engine and who may import whom: one table, read by the lint rules (rooms.ts) and by the check of all
// imports (import-rules.ts). The project references in each room's tsconfig.json say the same.

/** What a room may import beside itself, the ports and shared. */
export interface RoomDoors {
  /** The libraries that it is the door of. */
  readonly libraries: readonly string[]
  readonly rooms: readonly string[]
  /** Single files of other rooms. */
  readonly files?: readonly string[]
}

/** Each room of src/main/engine. */
export const engineRooms: Readonly<Record<string, RoomDoors>> = {
  ports: { libraries: [], rooms: [] },
  media: { libraries: ['file-type', 'saxes'], rooms: [] },
  images: { libraries: ['sharp', 'libheif-js'], rooms: ['media'] },
  prepare: { libraries: [], rooms: ['media', 'images'] },
  // What the user wants left out is read alike by the walk and the watcher.
  watch: { libraries: ['chokidar'], rooms: [], files: ['sources/ignore-patterns.ts'] },
  scan: { libraries: [], rooms: ['media'], files: ['sources/ignore-patterns.ts'] },
  sources: { libraries: [], rooms: [] },
  catalog: { libraries: ['better-sqlite3'], rooms: [] },
  photos: { libraries: ['undici'], rooms: [] },
  'sign-in': { libraries: ['undici', 'google-auth-library'], rooms: [] },
  queue: { libraries: [], rooms: [] },
  rehearsal: { libraries: [], rooms: [] },
  check: { libraries: [], rooms: [] },
  albums: { libraries: [], rooms: [] },
  conditions: { libraries: ['systeminformation'], rooms: [] },
  upkeep: { libraries: [], rooms: [] },
}

/** The files that carry no library but zod and, where the system is asked, systeminformation; the shell may know them. */
export const engineDoors = [
  'index.ts',
  'ports/*.ts',
  'log-line.ts',
  'google-origin.ts',
  'kept-content.ts',
  'file-vault.ts',
  'system-ports.ts',
  'conditions/linux-surroundings.ts',
  'conditions/metered.ts',
  'conditions/network-facts.ts',
]
