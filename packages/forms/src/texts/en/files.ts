import type nl from '../nl/files.ts';
import type { Translation } from '../types.ts';

export default {
  'econsults.file.agree': 'I want to share photos or documents with the practice. They become part of my question.',
  'econsults.file.choose': 'Choose a photo or PDF',
  'econsults.file.hint': { one: '1 more file: a photo (JPEG, PNG, WebP) or a PDF.', other: '{count} more files: photos (JPEG, PNG, WebP) or PDF.' },
  'econsults.file.busy': 'Sending the file…',
  'econsults.file.full': 'No more files can be added.',
  'econsults.file.remove': 'Remove',
  'econsults.file.empty': 'This file is empty. Choose another one.',
  'econsults.file.size': 'This file is larger than {count} MB. Take a smaller photo, or send fewer pages.',
  'econsults.file.type': 'This is not a photo or PDF. Send a JPEG, PNG, WebP or PDF.',
  'econsults.file.heic': 'This photo has a format that does not work everywhere (HEIC). Take a screenshot of the photo and send that.',
  'econsults.file.damaged': 'This file cannot be read well. Take a new photo, or save the PDF again.',
  'econsults.file.pixels': 'This photo has too many pixels. Take a smaller photo.',
  'econsults.file.unpacks': 'This PDF is too large to read. Send fewer pages, or a photo.',
  'econsults.file.active': 'This PDF holds something that acts by itself, or another file. Print it to a new PDF, or send a photo.',
  'econsults.file.encrypted': 'This PDF is locked. Save it without a password.',
} as const satisfies Translation<typeof nl>;
