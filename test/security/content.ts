// Rows 1 and 7: where the window's content comes from, and that its policy holds against a page that wants more.
import assert from 'node:assert/strict'
import type { Scene } from './scene.ts'
import { sources } from './preferences.ts'

const googleHosts =
  /^(photoslibrary|www|oauth2|openidconnect|accounts|photos|one|myaccount|support|console\.cloud|photospicker)\.(google|googleapis)\.com$/

/** The file that knows the vocabularies of XMP, whose names look like addresses and are none. */
const vocabularies = {
  path: 'main/engine/media/xmp.ts',
  hosts: new Set(['www.w3.org', 'purl.org', 'cipa.jp', 'iptc.org']),
}

/** Row 1: the window asks only for its own; the source names no address but Google's, over TLS. */
export async function onlyOwnAddresses({ requests }: Scene): Promise<string> {
  const foreign = requests.filter((url) => !/^(app:\/\/shoebox\/|thumb:\/\/file\/|data:)/.test(url))
  assert.deepEqual(foreign, [])
  assert.ok(requests.length > 3, 'no requests were seen')
  const addresses = (await sources()).flatMap(({ path, text }) =>
    [...text.matchAll(/['"`](https?):\/\/([\w.-]+)/g)].map(([, scheme = '', host = '']) => ({
      path,
      scheme,
      host,
    })),
  )
  const odd = addresses.filter(
    ({ path, scheme, host }) =>
      !(scheme === 'https' && googleHosts.test(host)) &&
      // Loopback, and the names (not addresses) of two XMP vocabularies.
      !(scheme === 'http' && /^(127\.0\.0\.1|localhost|ns\.(adobe|google)\.com)$/.test(host)) &&
      !(scheme === 'http' && path === vocabularies.path && vocabularies.hosts.has(host)),
  )
  assert.deepEqual(odd, [])
  return `${requests.length} requests of the window, all its own; ${addresses.length} addresses in the source, all Google's or loopback`
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' thumb: data:; connect-src 'none'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Row 7. */
export async function contentPolicy({ app, page, violations }: Scene): Promise<string> {
  assert.deepEqual(violations, [], 'the app breaks its own policy')
  const header = await app.evaluate(async ({ net }) => {
    const reply = await net.fetch('app://shoebox/index.html')
    return reply.headers.get('content-security-policy')
  })
  assert.equal(header, policy)
  const outcome = await page.evaluate(async () => {
    const broken = new Set<string>()
    const note = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
      broken.add(effectiveDirective)
    }
    document.addEventListener('securitypolicyviolation', note)
    const add = (tag: string, attributes: Record<string, string>, text = ''): HTMLElement => {
      const element = document.createElement(tag)
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
      element.textContent = text
      document.body.append(element)
      return element
    }
    const made = [
      add('script', {}, 'globalThis.wasRun = "inline"'),
      add('script', { src: 'https://example.test/a.js' }),
      add('script', { src: 'data:text/javascript,globalThis.wasRun="data"' }),
      add('style', {}, 'body { display: none }'),
      add('link', { rel: 'stylesheet', href: 'https://example.test/a.css' }),
      add('img', { src: 'https://example.test/a.png', onerror: 'globalThis.wasRun = "handler"' }),
      add('iframe', { src: 'app://shoebox/index.html' }),
      add('iframe', { srcdoc: '<script>parent.wasRun = "frame"</script>' }),
      add('object', { data: 'https://example.test/a.swf' }),
      add('audio', { src: 'https://example.test/a.mp3' }),
      add('base', { href: 'https://example.test/' }),
    ]
    const form = add('form', { action: 'https://example.test/', method: 'post' }) as HTMLFormElement
    form.submit()
    await fetch('https://example.test/').catch(() => undefined)
    await fetch('app://shoebox/index.html').catch(() => undefined)
    try {
      new WebSocket('wss://example.test/')
    } catch {
      // Refused by a throw is refused as well.
    }
    navigator.sendBeacon('https://example.test/')
    try {
      new Worker('data:text/javascript,postMessage(1)')
    } catch {
      // The same.
    }
    // In a turn of its own: what a driver evaluates is free of the policy, what it sets in motion is not.
    setTimeout(() => {
      try {
        // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call -- the attack
        new Function('globalThis.wasRun = "eval"')()
      } catch {
        // The same.
      }
    }, 0)
    const expected = [
      'script-src-elem',
      'style-src-elem',
      'img-src',
      'frame-src',
      'connect-src',
      'script-src',
    ]
    const giveUpAt = performance.now() + 5_000
    while (!expected.every((name) => broken.has(name)) && performance.now() < giveUpAt)
      await new Promise(requestAnimationFrame)
    document.removeEventListener('securitypolicyviolation', note)
    for (const element of [...made, form]) element.remove()
    return {
      missing: expected.filter((name) => !broken.has(name)),
      count: broken.size,
      wasRun: 'wasRun' in globalThis,
      base: document.baseURI,
      frames: frames.length,
    }
  })
  const { count, ...rest } = outcome
  assert.deepEqual(rest, {
    missing: [],
    wasRun: false,
    base: 'app://shoebox/index.html',
    frames: 0,
  })
  return `no breach in a whole run; 18 attacks broke ${count} directives and did nothing`
}
