// Puts what is handed out with the pages beside them: the data of the protocol, and the API where javadoc has made it.
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { downloads, repository, site } from '../.vitepress/sources.js'

const built = path.join(site, '.vitepress/dist')
mkdirSync(path.join(built, 'files'), { recursive: true })
for (const file of downloads()) cpSync(file, path.join(built, 'files', path.basename(file)))

const api = path.join(repository, 'target/reports/apidocs')
if (existsSync(path.join(api, 'index.html'))) cpSync(api, path.join(built, 'api'), { recursive: true })
else console.log(`no ${path.relative(repository, api)}: the site has no API (mvn javadoc:aggregate makes it)`)
