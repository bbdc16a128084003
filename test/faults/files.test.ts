// Files and folders that misbehave: they change while they are read, vanish before their turn, have names that nobody
// expects, cannot be opened, or are no files at all. What can be sent is sent once; the rest is told with its reason.
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync } from 'node:fs'
import {
  appendFile,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { isSettled } from './harness/engine.ts'
import { faultTest } from './harness/fault-test.ts'
import { giveAway, isRoot, nobody } from './harness/other-user.ts'
import { hashOf, photo, writeVideo } from './harness/pictures.ts'
import { openWorld, sessionBytes, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World | null = null
beforeAll(async () => {
  emulator = await startEmulatorProcess()
})
afterEach(async () => {
  await world?.close()
  world = null
})
afterAll(() => emulator.stop())

const isLinux = process.platform === 'linux'

async function newWorld(change: Parameters<typeof openWorld>[1] = {}): Promise<World> {
  world = await openWorld(emulator, change)
  return world
}

/** Sends slowly enough that a test can step in. */
const slowly = (bytesPerSecond: number | null): Promise<unknown> =>
  emulator.control.changeSettings({ uploadBytesPerSecond: bytesPerSecond })

describe('files that change', () => {
  const ways: Record<string, (path: string, next: Buffer) => Promise<unknown>> = {
    'is appended to': (path) => appendFile(path, Buffer.from('more at the end')),
    'is rewritten': (path, next) => writeFile(path, next),
    'is swapped for another': async (path, next) => {
      await writeFile(`${path}.draft`, next)
      await rename(`${path}.draft`, path)
    },
    'is cut short': (path) => truncate(path, 5_000),
  }
  faultTest('File mutates while read', async (tally) => {
    for (const [way, change] of Object.entries(ways))
      for (const sizeBytes of [400_000, 2_000_000]) {
        const { engine, ...rest } = await started(await newWorld())
        await slowly(500_000)
        const before = await photo(90_001, sizeBytes)
        const path = await rest.world.add('changing.jpg', before)
        await engine.call('scanNow', {})
        await engine.until(
          ({ active }) => active.some(({ phase }) => phase === 'sending'),
          'it is being sent',
        )
        await change(path, await photo(90_002, sizeBytes + 1_000))
        await slowly(null)
        await engine.call('scanNow', {})
        const now = await bytesOf(path)
        rest.world.forget('changing.jpg')
        rest.world.expect(now, 'changing.jpg')
        await engine.patiently(
          (status) => isSettled(status) && status.counts.done.files === 1,
          'the changed file is in the library',
        )
        await rest.world.settle()
        tally.clean(await rest.world.judge(), `${sizeBytes} bytes, ${way}`)
        await rest.world.close()
      }
  })

  faultTest('File mutates, same size and its time put back', async (tally) => {
    const { engine, world: mine } = await started(await newWorld())
    const before = await photo(91_001, 60_000)
    const path = await mine.add('back-dated.jpg', before)
    const stamp = await stat(path)
    await mine.settle()
    const after = Buffer.from(before)
    after.fill(7, 30_000, 30_100)
    await writeFile(path, after)
    await utimes(path, stamp.atime, stamp.mtime)
    mine.expect(after, 'back-dated.jpg')
    await engine.call('scanNow', {})
    await emulator.control.waitFor((row) => row.sha256 === hashOf(after), { timeoutMs: 60_000 })
    await mine.settle()
    tally.clean(await mine.judge())
  })

  faultTest('File still being written at start-up', async (tally) => {
    const mine = await newWorld({ speed: 1, timing: { quietMs: 700, debounceMs: 50 } })
    const whole = await photo(92_001, 500_000)
    const path = join(mine.folder, 'slow.jpg')
    const writing = writeSlowly(path, whole)
    mine.expect(whole, 'slow.jpg')
    await mine.start()
    await writing
    await mine.engine.call('scanNow', {})
    await emulator.control.waitFor((row) => row.operation === 'batchCreate', { timeoutMs: 60_000 })
    await mine.settle()
    tally.clean(await mine.judge())
    expect(await mine.library()).toHaveLength(1)
  })

  faultTest('File deleted / renamed before its turn', async (tally) => {
    const { engine, world: mine } = await started(await newWorld())
    await engine.call('pause', { until: 'resumed' })
    const paths = await mine.addPhotos(8)
    const [large] = await mine.addPhotos(1, sessionBytes)
    await engine.call('scanNow', {})
    await engine.until((status) => status.counts.found.files === 9, 'all are found')
    await rm(paths[0] ?? '')
    await rename(paths[1] ?? '', join(mine.folder, 'renamed.jpg'))
    await mkdir(join(mine.folder, 'deep'))
    await rename(paths[2] ?? '', join(mine.folder, 'deep', 'moved.jpg'))
    await rm(large ?? '')
    mine.forget(nameOf(paths[0]))
    mine.forget(nameOf(large))
    await engine.call('resume', {})
    const status = await mine.settle()
    expect(status.counts.failed.files).toBe(0)
    // The two, and the former names of those whose bytes nobody had read yet.
    expect(status.counts.gone.files).toBe(4)
    tally.clean(await mine.judge())
    // Known by its bytes: a later move sends nothing.
    const sent = (await emulator.control.counters()).byOperation['upload.raw']
    await rename(join(mine.folder, 'renamed.jpg'), join(mine.folder, 'deep', 'again.jpg'))
    await mine.settle()
    expect((await emulator.control.counters()).byOperation['upload.raw']).toBe(sent)
    tally.clean(await mine.judge())
  })

  faultTest('Same photo in 2 folders / re-added', async (tally) => {
    const { world: mine } = await started(await newWorld())
    const [path = ''] = await mine.addPhotos(1)
    for (const copy of ['a/one.jpg', 'b/two.jpg']) await mine.add(copy, await bytesOf(path))
    const status = await mine.settle()
    expect(status.duplicates).toBe(2)
    tally.clean(await mine.judge())
    await rename(path, `${mine.folder}/../aside`)
    await mine.settle()
    await rename(`${mine.folder}/../aside`, path)
    await mine.settle()
    tally.clean(await mine.judge())
    expect((await mine.library()).map((item) => item.timesSent)).toEqual([1])
  })
})

describe('files that are odd', () => {
  faultTest(
    'FIFO, socket, device named .jpg',
    async (tally) => {
      const { world: mine } = await started(await newWorld())
      spawnSync('mkfifo', [join(mine.folder, 'pipe.jpg')])
      if (isRoot) spawnSync('mknod', [join(mine.folder, 'device.jpg'), 'c', '1', '5'])
      const server = createServer().listen(join(mine.folder, 'socket.jpg'))
      await mine.addPhotos(2)
      const status = await mine.settle()
      server.close()
      expect(status.counts.done.files).toBe(2)
      tally.clean(await mine.judge())
      expect(await mine.library()).toHaveLength(2)
    },
    { isSkipped: !isLinux },
  )

  faultTest('0 byte, wrong extension, truncated', async (tally) => {
    const { world: mine } = await started(await newWorld())
    await writeFile(join(mine.folder, 'empty.jpg'), '')
    await writeFile(join(mine.folder, 'words.jpg'), 'these are words')
    await mine.add('really-a-jpeg.png', await photo(93_001))
    await mine.add('truncated.jpg', (await photo(93_002, 50_000)).subarray(0, 40_000))
    await writeVideo(join(mine.folder, 'movie.jpg'), 100_000, 93_003)
    mine.expect(await bytesOf(join(mine.folder, 'movie.jpg')), 'movie')
    const status = await mine.settle()
    expect(status.counts.skipped.files).toBe(2)
    expect(status.counts.failed.files).toBe(0)
    const { groups } = await mine.engine.call('problems', {})
    expect(groups.map(({ reason }) => reason).sort()).toEqual(['empty', 'not-a-photo'])
    tally.clean(await mine.judge())
  })

  faultTest('NFC/NFD, emoji, newline, trailing dot, RTL names', async (tally) => {
    const { world: mine } = await started(await newWorld())
    const names = [
      '\u00e9t\u00e9.jpg',
      'e\u0301te\u0301.jpg',
      'party 🎉🏳️‍🌈.jpg',
      'two\nlines.jpg',
      'trailing./dot.jpg',
      '\u202eright-to-left.jpg',
      'תמונה.jpg',
      'quote\'"`$(x).jpg',
      ' leading and trailing .jpg',
      '%2e%2e%00.jpg',
      '-rf.jpg',
      `${'long'.repeat(60)}.jpg`,
    ]
    for (const [index, name] of names.entries()) await mine.add(name, await photo(94_000 + index))
    const status = await mine.settle()
    expect(status.counts.done.files).toBe(names.length)
    tally.clean(await mine.judge())
  })

  faultTest(
    'Non-UTF-8 name (Linux)',
    async (tally) => {
      const { world: mine } = await started(await newWorld())
      const name = Buffer.concat([Buffer.from(`${mine.folder}/bad-`), Buffer.from([0xff, 0xfe])])
      const bytes = await photo(95_001)
      await writeFile(Buffer.concat([name, Buffer.from('.jpg')]), bytes)
      mine.expect(bytes, 'bad.jpg')
      await mine.addPhotos(1)
      const status = await mine.settle()
      expect(status.counts.skipped.files).toBe(0)
      expect(status.counts.done.files).toBe(2)
      tally.clean(await mine.judge())
    },
    { isSkipped: !isLinux },
  )

  faultTest(
    'Path > PATH_MAX / Windows >260',
    async (tally) => {
      const { world: mine } = await started(await newWorld())
      const [path = ''] = await mine.addPhotos(2)
      const part = 'd'.repeat(200)
      // Beyond the longest path only step by step.
      const dig = `for i in $(seq 25); do mkdir ${part} && cd ${part} || exit 1; done; cat ${path} > deep.jpg`
      expect(spawnSync('bash', ['-c', dig], { cwd: mine.folder }).status).toBe(0)
      await mine.add(`${part}/${part}/${part}/reachable.jpg`, await photo(96_001))
      const status = await mine.settle()
      expect(status.counts.done.files).toBe(3)
      expect(status.counts.failed.files).toBe(0)
      tally.clean(await mine.judge())
      await mine.engine.stop()
      spawnSync('rm', ['-rf', join(mine.folder, part)])
    },
    { isSkipped: !isLinux },
  )

  faultTest('Symlink loops', async (tally) => {
    const { world: mine } = await started(await newWorld())
    await mine.addPhotos(1)
    await mine.add('sub/inner.jpg', await photo(97_001))
    await symlink('.', join(mine.folder, 'loop'))
    await symlink('..', join(mine.folder, 'sub', 'up'))
    await symlink('inner.jpg', join(mine.folder, 'sub', 'linked.jpg'))
    const status = await mine.settle()
    expect(status.counts.done.files).toBe(2)
    tally.clean(await mine.judge())
  })

  faultTest(
    'Unreadable file/dir (EACCES, macOS EPERM/TCC)',
    async (tally) => {
      const mine = await newWorld()
      const locked = await mine.add('locked.jpg', await photo(98_001))
      const lockedFolder = dirname(await mine.add('closed/inside.jpg', await photo(98_002)))
      await mine.addPhotos(2)
      await giveAway(dirname(mine.folder), nobody)
      chmodSync(locked, 0)
      chmodSync(lockedFolder, 0)
      // Whoever owns a file could still open what is his: the locked ones are another's.
      chownSync(locked, 0, 0)
      chownSync(lockedFolder, 0, 0)
      const engine = await mine.start({}, { uid: nobody })
      const status = await engine.patiently(
        ({ counts, lastCheckedAt }) =>
          lastCheckedAt !== null && counts.done.files === 2 && counts.failed.files === 1,
        'the rest went on',
      )
      expect(status.sources[0]?.unreadableFolders).toBe(1)
      const { groups } = await engine.call('problems', {})
      expect(groups.map(({ reason }) => reason)).toEqual(['file-unreadable'])
      chmodSync(lockedFolder, 0o755)
      chmodSync(locked, 0o644)
      await mine.settle()
      tally.clean(await mine.judge())
    },
    { isSkipped: !isRoot || !isLinux },
  )

  faultTest(
    'Rights of a folder taken and given back',
    async (tally) => {
      const mine = await newWorld()
      const nobody = 65_534
      await mine.addPhotos(1)
      await giveAway(dirname(mine.folder), nobody)
      const engine = await mine.start({}, { uid: nobody })
      await engine.patiently(({ counts }) => counts.done.files === 1, 'one is there')
      await engine.call('pause', { until: 'resumed' })
      const folder = dirname(await mine.add('shared/one.jpg', await photo(98_101)))
      await mine.add('shared/two.jpg', await photo(98_102))
      await engine.call('scanNow', {})
      await engine.until(({ counts }) => counts.found.files === 2, 'two are found')
      // Its names can be read and none of its files, as on a share whose login ended.
      chmodSync(folder, 0o704)
      chownSync(folder, 0, 0)
      await engine.call('resume', {})
      await engine.patiently(({ counts }) => counts.failed.files === 2, 'both are refused')
      await engine.call('scanNow', {})
      await engine.until(({ sources }) => sources[0]?.state !== 'scanning', 'it was scanned')
      chmodSync(folder, 0o755)
      await engine.call('scanNow', {})
      await engine.patiently(({ counts }) => counts.done.files === 3, 'both are there')
      await mine.settle()
      tally.clean(await mine.judge())
    },
    { isSkipped: !isRoot || !isLinux },
  )

  faultTest(
    'Cloud placeholder',
    async (tally) => {
      const { world: mine } = await started(await newWorld())
      const path = join(mine.folder, 'in-the-cloud.jpg')
      await using file = await open(path, 'w')
      await file.truncate(300_000)
      await mine.addPhotos(1)
      const status = await mine.settle()
      expect(status.counts.skipped.files).toBe(1)
      const { groups } = await mine.engine.call('problems', {})
      expect(groups.map(({ reason }) => reason)).toEqual(['online-only'])
      tally.clean(await mine.judge())
      // The user opens it elsewhere, and its bytes come.
      const bytes = await photo(99_001, 300_000)
      await file.write(bytes, 0, bytes.length, 0)
      await file.sync()
      mine.expect(bytes, 'in-the-cloud.jpg')
      await mine.engine.call('scanNow', {})
      await mine.engine.patiently(({ counts }) => counts.done.files === 2, 'it is sent now')
      tally.clean(await mine.judge())
    },
    { isSkipped: !isLinux },
  )

  faultTest('Decompression bomb, huge progressive, decoder crash', async (tally) => {
    const { world: mine, engine } = await started(await newWorld())
    await writeFile(join(mine.folder, 'bomb.png'), pictureBomb(30_000, 30_000))
    await mine.addLargePhoto()
    await engine.call('scanNow', {})
    if (isLinux) {
      await engine.until(
        ({ active }) => active.some(({ phase }) => phase === 'preparing'),
        'it prepares',
      )
      for (const pid of await imageWorkers()) process.kill(pid, 'SIGSEGV')
    }
    await mine.addPhotos(1)
    const status = await mine.settle()
    expect(status.counts.failed.files).toBe(0)
    // Reduced by the next worker, or sent as it is with the reason: it is there either way.
    const names = (await mine.library()).map(({ filename }) => filename)
    expect(names.filter((name) => name.startsWith('large-'))).toHaveLength(1)
    const { broken } = await mine.judge()
    tally.clean({ lost: [], twice: [], broken })
  })
})

describe('sources that come and go', () => {
  faultTest('Drive unplugged / share gone', async (tally) => {
    const { world: mine, engine } = await started(await newWorld())
    await slowly(300_000)
    await mine.addPhotos(10, 50_000)
    await engine.call('scanNow', {})
    await engine.until(({ active }) => active.some(({ phase }) => phase === 'sending'), 'it sends')
    await rename(mine.folder, `${mine.folder}-away`)
    await engine.call('scanNow', {})
    const away = await engine.until(
      ({ sources, active }) =>
        active.length === 0 && sources.some(({ state }) => state === 'not-connected'),
      'the folder is away',
    )
    expect(away.counts.gone.files).toBe(0)
    expect(away.counts.failed.files).toBe(0)
    await slowly(null)
    await rename(`${mine.folder}-away`, mine.folder)
    await engine.patiently(
      ({ sources }) => sources.every(({ state }) => state !== 'not-connected'),
      'the folder is back',
    )
    await mine.settle()
    tally.clean(await mine.judge())
  })

  faultTest(
    'Drive unmounted, its empty mount point left',
    async (tally) => {
      const mine = await newWorld()
      const disk = join(dirname(mine.folder), 'disk.img')
      const run = (command: string, ...words: string[]): void => {
        const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' })
        if (status !== 0) throw new Error(`${command}: ${stderr}`)
      }
      run('truncate', '-s', '16M', disk)
      run('mkfs.ext4', '-q', '-F', disk)
      run('mount', '-o', 'loop', disk, mine.folder)
      try {
        const copyIn = async (seed: number): Promise<void> => {
          const bytes = await photo(seed)
          await writeFile(join(mine.folder, `${seed}.jpg`), bytes)
          mine.expect(bytes, `${seed}.jpg`)
        }
        for (const seed of [81_001, 81_002, 81_003]) await copyIn(seed)
        const engine = await mine.start()
        await engine.patiently(({ counts }) => counts.done.files === 3, 'three are there')
        await engine.call('pause', { until: 'resumed' })
        await copyIn(81_004)
        await engine.call('scanNow', {})
        await engine.until(({ counts }) => counts.found.files === 1, 'the fourth is found')
        run('umount', '-l', mine.folder)
        await engine.call('scanNow', {})
        const away = await engine.until(
          ({ sources }) => sources.some(({ state }) => state === 'not-connected'),
          'the drive is away',
        )
        expect(away.counts.gone.files).toBe(0)
        run('mount', '-o', 'loop', disk, mine.folder)
        await engine.call('resume', {})
        await engine.patiently(({ counts }) => counts.done.files === 4, 'all four are there')
        tally.clean(await mine.judge())
        await engine.stop()
      } finally {
        spawnSync('umount', ['-l', mine.folder])
      }
    },
    { isSkipped: !canMount() },
  )

  faultTest(
    'Another drive mounted at the same path',
    async (tally) => {
      const { world: mine, engine } = await started(await newWorld())
      await mine.addPhotos(3)
      await engine.call('scanNow', {})
      await engine.until(({ counts }) => counts.done.files === 3, 'three are there')
      const mounted = spawnSync('mount', ['-t', 'tmpfs', 'none', mine.folder])
      expect(mounted.status).toBe(0)
      try {
        await writeFile(join(mine.folder, 'stranger.jpg'), await photo(82_001))
        await engine.call('scanNow', {})
        const met = await engine.until(
          ({ sources }) => sources.some(({ state }) => state === 'unfamiliar'),
          'something else is in its place',
        )
        expect(met.conditions).toMatchObject([{ kind: 'source-unfamiliar' }])
        expect(met.counts.gone.files).toBe(0)
      } finally {
        spawnSync('umount', ['-l', mine.folder])
      }
      await mine.addPhotos(1)
      await engine.call('scanNow', {})
      await engine.patiently(({ counts }) => counts.done.files === 4, 'its own drive is back')
      await mine.settle()
      tally.clean(await mine.judge())
    },
    { isSkipped: !canMount() },
  )

  faultTest('Watcher drops events / overflow / watcher dies', async (tally) => {
    const { world: mine, engine } = await started(await newWorld({ eventsLost: 1 }))
    await mine.addPhotos(3)
    // Nobody asks for a scan and no event comes: the whole scan on its timer finds them.
    engine.advance(14 * 24 * 3600_000)
    await engine.patiently(({ counts }) => counts.done.files === 3, 'the timed scan has found them')
    tally.clean(await mine.judge())
  })

  const watchLimits = [
    { code: 'ENOSPC', limit: 'max_inotify_watches', value: 4 },
    { code: 'EMFILE', limit: 'max_inotify_instances', value: 0 },
  ]
  for (const { code, limit, value } of watchLimits)
    faultTest(
      `Watch limits of the system: ${code}`,
      async (tally) => {
        const mine = await newWorld()
        for (let index = 0; index < 12; index += 1)
          await mine.add(`folder-${index}/photo.jpg`, await photo(82_000 + index))
        // A limit of its own user namespace: nothing else on this machine feels it.
        const script = `echo ${value} > /proc/sys/user/${limit}; exec "$@"`
        const wrapper = ['unshare', '--user', '--map-root-user', 'sh', '-c', script, 'sh']
        const engine = await mine.start({}, { wrapper })
        const status = await mine.settle()
        expect(status.sources[0]).toMatchObject({ state: 'timer', watchProblem: 'watch-limit' })
        await mine.add('folder-11/later.jpg', await photo(82_100))
        engine.advance(10 * 60_000)
        await engine.patiently(
          ({ counts }) => counts.done.files === 13,
          'the timer finds the later one',
        )
        tally.clean(await mine.judge())
      },
      { isSkipped: !canLimitWatches() },
    )

  faultTest('Shutdown while uploading', async (tally) => {
    const { world: mine, engine } = await started(await newWorld())
    await slowly(300_000)
    await mine.addPhotos(6, 50_000)
    await mine.addPhotos(1, sessionBytes)
    await engine.call('scanNow', {})
    await engine.until(({ active }) => active.some(({ phase }) => phase === 'sending'), 'it sends')
    await engine.stop()
    expect(await engine.ended).toBeNull()
    const rows = (await emulator.control.ledger()).length
    await slowly(null)
    expect((await emulator.control.ledger()).length).toBe(rows)
    await mine.start()
    await mine.settle()
    tally.clean(await mine.judge())
  })

  faultTest(
    'Disk full (encode temp)',
    async (tally) => {
      const mine = await newWorld()
      const renditions = join(mine.dataFolder, 'renditions')
      await mkdir(renditions)
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', renditions])
      try {
        const path = await mine.addLargePhoto()
        await mine.addPhotos(1)
        const bytes = await bytesOf(path)
        await mine.start()
        await mine.settle()
        mine.forget(nameOf(path))
        mine.expect(bytes, nameOf(path))
        tally.clean(await mine.judge())
        await mine.engine.stop()
      } finally {
        spawnSync('umount', ['-l', renditions])
      }
    },
    { isSkipped: !canMount() },
  )
})

async function started(mine: World): Promise<{ world: World; engine: World['engine'] }> {
  await slowly(null)
  return { world: mine, engine: await mine.start() }
}

function nameOf(path: string | undefined): string {
  return (path ?? '').slice((path ?? '').lastIndexOf('/') + 1)
}

async function bytesOf(path: string): Promise<Buffer> {
  await using file = await open(path)
  return await file.readFile()
}

/** A copy program that takes its time, piece by piece. */
async function writeSlowly(path: string, bytes: Buffer): Promise<void> {
  await using file = await open(path, 'w')
  const pieces = 12
  for (let piece = 0; piece < pieces; piece += 1) {
    const from = Math.floor((bytes.length * piece) / pieces)
    const to = Math.floor((bytes.length * (piece + 1)) / pieces)
    await file.write(bytes, from, to - from, from)
    await new Promise((resolve) => {
      setTimeout(resolve, 150)
    })
  }
}

function canMount(): boolean {
  return isLinux && isRoot && spawnSync('losetup', ['-f']).status === 0
}

function canLimitWatches(): boolean {
  const words = ['--user', '--map-root-user', 'test', '-w', '/proc/sys/user/max_inotify_watches']
  return isLinux && spawnSync('unshare', words).status === 0
}

/** The image workers that belong to engines of this test. */
async function imageWorkers(): Promise<number[]> {
  const found: number[] = []
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    try {
      const [text, words] = await Promise.all([
        textOf(`/proc/${pid}/stat`),
        textOf(`/proc/${pid}/cmdline`),
      ])
      parents.set(pid, Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]))
      if (words.includes('image-worker')) found.push(pid)
    } catch {
      // Ended meanwhile.
    }
  }
  const isMine = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0
    return parent === process.pid || (parent > 1 && isMine(parent))
  }
  return found.filter(isMine)
}

async function textOf(path: string): Promise<string> {
  return (await bytesOf(path)).toString('latin1')
}

/** A PNG of a few hundred kilobytes that decodes to nearly a gigapixel. */
function pictureBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const framed = Buffer.alloc(body.length + 8)
    framed.writeUInt32BE(data.length, 0)
    body.copy(framed, 4)
    framed.writeUInt32BE(crc32(body), body.length + 4)
    return framed
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.writeUInt8(1, 8)
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 })
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
