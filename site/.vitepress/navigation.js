import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from './sources.js'

export const navigation = [
    { text: 'Start', link: '/getting-started' },
    { text: 'How it works', link: '/how-it-works' },
    { text: 'Performance', link: '/performance' },
    { text: 'Reference', items: [
        { text: 'Command line', link: '/command-line' },
        { text: 'Configuration', link: '/configuration' },
        { text: 'Java API', link: '/java-api' },
        { text: 'Protocol', link: '/protocol' }
    ] }
]

export const sidebar = [
    { text: 'Begin', items: [
        { text: 'Getting started', link: '/getting-started' },
        { text: 'How it works', link: '/how-it-works' },
        { text: 'Is it for you?', link: '/comparison' }
    ] },
    { text: 'Use', items: [
        { text: 'Java API', link: '/java-api' },
        ...present('docs/testing.md', { text: 'Testing with kvlb', link: '/testing' }),
        { text: 'Examples', link: '/examples' },
        { text: 'Command line', link: '/command-line' },
        { text: 'All commands', link: '/commands/kvlb', collapsed: true, items: pages('docs/commands', '/commands/') },
        { text: 'Configuration', link: '/configuration' },
        { text: 'Running it', link: '/running' }
    ] },
    { text: 'Trust', items: [
        { text: 'The promise', link: '/consistency' },
        { text: 'How it is tested', link: '/tested' },
        { text: 'Performance', link: '/performance' }
    ] },
    { text: 'Inside', items: [
        { text: 'Protocol', link: '/protocol' },
        { text: 'Architecture', link: '/architecture' },
        { text: 'Decisions', link: '/decisions/', collapsed: true, items: pages('docs/decisions', '/decisions/') },
        { text: 'Contributing', link: '/contributing' },
        { text: 'Security', link: '/security' },
        { text: 'Changes', link: '/changes' }
    ] }
]

/** The pages of a directory, by their headings, in the order of their names. */
function pages(directory, at) {
    const found = path.join(repository, directory)
    return readdirSync(found)
        .filter((name) => name.endsWith('.md') && !['README.md', 'kvlb.md'].includes(name))
        .sort()
        .map((name) => ({
            text: heading(path.join(found, name)).replace(/^(\d+)[.:]? /, ''),
            link: at + name.replace(/\.md$/, '')
        }))
}

function heading(file) {
    return readFileSync(file, 'utf8').match(/^# (.*)$/m)[1]
}

/** The item, where its page has been written. */
function present(file, item) {
    return readdirSync(path.join(repository, path.dirname(file))).includes(path.basename(file)) ? [item] : []
}
