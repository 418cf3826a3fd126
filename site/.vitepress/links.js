// Links between files of the repository, as links between pages. One to a file that is no page keeps its text alone.
import { resolveLink } from './sources.js'

const ELSEWHERE = /^([a-z][a-z+.-]*:|\/|#)/i

export function repositoryLinks(md) {
    md.core.ruler.push('repository-links', (state) => {
        const from = state.env.realPath ?? state.env.path
        for (const block of state.tokens) {
            if (block.type === 'inline') block.children = resolved(block.children, from)
        }
    })
}

function resolved(tokens, from) {
    const kept = []
    let dropping = false
    for (const token of tokens) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null
        if (href !== null && !ELSEWHERE.test(href)) {
            const target = resolveLink(decodeURI(href), from)
            dropping = target === null
            if (dropping) continue
            token.attrSet('href', target)
        }
        if (token.type === 'link_close' && dropping) {
            dropping = false
            continue
        }
        kept.push(token)
    }
    return kept
}
