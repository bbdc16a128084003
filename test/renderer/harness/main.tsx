// The window around the fake bridge, in a scene named by the address. Violations of the content policy are
// collected for the scripts that open it.
import { mount } from '../../../src/renderer/mount.tsx'
import { createFakeBridge, type FakeBridge } from '../fake-bridge.ts'
import { scenes } from './scenes.ts'

declare global {
  interface Window {
    violations: string[]
    fake: FakeBridge
  }
}

window.violations = []
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
)

const asked = new URLSearchParams(location.search)
const scene = scenes[asked.get('scene') ?? 'home'] ?? {}
const locale = asked.get('locale') ?? 'en-GB'
const world = scene.world?.() ?? {}
const fake = createFakeBridge({
  ...world,
  initial: {
    platform: 'win32',
    locale,
    direction: locale === 'ar-XB' ? 'rtl' : 'ltr',
    standIn: null,
  },
})
// Pictures come from a few sample photos instead of the app's own scheme, which no plain browser has.
const pictures = 7
fake.thumbnail = (fileId, side) => {
  const number = Number(fileId.replace(/\D/g, '')) || 0
  return `./thumbs/${(number * 5 + (number >> 3)) % pictures}-${side}.jpg`
}
fake.previewPicture = (_previewId, which) => `./thumbs/preview-${which}.jpg`
window.fake = fake
scene.before?.(fake)
const root = document.getElementById('root')
if (root !== null) {
  const session = mount(root, fake, null)
  if (scene.route) session.go(scene.route)
  scene.after?.(fake)
}
