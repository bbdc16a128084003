// What every Photos adapter keeps to, so that tests of the queue may trust the fake as they would the real client.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Photos, SendBytes, UploadSession } from '../../src/main/engine/ports/photos.ts'
import { toMicroseconds } from '../../src/shared/microseconds.ts'

/** An adapter and its library, made anew for each test. */
export interface PhotosSubject {
  photos: Photos
  /** Makes bytes that the library takes as a photo, at least this long. */
  picture(lengthBytes: number): Promise<Buffer>
  /** What the library holds, in any order. */
  library(): Promise<
    { mediaItemId: string; fileName: string; sha256: string; description: string }[]
  >
  /** From here on a file goes up in a session. */
  resumableFromBytes: number
  chunkBytes: number
  close(): Promise<void>
}

/** Runs the contract against an adapter. */
export function photosContract(name: string, open: () => Promise<PhotosSubject>): void {
  describe(`${name} keeps to the Photos contract`, () => {
    let subject: PhotosSubject
    let folder: string
    const { signal } = new AbortController()

    beforeEach(async () => {
      subject = await open()
      folder = await mkdtemp(join(tmpdir(), 'shoebox-photos-'))
    })
    afterEach(async () => {
      await subject.close()
      await rm(folder, { recursive: true })
    })

    const aFile = async (lengthBytes = 1000): Promise<{ path: string; bytes: Buffer }> => {
      const bytes = await subject.picture(lengthBytes)
      const path = join(folder, `${createHash('sha256').update(bytes).digest('hex')}.jpg`)
      await writeFile(path, bytes)
      return { path, bytes }
    }

    const aRequest = async (path: string, part: Partial<SendBytes> = {}): Promise<SendBytes> => {
      const { size, mtimeMs } = await stat(path)
      return {
        path,
        sizeBytes: size,
        mimeType: 'image/jpeg',
        mtimeUs: toMicroseconds(mtimeMs),
        session: null,
        onSession: () => Promise.resolve(),
        onProgress: () => undefined,
        signal,
        ...part,
      }
    }

    const sent = async (path: string, part: Partial<SendBytes> = {}): Promise<string> => {
      const result = await subject.photos.sendBytes(await aRequest(path, part))
      expect(result).toEqual({ ok: true, value: { token: expect.any(String) as string } })
      return result.ok ? result.value.token : ''
    }

    const created = async (token: string, fileName: string): Promise<string> => {
      const result = await subject.photos.create([{ token, fileName }], signal)
      const [outcome] = result.ok ? result.value : []
      return outcome?.ok === true ? outcome.value.mediaItemId : ''
    }

    it('turns a file into one photo with the same bytes and the given name', async () => {
      const { path, bytes } = await aFile()
      const mediaItemId = await created(await sent(path), 'Ånö.jpg')
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(await subject.library()).toEqual([
        { mediaItemId, fileName: 'Ånö.jpg', sha256, description: '' },
      ])
    })

    it('gives a photo its caption', async () => {
      const { path } = await aFile()
      const description = 'Am See\nmit 港 und 😀'
      const item = { token: await sent(path), fileName: 'a.jpg', description }
      await subject.photos.create([item], signal)
      expect(await subject.library()).toMatchObject([{ fileName: 'a.jpg', description }])
    })

    it('answers in the order of the items', async () => {
      const files = [await aFile(), await aFile(), await aFile()]
      const tokens = await Promise.all(files.map((file) => sent(file.path)))
      const items = tokens.map((token, index) => ({ token, fileName: `${String(index)}.jpg` }))
      const result = await subject.photos.create(items, signal)
      const ids = result.ok ? result.value.map((o) => (o.ok ? o.value.mediaItemId : null)) : []
      const names = new Map((await subject.library()).map((i) => [i.mediaItemId, i.fileName]))
      expect(ids.map((id) => names.get(id ?? ''))).toEqual(['0.jpg', '1.jpg', '2.jpg'])
    })

    it('answers the same bytes in a later request with the same photo', async () => {
      const { path } = await aFile()
      const first = await created(await sent(path), 'first.jpg')
      const second = await created(await sent(path), 'second.jpg')
      expect(second).toBe(first)
      expect(await subject.library()).toHaveLength(1)
    })

    it('refuses the same bytes twice in one request', async () => {
      const { path } = await aFile()
      const items = [
        { token: await sent(path), fileName: 'a.jpg' },
        { token: await sent(path), fileName: 'b.jpg' },
      ]
      const result = await subject.photos.create(items, signal)
      const outcomes = result.ok ? result.value.map((o) => (o.ok ? 'made' : o.failure.kind)) : []
      expect(outcomes).toEqual(['made', 'duplicate-in-batch'])
    })

    it('refuses a token that was never given out', async () => {
      const result = await subject.photos.create([{ token: 'made-up', fileName: 'a.jpg' }], signal)
      expect(result).toEqual({ ok: false, failure: { kind: 'upload-token-invalid' } })
    })

    it('tells how far it is, up to the whole file', async () => {
      const { path, bytes } = await aFile()
      const told: number[] = []
      await sent(path, { onProgress: (sentBytes) => told.push(sentBytes) })
      expect(told.at(-1)).toBe(bytes.length)
    })

    it('stores a session before it sends a large file, and its offset as it goes on', async () => {
      const { path, bytes } = await aFile(subject.resumableFromBytes + 2 * subject.chunkBytes)
      const stored: (UploadSession | null)[] = []
      await sent(path, {
        onSession: (session) => {
          stored.push(session)
          return Promise.resolve()
        },
      })
      const offsets = stored.map((session) => session?.offset)
      expect(offsets[0]).toBe(0)
      expect(offsets).toEqual([...offsets].sort((a, b) => (a ?? 0) - (b ?? 0)))
      expect(offsets.at(-1)).toBeGreaterThan(0)
      expect(offsets.at(-1)).toBeLessThan(bytes.length)
    })

    it('goes on in a stored session without opening another', async () => {
      const { path } = await aFile(subject.resumableFromBytes + subject.chunkBytes)
      const stored: UploadSession[] = []
      const stop = new AbortController()
      const reason = new Error('stopped by the test')
      const first = subject.photos.sendBytes(
        await aRequest(path, {
          signal: stop.signal,
          onSession: async (session) => {
            if (session !== null) stored.push(session)
            stop.abort(reason)
          },
        }),
      )
      await expect(first).rejects.toBe(reason)
      const session = stored.at(-1) ?? null
      const urls: (string | undefined)[] = []
      const token = await sent(path, {
        session,
        onSession: async (next) => {
          urls.push(next?.url)
        },
      })
      expect(new Set([...urls, session?.url])).toEqual(new Set([session?.url]))
      expect(await created(token, 'large.jpg')).not.toBe('')
    })

    it('notices a file that is gone', async () => {
      const { path } = await aFile()
      const request = await aRequest(path)
      await rm(path)
      const result = await subject.photos.sendBytes(request)
      expect(result).toEqual({ ok: false, failure: { kind: 'file-gone' } })
    })

    it('notices a file of another time or size', async () => {
      const { path } = await aFile()
      const request = await aRequest(path)
      await utimes(path, 1, 1)
      const changed = { ok: false, failure: { kind: 'file-changed' } }
      expect(await subject.photos.sendBytes(request)).toEqual(changed)
      const { sizeBytes } = request
      const later = await aRequest(path, { sizeBytes: sizeBytes + 1, mtimeUs: null })
      expect(await subject.photos.sendBytes(later)).toEqual(changed)
    })

    it('rejects with the reason of an aborted signal, and does nothing', async () => {
      const { path } = await aFile()
      const reason = new Error('stopped by the test')
      const over = AbortSignal.abort(reason)
      const { photos } = subject
      const calls = [
        photos.sendBytes(await aRequest(path, { signal: over })),
        photos.create([{ token: 'any', fileName: 'a.jpg' }], over),
        photos.list(null, over),
        photos.readItems(['a'], over),
        photos.storage(over),
        photos.createAlbum('A', over),
        photos.readAlbum('a', over),
        photos.listAlbums(null, over),
        photos.renameAlbum('a', 'A', over),
        photos.addToAlbum('a', ['b'], over),
      ]
      const outcomes = await Promise.allSettled(calls)
      expect(outcomes.map((o) => (o.status === 'rejected' ? (o.reason as unknown) : o))).toEqual(
        calls.map(() => reason),
      )
      expect(await subject.library()).toEqual([])
    })

    it('lists every photo once, page by page', async () => {
      const made: string[] = []
      for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) {
        made.push(await created(await sent((await aFile()).path), name))
      }
      const listed: string[] = []
      let next: string | null = null
      do {
        const page = await subject.photos.list(next, signal)
        if (!page.ok) throw new Error(page.failure.kind)
        listed.push(...page.value.items.map((item) => item.mediaItemId))
        next = page.value.next
      } while (next !== null)
      expect(listed.sort()).toEqual(made.sort())
    })

    it('says of some photos whether they are there, in the order of the question', async () => {
      const first = await created(await sent((await aFile()).path), 'a.jpg')
      const second = await created(await sent((await aFile()).path), 'b.jpg')
      const answered = await subject.photos.readItems([second, 'nobody’s', first], signal)
      const there = { is: 'there', mimeType: 'image/jpeg', video: null }
      expect(answered).toMatchObject({
        ok: true,
        value: [there, { is: 'refused', code: 3 }, there],
      })
    })

    describe('albums', () => {
      const anAlbum = async (title: string): Promise<string> => {
        const made = await subject.photos.createAlbum(title, signal)
        if (!made.ok) throw new Error(made.failure.kind)
        expect(made.value).toMatchObject({ title, count: 0 })
        return made.value.albumId
      }
      const countOf = async (albumId: string): Promise<number | string> => {
        const read = await subject.photos.readAlbum(albumId, signal)
        return read.ok ? read.value.count : read.failure.kind
      }

      it('are two where two of one title are made, and listed once each, page by page', async () => {
        const made = [await anAlbum('Party'), await anAlbum('Party'), await anAlbum('Trip')]
        const listed: string[] = []
        let next: string | null = null
        do {
          const page = await subject.photos.listAlbums(next, signal)
          if (!page.ok) throw new Error(page.failure.kind)
          listed.push(...page.value.albums.map(({ albumId }) => albumId))
          next = page.value.next
        } while (next !== null)
        expect(listed.sort()).toEqual(made.sort())
      })

      it('take photos with their creation, also one that is there already, and each once', async () => {
        const [one, other] = [await anAlbum('One'), await anAlbum('Other')]
        const { path } = await aFile()
        for (const albumId of [one, one, other]) {
          const items = [{ token: await sent(path), fileName: 'a.jpg' }]
          expect(await subject.photos.create(items, signal, albumId)).toMatchObject({ ok: true })
        }
        expect([await countOf(one), await countOf(other)]).toEqual([1, 1])
        expect(await subject.library()).toHaveLength(1)
      })

      it('take photos of the library, all or none of them, and each once', async () => {
        const albumId = await anAlbum('Later')
        const ids = [
          await created(await sent((await aFile()).path), 'a.jpg'),
          await created(await sent((await aFile()).path), 'b.jpg'),
        ]
        const { photos } = subject
        expect(await photos.addToAlbum(albumId, [...ids, 'nobody’s'], signal)).toMatchObject({
          failure: { kind: 'rejected' },
        })
        expect(await countOf(albumId)).toBe(0)
        expect(await photos.addToAlbum(albumId, ids, signal)).toEqual({ ok: true, value: null })
        expect(await photos.addToAlbum(albumId, ids, signal)).toEqual({ ok: true, value: null })
        expect(await countOf(albumId)).toBe(2)
      })

      it('get another title and stay what they are', async () => {
        const albumId = await anAlbum('Before')
        expect(await subject.photos.renameAlbum(albumId, 'After', signal)).toMatchObject({
          value: { albumId, title: 'After' },
        })
        expect(await subject.photos.readAlbum(albumId, signal)).toMatchObject({
          value: { title: 'After' },
        })
      })

      it('are gone for every request where nobody has one of that name, and nothing is made', async () => {
        const token = await sent((await aFile()).path)
        const answers = [
          await subject.photos.create([{ token, fileName: 'a.jpg' }], signal, 'none'),
          await subject.photos.readAlbum('none', signal),
          await subject.photos.renameAlbum('none', 'A', signal),
          await subject.photos.addToAlbum('none', ['a'], signal),
        ]
        for (const answer of answers)
          expect(answer).toEqual({ ok: false, failure: { kind: 'album-gone' } })
        expect(await subject.library()).toEqual([])
      })
    })

    it('tells how full the account is', async () => {
      const result = await subject.photos.storage(signal)
      expect(result).toEqual({
        ok: true,
        value: {
          limitBytes: expect.any(Number) as number,
          usedBytes: expect.any(Number) as number,
        },
      })
    })
  })
}
