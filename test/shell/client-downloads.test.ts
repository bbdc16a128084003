// The look for Google's client file in the folder of downloads: by name, newest first, and never what is inside.
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClientDownloads } from '../../src/main/shell/client-downloads.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-downloads-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const save = async (name: string, at: number, text = '{}'): Promise<void> => {
  await writeFile(join(folder, name), text)
  await utimes(join(folder, name), at, at)
}

describe('the folder of downloads', () => {
  it('shows what is called like a client, the newest first, also one that cannot be read', async () => {
    await save('client_secret_1-a.apps.googleusercontent.com.json', 1_000)
    await save('client_secret_1-a.apps.googleusercontent.com (1).json', 3_000)
    await save('client_secret_2.json', 2_000)
    await chmod(join(folder, 'client_secret_2.json'), 0)
    const names = (await createClientDownloads(folder).list()).map(({ name }) => name)
    expect(names).toEqual([
      'client_secret_1-a.apps.googleusercontent.com (1).json',
      'client_secret_2.json',
      'client_secret_1-a.apps.googleusercontent.com.json',
    ])
  })

  it('shows nothing else: other names, folders, links, what is still empty, names that read backwards', async () => {
    for (const name of ['holiday.json', 'client_secret_1.json.crdownload', 'my client_secret.json'])
      await save(name, 1_000)
    await save('client_secret_empty.json', 1_000, '')
    await save('client_secret_\u202egpj.json', 1_000)
    await mkdir(join(folder, 'client_secret_folder.json'))
    await writeFile(join(folder, 'elsewhere'), '{}')
    await symlink(join(folder, 'elsewhere'), join(folder, 'client_secret_link.json'))
    expect(await createClientDownloads(folder).list()).toEqual([])
  })

  it('is empty where there is none', async () => {
    expect(await createClientDownloads(join(folder, 'not there')).list()).toEqual([])
  })

  it('knows a file by what it listed, and another one once it was saved anew', async () => {
    const downloads = createClientDownloads(folder)
    await save('client_secret_1.json', 1_000)
    const [first] = await downloads.list()
    expect(downloads.find(first?.fileId ?? '')).toEqual({
      name: 'client_secret_1.json',
      path: join(folder, 'client_secret_1.json'),
    })
    expect(downloads.find('0123456789abcdef')).toBeNull()
    await save('client_secret_1.json', 2_000)
    expect((await downloads.list())[0]?.fileId).not.toBe(first?.fileId)
  })
})
