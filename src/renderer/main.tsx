// Entry of the window: takes the bridge from the preload and shows the app. Nothing else happens here.
import { createBridge } from './bridge.ts'
import { mount } from './mount.tsx'

const root = document.getElementById('root')
if (root === null || window.shoebox === undefined) throw new Error('Opened without the preload')
const bridge = createBridge(window.shoebox)
const lastSeen = await bridge.call('getLastSeen', {})
const { seen, place } = lastSeen.ok ? lastSeen.value : { seen: null, place: null }
mount(root, bridge, seen, place)
