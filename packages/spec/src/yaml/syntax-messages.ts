import type { YAMLError } from 'yaml'

/** Our words for each, since the library's may quote the text, and the text may be a password that YAML misreads. */
export const SYNTAX_MESSAGES: Readonly<Record<YAMLError['code'], string>> = {
  ALIAS_PROPS: 'an alias (*name) can have no tag or anchor of its own',
  BAD_ALIAS:
    'a value that starts with * refers to an anchor (&name) that is not there; put quotes around it when it is plain text',
  BAD_COLLECTION_TYPE: 'tags (!name) are not allowed; put quotes around a value that starts with !',
  BAD_DIRECTIVE: 'a line that starts with % is not allowed',
  BAD_DQ_ESCAPE: 'an escape (\\) inside double quotes is not known; single quotes take every character as it is',
  BAD_INDENT: 'the indentation does not fit the lines above, or a bracket above is not closed',
  BAD_PROP_ORDER: 'an anchor or tag is in the wrong place',
  BAD_SCALAR_START: 'a value starts with a character that YAML reserves; put quotes around it',
  BLOCK_AS_IMPLICIT_KEY: 'a second "key:" stands on the same line; put it on its own line',
  BLOCK_IN_FLOW: 'indented lines cannot stand inside [ ] or { }',
  DUPLICATE_KEY: 'a key is written twice',
  IMPOSSIBLE: 'this cannot be read',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a character is missing, such as the ":" after a key, a "," or a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a key and its ":" must be on one line',
  MULTIPLE_ANCHORS: 'a value can have one anchor',
  MULTIPLE_DOCS: 'a second document starts here (---); a declaration is one document',
  MULTIPLE_TAGS: 'a value can have one tag',
  NON_STRING_KEY: 'keys are plain text',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'a tab is used for indentation; use spaces',
  TAG_RESOLVE_FAILED: 'tags (!name) are not allowed; put quotes around a value that starts with !',
  UNEXPECTED_TOKEN: 'something unexpected stands here; check quotes, brackets and indentation',
}
