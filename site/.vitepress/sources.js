// What of the repository is a page of the site, and what a link between its files becomes.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const site = fileURLToPath(new URL('..', import.meta.url))
export const repository = path.resolve(site, '..')

/** Pages that lie elsewhere than in docs and site/pages, by their files. */
const ELSEWHERE = {
    'CONTRIBUTING.md': 'contributing.md',
    'CHANGELOG.md': 'changes.md',
    'SECURITY.md': 'security.md',
    'CODE_OF_CONDUCT.md': 'conduct.md',
    'examples/README.md': 'examples.md',
    'benchmarks/RESULTS.md': 'performance.md'
}

/** Everything else is no page, whatever is added to the repository. */
export const srcExclude = [
    ...others('', ['docs', 'site', 'benchmarks', 'examples']),
    ...others('benchmarks', []),
    ...others('examples', []),
    ...others('site', ['pages'])
]

/** Patterns for what is in a directory, but for pages and the directories named. */
function others(directory, kept) {
    return readdirSync(path.join(repository, directory), { withFileTypes: true })
        .filter(({ name }) => !kept.includes(name) && !(path.posix.join(directory, name) in ELSEWHERE))
        .map((entry) => path.posix.join(directory, entry.name) + (entry.isDirectory() ? '/**' : ''))
}

/** Where the page of a file is, from the top of the site. */
export function rewrite(file) {
    if (file in ELSEWHERE) return ELSEWHERE[file]
    return file.replace(/^(docs|site\/pages)\//, '').replace(/(^|\/)README\.md$/, '$1index.md')
}

/** Returns what a link from one file of the repository to another means on the site, or null where it means nothing there. */
export function resolveLink(href, fromFile) {
    const [target, anchor] = href.split(/(?=#)/)
    const file = path.relative(repository, path.resolve(path.dirname(fromFile), target)).split(path.sep).join('/')
    if (!existsSync(path.join(repository, file))) throw new Error(`${fromFile}: no such file: ${href}`)
    if (file in ELSEWHERE || /^(docs|site\/pages)\/.*\.md$/.test(file)) return '/' + rewrite(file) + (anchor ?? '')
    if (DOWNLOADS.test(file)) return '/files/' + path.basename(file)
    return null
}

/** Data that pages link to, and that is handed out with them. */
const DOWNLOADS = /^kvlb-protocol-fuzz\/src\/main\/resources\/.+\.json$/

/** Where javadoc has left the API of each library, by its module: `mvn package -Prelease -Dkvlb.quick -DskipTests`. */
export function apis() {
    const places = readdirSync(repository)
        .filter((name) => name.startsWith('kvlb-'))
        .flatMap((module) => ['target/quick', 'target'].map((target) => ({ module, target })))
        .map(({ module, target }) => [module, path.join(repository, module, target, 'reports/apidocs')])
    return new Map(places.filter(([, api]) => existsSync(path.join(api, 'index.html'))))
}

export function downloads() {
    const directory = path.join(repository, 'kvlb-protocol-fuzz/src/main/resources/dev/kvlb/protocol/fuzz')
    return readdirSync(directory)
        .filter((name) => name.endsWith('.json'))
        .map((name) => path.join(directory, name))
}
