// What a worker that a picture has taken over could still do with the program's own means: nothing beside its folders.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { systemEnvironment } from '../../../src/main/engine/images/image-worker-host.ts'
import { rightsOf } from '../../../src/main/engine/images/image-worker-rights.ts'
import { foldersFor, isInside } from '../../../src/main/engine/images/image-worker-task.ts'
import type { Task } from '../../../src/main/engine/images/image-worker-task.ts'
import { posixDescribe } from '../../builders/posix.ts'

const worker = new URL('../../../src/main/engine/images/image-worker.ts', import.meta.url)

posixDescribe('an image worker under Node', () => {
  function scene(): { photos: string; made: string; secret: string; run(script: string): string } {
    const top = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-rights-')))
    onTestFinished(() => rmSync(top, { recursive: true, force: true }))
    const [photos, made, secret] = ['photos of summer, 1999', 'made', 'data'].map((name) => {
      mkdirSync(join(top, name))
      return join(top, name)
    }) as [string, string, string]
    writeFileSync(join(photos, 'a.jpg'), 'photo')
    writeFileSync(join(secret, 'sign-in.json'), 'token')
    return {
      photos,
      made,
      secret,
      run(script) {
        const path = join(photos, 'script.mjs')
        writeFileSync(path, script)
        const flags = rightsOf(worker, { read: [photos], write: [made] })
        return execFileSync(process.execPath, [...flags, path], { encoding: 'utf8' })
      },
    }
  }
  const attempt = (what: string): string =>
    `try { ${what}; process.stdout.write('done ') } catch (error) { process.stdout.write(error.code + ' ') }\n`

  it('reads photos, the program and nothing else, writes where copies go, and starts nothing', () => {
    const { photos, made, secret, run } = scene()
    const json = JSON.stringify
    const said = run(
      `import * as fs from 'node:fs'
import { execFileSync } from 'node:child_process'
${attempt(`fs.readFileSync(${json(join(photos, 'a.jpg'))})`)}
${attempt(`fs.writeFileSync(${json(join(made, 'copy'))}, 'x')`)}
${attempt(`fs.readFileSync(${json(join(secret, 'sign-in.json'))})`)}
${attempt(`fs.readdirSync(${json(secret)})`)}
${attempt(`fs.readFileSync('/etc/passwd')`)}
${attempt(`fs.writeFileSync(${json(join(photos, 'a.jpg'))}, 'x')`)}
${attempt(`fs.rmSync(${json(join(photos, 'a.jpg'))})`)}
${attempt(`fs.writeFileSync(${json(join(secret, 'sign-in.json'))}, 'x')`)}
${attempt(`execFileSync('/bin/true')`)}`,
    )
    expect(said.trim().split(' ')).toEqual([
      'done',
      'done',
      ...Array.from({ length: 7 }, () => 'ERR_ACCESS_DENIED'),
    ])
    expect(existsSync(join(photos, 'a.jpg'))).toBe(true)
  })

  it('writes into a folder that is made only after it was started', () => {
    const { made, run } = scene()
    rmSync(made, { recursive: true })
    const script = `import * as fs from 'node:fs'
fs.mkdirSync(${JSON.stringify(made)})
fs.writeFileSync(${JSON.stringify(join(made, 'copy'))}, 'x')
process.stdout.write('done')`
    expect(run(script)).toBe('done')
    expect(existsSync(join(made, 'copy'))).toBe(true)
  })

  it('still has what decodes pictures: native code, threads, its packages', () => {
    const { run } = scene()
    const said = run(
      `import { createRequire } from 'node:module'
const sharp = createRequire(${JSON.stringify(worker.href)})('sharp')
const picture = { width: 4, height: 4, channels: 3, background: '#468' }
const bytes = await sharp({ create: picture }).jpeg().toBuffer()
await import(${JSON.stringify(new URL('./picture.ts', worker).href)})
process.stdout.write(String(bytes.length > 100))`,
    )
    expect(said).toBe('true')
  })

  it.each([
    [
      'their folder is a link to another',
      (packages: string, _: string, own: string) => {
        symlinkSync(packages, own)
      },
    ],
    [
      'each of them is a link to a link',
      (packages: string, shelf: string, own: string) => {
        for (const folder of [shelf, own]) mkdirSync(folder)
        symlinkSync(join(packages, 'sharp'), join(shelf, 'sharp'))
        symlinkSync(join('..', '..', 'shelf', 'sharp'), join(own, 'sharp'))
      },
    ],
    [
      'their folder is a link to one of links',
      (packages: string, shelf: string, own: string) => {
        mkdirSync(shelf)
        symlinkSync(join(packages, 'sharp'), join(shelf, 'sharp'))
        symlinkSync(shelf, own)
      },
    ],
  ])('has its packages also where %s', (_, link) => {
    const { made, photos } = scene()
    const program = join(made, 'program')
    mkdirSync(program)
    const packages = realpathSync(join(import.meta.dirname, '../../../node_modules'))
    link(packages, join(made, 'shelf'), join(program, 'node_modules'))
    const linked = pathToFileURL(join(program, 'out', 'worker.js'))
    const script = join(photos, 'script.cjs')
    writeFileSync(
      script,
      `const { createRequire } = require('node:module')
process.stdout.write(createRequire(${JSON.stringify(linked.href)})('sharp').name)`,
    )
    const flags = rightsOf(linked, { read: [photos], write: [] })
    expect(execFileSync(process.execPath, [...flags, script], { encoding: 'utf8' })).toBe('Sharp')
  })

  it('is told nothing of the environment but what programs need', () => {
    const env = { PATH: '/bin', SystemRoot: 'C:\\Windows', SHOEBOX_DATA_DIR: '/data', TOKEN: 'x' }
    expect(systemEnvironment(env)).toEqual({ PATH: '/bin', SystemRoot: 'C:\\Windows' })
  })

  it('may read every folder where one cannot be named in a flag', () => {
    const flags = rightsOf(worker, { read: ['/photos/\\xff'], write: ['/made'] })
    expect(flags).toContain('--allow-fs-read=*')
    expect(flags.filter((flag) => flag.includes('write'))).toEqual([
      '--allow-fs-write=/made',
      '--allow-fs-write=/made/*',
    ])
  })
})

it('has no such rights on Windows, where they were never tried', () => {
  expect(rightsOf(worker, { read: ['C:\\a'], write: [] }, 'win32')).toEqual([])
})

// On Windows a worker has no rights that folders could bound.
posixDescribe('the folders of a worker', () => {
  const next = (path: string): Task => ({ job: { path } }) as Task

  it('are those of all photos, and that of one that lies elsewhere', () => {
    expect(foldersFor(undefined, ['/a'])).toEqual(['/a'])
    expect(foldersFor(next('/a/b/c.jpg'), ['/a'])).toEqual(['/a'])
    expect(foldersFor(next('/b/c.jpg'), ['/a'])).toEqual(['/a', '/b'])
    expect(foldersFor(next('/ab/c.jpg'), ['/a'])).toEqual(['/a', '/ab'])
  })

  it('hold what lies in them at any depth, and no neighbour of a like name', () => {
    expect(isInside('/a/b/c.jpg', ['/a'], 'linux')).toBe(true)
    expect(isInside('/a.jpg', ['/'], 'linux')).toBe(true)
    expect(isInside('/a/b/c.jpg', ['/'], 'linux')).toBe(true)
    expect(isInside('/ab/c.jpg', ['/a'], 'linux')).toBe(false)
  })
})
