// Takes pictures of pages, to be looked at: node test/screenshots.js [PATH...]
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch, pages, serve } from './site.js'

const directory = fileURLToPath(new URL('screenshots', import.meta.url))
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } }

mkdirSync(directory, { recursive: true })
const site = await serve()
const browser = await launch()
for (const path of process.argv.length > 2 ? process.argv.slice(2) : pages()) {
    for (const [size, viewport] of Object.entries(SIZES)) {
        for (const colorScheme of ['light', 'dark']) {
            const context = await browser.newContext({ viewport, colorScheme })
            const page = await context.newPage()
            await page.goto(site.top + path, { waitUntil: 'networkidle' })
            const name = path === '/' ? 'index' : path.slice(1).replaceAll('/', '-').replace(/\.html$/, '')
            await page.screenshot({ path: `${directory}/${name}-${size}-${colorScheme}.png`, fullPage: true })
            await context.close()
        }
    }
}
await browser.close()
site.close()
