// Code blocks that are filled from the repository, so that pages can't fall behind it:
//   ```java example=embedded/QuickStart   is what stands between the marks of that example,
//   ```java example=async/AsyncClient#run   a method of it, without its declaration,
//   @VERSION@                              the version that the sources have.
// Blocks that are indented look like those that are fenced.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from './sources.js'

const read = (file) => readFileSync(path.join(repository, file), 'utf8')

export function filledFences(md) {
    md.core.ruler.push('filled-fences', (state) => {
        for (const token of state.tokens) {
            if (token.type === 'code_block') Object.assign(token, { type: 'fence', tag: 'code', info: '' })
            if (token.type !== 'fence') continue
            const name = token.info.match(/ example=([\w/#]+)/)?.[1]
            if (name) {
                token.content = example(name)
                token.info = 'java'
            }
            token.content = token.content.replaceAll('@VERSION@', version)
        }
    })
}

export const version = read('pom.xml').match(/<artifactId>kvlb-parent<\/artifactId>\s*<version>([^<]+)</)[1]

function example(reference) {
    const [name, method] = reference.split('#')
    const file = `examples/src/main/java/dev/kvlb/examples/${name}.java`
    const part = method
        ? new RegExp(`^ {4}[\\w<> ]*\\b${method}\\([^)]*\\)[^{]*\\{\\n([^]*?)^ {4}\\}$`, 'm')
        : /^ *\/\/ [\w ]*: begin\n([^]*?)^ *\/\/ [\w ]*: end$/m
    const found = read(file).match(part)
    if (found === null) throw new Error(`${file}: no ${method ? `method ${method}` : 'marks "begin" and "end"'}`)
    return unindented(found[1])
}

function unindented(code) {
    const lines = code.split('\n')
    const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)))
    return lines.map((line) => line.slice(indent)).join('\n')
}
