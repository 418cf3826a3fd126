// The built site on a port of its own, and a browser that looks at it.
import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const built = fileURLToPath(new URL('../.vitepress/dist', import.meta.url))

/** The path that the site was built for, as the build is told it. */
const base = process.env.KVLB_SITE_BASE ?? '/'

const TYPES = {
    '.css': 'text/css',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
    '.woff2': 'font/woff2'
}

/** Serves the directory below the base as any plain web server does: what is no file there is not found. */
export async function serve() {
    if (!existsSync(path.join(built, 'index.html'))) throw new Error('build the site first: npm run build')
    const server = createServer((request, response) => {
        const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
        let file = path.join(built, name.slice(base.length - 1))
        if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, 'index.html')
        if (!name.startsWith(base) || !existsSync(file)) {
            response.writeHead(404, { 'content-type': TYPES['.html'] }).end(readFileSync(path.join(built, '404.html')))
            return
        }
        response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' })
        createReadStream(file).pipe(response)
    })
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
    const origin = `http://127.0.0.1:${server.address().port}`
    return { origin, top: origin + base.slice(0, -1), close: () => server.close() }
}

/** For how long a browser may need for anything, on a busy machine too. */
export const PATIENCE = 120_000

/** CHROMIUM names another browser than Debian's. */
export function launch() {
    return chromium.launch({
        timeout: PATIENCE,
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync'
        ]
    })
}

/** The pages that were built, as paths from the top of the site; those of javadoc are not the site's own. */
export function pages(directory = '') {
    return readdirSync(path.join(built, directory), { withFileTypes: true }).flatMap((entry) => {
        const name = path.posix.join(directory, entry.name)
        if (entry.isDirectory()) return ['api', 'assets', 'files'].includes(name) ? [] : pages(name)
        return name.endsWith('.html') && name !== '404.html' ? ['/' + name.replace(/(^|\/)index\.html$/, '$1')] : []
    })
}
