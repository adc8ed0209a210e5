import type { Documented } from '../documents.ts'
import { code, commands } from '../markdown.ts'

/** Files beside the database; empty where the system has none. */
export function filesPart({ design }: Documented): string {
  const bucket = design.target.buckets.find(({ purpose }) => purpose === 'files')
  if (bucket === undefined) return ''
  const sync = (more: string) => `aws s3 sync /PATH/TO/FILES s3://${bucket.name} --no-follow-symlinks${more}`
  return [
    '## 4b Files',
    `Directories become prefixes: the path below the root is the name of the object, so that what the application asks for stays the same. The first run takes days, beside phases 3 and 4; each later run sends only what is new. ${code('aws s3 sync')} compares size and time; the last run compares size and checksum.`,
    commands(
      sync(''),
      `${sync('')}                       # again and again; the last run lies inside the window, after writes have stopped`,
      `${sync(' --dryrun')}              # must print nothing`,
      'find /PATH/TO/FILES -type f | wc -l && du -sb /PATH/TO/FILES',
      `aws s3 ls --recursive --summarize s3://${bucket.name} | tail -2`,
      '(cd /PATH/TO/FILES && find . -type f | shuf -n 1000 | while read -r file; do',
      `  [ "$(md5sum < "$file")" = "$(aws s3 cp "s3://${bucket.name}/\${file#./}" - | md5sum)" ] || echo "differs: $file"; done)`,
    ),
    '**Gate**: the dry run prints nothing, counts and bytes agree, no sampled file differs. Until the hand-over uploads go to the file system. **Way back**: the file system is untouched; after the hand-over, run the sync the other way before traffic goes back.',
  ].join('\n\n')
}
